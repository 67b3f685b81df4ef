import type { Command } from 'commander';
import { ok } from '@rowhouse/api-client';
import { runBeside } from '../beside.js';
import type { Context } from '../context.js';
import { EXIT, failureOf } from '../failure.js';

interface Check {
  check: string;
  state: 'ok' | 'warn' | 'fail' | 'skipped';
  message: string;
}

type Look = (context: Context) => Promise<Omit<Check, 'check'>>;

const MARKS = { ok: '✓', warn: '!', fail: '✗', skipped: '-' } as const;
/** Milliseconds that the clocks of this machine and of the service may differ. */
const MAX_SKEW_MS = 5000;
/** Share of a limit of the plan that is nearly all of it. */
const NEARLY = 0.9;

/** `rowhouse doctor`: what may be wrong with a service, as far as its caller may see. */
export function addDoctorCommand(program: Command, context: Context): void {
  program
    .command('doctor')
    .description('look for what may be wrong: the service, the clock, the sign-in, limits, leftovers')
    .option('--database', 'the database too; runs beside it, with the settings of the service, not over HTTP')
    .action(async ({ database }: { database?: boolean }) => {
      const checks: Check[] = [];
      for (const [check, look] of Object.entries(LOOKS)) {
        checks.push({ check, ...(await look(context).catch((error: unknown) => failed(context, error))) });
      }
      const { output } = context;
      for (const one of checks) output.done(`${MARKS[one.state]} ${one.check}: ${one.message}`, { ...one });
      const isWell = checks.every(({ state }) => state !== 'fail');
      const code = database ? await runBeside('doctor', output.json ? ['--json'] : []) : EXIT.done;
      process.exitCode = isWell ? code : EXIT.refused;
    });
}

const LOOKS: Record<string, Look> = {
  service: async ({ client }) => {
    const ready = await ok(client.api.GET('/health/ready'));
    return { state: 'ok', message: `${client.url} is ready (${JSON.stringify(ready)})` };
  },
  transport: ({ client }) => {
    const { protocol, hostname } = new URL(client.url);
    const isOpen = protocol === 'http:' && !/^(localhost|127\.|\[::1\])/.test(hostname);
    const message = isOpen
      ? 'http:// shows keys and passwords to the network: use https'
      : protocol.replace(':', '');
    return Promise.resolve({ state: isOpen ? 'warn' : 'ok', message });
  },
  clock: async ({ client }) => {
    const before = Date.now();
    const { response } = await client.api.GET('/health/live');
    const sent = Date.parse(response.headers.get('date') ?? '');
    if (Number.isNaN(sent)) return { state: 'skipped', message: 'the answer has no date' };
    // The header has whole seconds.
    const skew = sent + 500 - (before + Date.now()) / 2;
    const message = `the service is about ${(skew / 1000).toFixed(1)} s from this machine`;
    return Math.abs(skew) > MAX_SKEW_MS
      ? { state: 'fail', message: `${message}: let NTP set the clocks of both` }
      : { state: 'ok', message };
  },
  caller: async ({ client }) => {
    if (client.hasKey) {
      const key = await ok(client.api.GET('/v1/api-keys/current'));
      return { state: 'ok', message: `the API key “${key.name}” with ${key.scopes.join(', ')}` };
    }
    const me = await ok(client.api.GET('/v1/me'));
    return { state: 'ok', message: `${me.email}${me.role === null ? '' : `, ${me.role}`}` };
  },
  limits: async ({ client }) => {
    const params = { path: { id: 'current' } };
    const { limits, usage } = await ok(client.api.GET('/v1/organizations/{id}/plan', { params }));
    const used = { ...usage, storage: usage.storage_bytes } as Record<string, number>;
    const near = Object.entries(limits).filter(
      ([name, limit]) => limit !== null && (used[name] ?? 0) >= limit * NEARLY,
    );
    const message = `${near.map(([name, limit]) => `${name}: ${used[name]} of ${limit}`).join(', ')}; a larger plan allows more`;
    return near.length === 0
      ? { state: 'ok', message: 'far from those of the plan' }
      : { state: 'warn', message };
  },
  leftovers: async ({ client }) => {
    const { items } = await ok(client.api.GET('/v1/platform/leftovers'));
    return items.length === 0
      ? { state: 'ok', message: 'none' }
      : {
          state: 'warn',
          message: `${items.length} databases belong to no organization: settle them with rowhouse leftovers list and rowhouse leftovers settle`,
        };
  },
};

/** What the caller may not see is not looked at. */
function failed({ client }: Context, error: unknown): Omit<Check, 'check'> {
  const { message, status } = failureOf(error, client.url);
  const isClosed = status === 401 || status === 403 || status === 404;
  return { state: isClosed ? 'skipped' : 'fail', message };
}

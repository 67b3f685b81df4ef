import { Agent } from 'node:http';
import { startTestApp, type TestApp } from '../support/app.js';
import { TestSmtp } from '../support/smtp.js';
import { expectDocumentedError } from '../support/error-bodies.js';
import { oddBodies } from './bodies.js';
import { type Operation, operations } from './openapi.js';
import { Dice, SEED } from './random.js';
import { malformed, sendMalformed } from './malformed.js';
import { describeShot, type Shot, shoot } from './shots.js';
import {
  type Attacker,
  CANARY,
  fingerprint,
  harvest,
  isBusy,
  makeAttacker,
  makeVictim,
  ROLES,
  type Role,
  type Victim,
} from './town.js';

/** `npm run test:attack` sets it; a short run is part of every test run. */
const REQUESTS = Number(process.env['ATTACK_REQUESTS'] ?? 600);
/** The same for requests that no client of ours would send. */
const MALFORMED = Number(process.env['ATTACK_MALFORMED'] ?? 600);
const LONG = process.env['ATTACK_REQUESTS'] !== undefined;
const VICTIMS = LONG ? 20 : 5;
const AT_ONCE = 12;
/** Creating is the slowest act, and says the least about others; losing one's own token comes next. */
const SELDOM =
  /^(createTenant|createOrganization|registerCompany|signUp|registerTenant|createOwnOrganization|signOut|updateOrganization|change.*Password)$/;

type Answer = { status: number; text: string; headers: Headers };
type Breach = { what: string; shot: string; status: number; answer: string };

describe('nobody reaches into another organization', () => {
  let sut: TestApp;
  const smtp = new TestSmtp();
  const victims: Victim[] = [];
  const attackers: Attacker[] = [];
  const all = operations();
  /** Canaries that belong to one victim alone. */
  const secrets = new Map<string, { victim: Victim; from: string; guarded: boolean }>();
  /** Canaries that were sent: they may come back out of the attacker's own database. */
  const sent = new Set<string>();
  let serial = 0;

  beforeAll(async () => {
    await smtp.start();
    // With a mail server, mails are not shown at /v1/dev/mails.
    const settings = { MAIL_URL: smtp.url, MAIL_FROM: 'no-reply@rowhouse.example' };
    sut = await startTestApp({ RATE_LIMITS: 'off', ...settings });
    const provider = (await sut.organization('Provider')).token;
    for (let n = 0; n < VICTIMS; n++) victims.push(await makeVictim(sut, n, provider));
    for (const victim of victims) await harvest(sut.call, victim, all);
    for (let n = 0; n < 3; n++) attackers.push(await makeAttacker(sut, serial++));
    collectSecrets();
  }, 300_000);
  afterAll(async () => {
    await sut?.stop();
    await smtp.stop();
  });

  /** A value that two organizations have, such as a plan's id, is nobody's secret. */
  function collectSecrets(): void {
    const shared = new Set<string>();
    for (const victim of victims) {
      for (const [canary, { from, guarded }] of victim.secrets) {
        if (secrets.has(canary)) shared.add(canary);
        secrets.set(canary, { victim, from, guarded });
      }
    }
    for (const canary of shared) secrets.delete(canary);
  }

  /**
   * The victims' values in an answer that its reader did not know. A name that an attack sent earlier may come
   * back: it named an organization of the attacker's.
   */
  function told(asked: string, answer: string): { canary: string; victim: Victim; from: string }[] {
    return [...new Set(answer.match(CANARY) ?? [])].flatMap((canary) => {
      const secret = secrets.get(canary);
      if (!secret || asked.includes(canary) || (sent.has(canary) && !secret.guarded)) return [];
      return [{ canary, ...secret }];
    });
  }

  /** What the answer tells that its reader did not know. */
  function leaks({ operation, text }: Shot, reply: Answer): string[] {
    const answer = [reply.text, ...reply.headers.values()].join('\n');
    return told(text, answer).flatMap(({ canary, victim, from }) => {
      const said = (key: string) => [...(victim.values.get(key) ?? [])].some((v) => text.includes(String(v)));
      // Documented and public: S1-05 shows four keys of a name, S0-05 the company's name for its domain.
      if (operation.id === 'getOrganization' && said('name')) return [];
      if (operation.id === 'addUser' && said('domain')) return [];
      return [`${canary} (${from} of a ${victim.surface} organization)`];
    });
  }

  async function send({ method, url, headers, body }: Shot, token: string | undefined): Promise<Answer> {
    const all = token === undefined ? headers : { ...headers, authorization: `Bearer ${token}` };
    const reply = await fetch(sut.url + url, { method, headers: all, body });
    return { status: reply.status, text: await reply.text(), headers: reply.headers };
  }

  /** Attackers lose their tokens by signing out, changing a password, deleting themselves; then others come. */
  async function replaceIfGone(place: number, attacker: Attacker, role: Role): Promise<void> {
    const token = attacker.tokens[role];
    if ((await sut.call('GET', '/v1/me', { token })).status === 200) return;
    if (attackers[place] !== attacker) return; // replaced meanwhile
    // A busy service says so, and another attacker is tried: the one before may be half made.
    for (let tries = 1; attackers[place] === attacker; tries++) {
      try {
        attackers[place] = await makeAttacker(sut, serial++);
      } catch (error) {
        if (tries === 10 || !/^503 /.test((error as Error).message)) throw error;
        await new Promise((resolve) => setTimeout(resolve, 1000));
      }
    }
  }

  /** Each operation once, then any. */
  const pick = (i: number, dice: Dice) => {
    for (;;) {
      const operation = all[i] ?? dice.of(all);
      if (i < all.length) return operation;
      if (!SELDOM.test(operation.id) || dice.chance(0.2)) return operation;
    }
  };

  it(
    `${REQUESTS} hostile requests read and change nothing of anybody else`,
    async () => {
      const before = await Promise.all(victims.map((victim) => fingerprint(sut, victim)));
      const breaches: Breach[] = [];
      const counts = new Map<string, { sent: number; accepted: number; refused: number; faults: number }>();
      const roles = new Map<string, number>();
      const started = performance.now();
      let next = 0;
      let busy = 0;
      const worker = async () => {
        while (next < REQUESTS) {
          const i = next++;
          const dice = new Dice(SEED * 1_000_003 + i);
          const place = Math.floor(dice.next() * attackers.length);
          const attacker = attackers[place];
          const shot = shoot(pick(i, dice), dice.of(victims), attacker, dice);
          const role = dice.chance(0.08) ? 'nobody' : dice.of(ROLES);
          for (const [canary] of shot.text.matchAll(CANARY)) sent.add(canary);
          const token = role === 'nobody' ? undefined : attacker.tokens[role];
          const reply = await send(shot, token);
          const row = counts.get(shot.operation.id) ?? { sent: 0, accepted: 0, refused: 0, faults: 0 };
          counts.set(shot.operation.id, row);
          row.sent++;
          row[reply.status < 400 ? 'accepted' : reply.status < 500 ? 'refused' : 'faults']++;
          roles.set(role, (roles.get(role) ?? 0) + 1);
          const found = leaks(shot, reply);
          if (isBusy(reply)) busy++;
          else if (reply.status >= 500) found.push('a fault');
          for (const what of found) {
            const answer = reply.text.slice(0, 400);
            breaches.push({ what, shot: describeShot(shot, role), status: reply.status, answer });
          }
          const tokenLost = reply.status === 401 || /^(signOut|delete|leave)/.test(shot.operation.id);
          if (role !== 'nobody' && tokenLost) await replaceIfGone(place, attacker, role);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
      const seconds = (performance.now() - started) / 1000;
      const changes = await changesSince(before);
      print(counts, roles, seconds, breaches, changes);
      if (busy > 0) process.stdout.write(`  ${busy} answers of 503 with Retry-After\n`);
      expect(changes).toEqual([]);
      expect(breaches.slice(0, 10)).toEqual([]);
      expect([...counts.keys()].sort()).toEqual(all.map(({ id }) => id).sort());
    },
    60_000 + REQUESTS * 100,
  );

  /** One odd body after the other, as nobody and as an owner who is replaced when an accepted one ended them. */
  async function sendOddBodies(operation: Operation, place: number): Promise<void> {
    const { method, path, params } = operation;
    for (const { name, contentType, body } of oddBodies(operation)) {
      for (const role of ['nobody', 'owner'] as const) {
        const attacker = attackers[place];
        const target = params
          .filter((param) => param.in === 'path')
          .reduce(
            (url, { name: key, sample }) => url.replace(`{${key}}`, encodeURIComponent(String(sample))),
            path,
          );
        const headers: Record<string, string> = { authorization: `Bearer ${attacker.tokens.owner}` };
        if (role === 'nobody') delete headers['authorization'];
        if (contentType) headers['content-type'] = contentType;
        const withBody = method !== 'GET';
        // As bytes: fetch would name a content type for text.
        const bytes = withBody ? Buffer.from(body) : undefined;
        const reply = await fetch(sut.url + target, { method, headers, body: bytes });
        const text = await reply.text();
        const shot = `${method} ${target} ${name} as ${role}: ${reply.status} ${text.slice(0, 300)}`;
        expect({ shot, isFault: reply.status >= 500 }).toEqual({ shot, isFault: false });
        if (reply.status >= 400) expectDocumentedError(target, reply.status, text);
        if (role === 'owner' && reply.status === 401) await replaceIfGone(place, attacker, role);
      }
    }
  }

  it('every operation answers every odd body as it documents errors, and never with a fault', async () => {
    const left = [...all];
    const worker = async (place: number) => {
      for (let operation = left.shift(); operation; operation = left.shift()) {
        await sendOddBodies(operation, place);
      }
    };
    await Promise.all(attackers.map((_, place) => worker(place)));
  });

  it(
    `${MALFORMED} malformed requests read and change nothing of anybody else, and are no fault`,
    async () => {
      const before = await Promise.all(victims.map((victim) => fingerprint(sut, victim)));
      const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
      const statuses = new Map<number, number>();
      const breaches: string[] = [];
      const started = performance.now();
      let next = 0;
      const worker = async () => {
        while (next < MALFORMED) {
          const i = next++;
          const dice = new Dice(SEED * 7_000_003 + i);
          const place = Math.floor(dice.next() * attackers.length);
          const attacker = attackers[place];
          const role = dice.chance(0.3) ? 'nobody' : dice.of(ROLES);
          const operation = pick(all.length + i, dice);
          const shot = malformed(operation, role === 'nobody' ? undefined : attacker.tokens[role], dice);
          const reply = await sendMalformed(sut.url, agent, shot);
          statuses.set(reply.status, (statuses.get(reply.status) ?? 0) + 1);
          const asked = `${role}: ${shot.method} ${shot.path} ${JSON.stringify(shot.headers)} ${shot.body?.toString('latin1') ?? ''}`;
          const leaked = told(asked, reply.text);
          if (leaked.length > 0 || (reply.status >= 500 && !isBusy(reply))) {
            const what = leaked.map(({ canary, from }) => `${canary} (${from})`).join(', ') || 'a fault';
            breaches.push(`${what}: ${asked.slice(0, 900)} → ${reply.status} ${reply.text.slice(0, 300)}`);
          }
          const own = shot.headers['authorization'] === `Bearer ${attacker.tokens[role as Role]}`;
          if (
            own &&
            (reply.status === 401 || (reply.status < 300 && /^(signOut|delete|leave)/.test(operation.id)))
          )
            await replaceIfGone(place, attacker, role as Role);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
      agent.destroy();
      const seconds = ((performance.now() - started) / 1000).toFixed(0);
      const answers = [...statuses].sort(([a], [b]) => a - b).map(([status, n]) => `${n} × ${status}`);
      process.stdout.write(
        `  seed ${SEED}; ${MALFORMED} malformed requests in ${seconds} s: ${answers.join(', ')}\n`,
      );
      expect(breaches.slice(0, 10)).toEqual([]);
      expect(await changesSince(before)).toEqual([]);
    },
    60_000 + MALFORMED * 100,
  );

  async function changesSince(before: Map<string, string>[]): Promise<string[]> {
    const changes: string[] = [];
    for (const [i, victim] of victims.entries()) {
      const now = await fingerprint(sut, victim);
      for (const key of new Set([...before[i].keys(), ...now.keys()])) {
        const [was, is] = [before[i].get(key), now.get(key)];
        if (was !== is) changes.push(`${victim.surface} ${key}: ${was} → ${is}`);
      }
    }
    return changes;
  }

  function print(
    counts: Map<string, { sent: number; accepted: number; refused: number; faults: number }>,
    roles: Map<string, number>,
    seconds: number,
    breaches: Breach[],
    changes: string[],
  ): void {
    const guarded = [...secrets.values()].filter((secret) => secret.guarded).length;
    const lines = [
      `seed ${SEED}; ${REQUESTS} requests in ${seconds.toFixed(0)} s; ${victims.length} organizations, ${secrets.size} secrets, ${guarded} of them never sent; ${serial} attacking organizations`,
      `by role: ${[...roles].map(([role, n]) => `${role} ${n}`).join(', ')}`,
      ...[...(LONG ? counts : [])]
        .sort(([a], [b]) => a.localeCompare(b))
        .map(
          ([id, { sent: n, accepted, refused, faults }]) =>
            `${id.padEnd(28)} ${String(n).padStart(6)} sent ${String(accepted).padStart(6)} accepted ${String(refused).padStart(6)} refused ${faults} faults`,
        ),
      `${breaches.length} breaches, ${changes.length} changes`,
    ];
    process.stdout.write(`  ${lines.join('\n  ')}\n`);
  }
});

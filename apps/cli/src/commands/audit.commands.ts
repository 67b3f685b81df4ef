import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { type Command, InvalidArgumentError } from 'commander';
import { ok } from '@rowhouse/api-client';
import type { HeadLine } from '@rowhouse/verify/audit-log';
import { AuditFault, verifyAuditLog } from '@rowhouse/verify/audit-verification';
import type { Context } from '../context.js';
import { NotDone, UsageError } from '../failure.js';
import { askKeys, parsed, readBytes, readKeys } from '../public-keys.js';
import { nounOf } from './nouns.js';

interface VerifyOptions {
  heads?: string;
  keys?: string;
  asOf?: Date;
  partial?: boolean;
}

/** Bytes of a line that is read; the service writes none that is longer. */
const LONGEST_LINE = 16 * 1024 * 1024;

/** `rowhouse audit verify`: the log in the service, or a file without it. */
export function addAuditCommands(program: Command, context: Context): void {
  nounOf(program, 'audit')
    .command('verify [file]')
    .description(
      'verify an exported audit log (NDJSON) offline; without a file, ask the service to verify its own',
    )
    .option(
      '--keys <file>',
      'the public keys: what `rowhouse audit keys` said; asked from the service if absent',
    )
    .option(
      '--heads <file>',
      'signed heads: what `rowhouse audit heads` said; asked from the service if both files are absent',
    )
    .option(
      '--as-of <moment>',
      'leave out heads that were signed later: for a file of an earlier day',
      momentOf,
    )
    .option('--partial', 'take a file that a filter made')
    .action(async (file: string | undefined, options: VerifyOptions) => {
      if (file === undefined) {
        if (Object.keys(options).length > 0) throw new UsageError('these options are about a file');
        context.output.show(await ok(context.client.api.GET('/v1/audit/verification')));
      } else context.output.show(await verifyFile(context, file, options));
    });
}

async function verifyFile(context: Context, file: string, options: VerifyOptions): Promise<object> {
  const { asOf, partial = false } = options;
  const keys = options.keys === undefined ? await askKeys(context) : readKeys(options.keys);
  const heads = await headsOf(context, file, options);
  try {
    const { head, ...rest } = await verifyAuditLog(linesOf(file), { keys, heads, asOf, partial });
    return { intact: true, ...rest, signed_at: head.at };
  } catch (error) {
    if (!(error instanceof AuditFault)) throw error;
    const { line, seq, message } = error;
    const where = [seq && `entry ${seq}`, line && `line ${line}`].filter(Boolean).join(', ');
    throw new NotDone(`${file} is not intact: ${message}${where === '' ? '' : ` (${where})`}`);
  }
}

async function headsOf(context: Context, file: string, { heads, keys }: VerifyOptions): Promise<string[]> {
  if (heads !== undefined) return signedIn(readBytes(heads).toString());
  if (keys !== undefined) return []; // offline
  for await (const text of linesOf(file)) return askHeads(context, logOf(text));
  return [];
}

async function askHeads(context: Context, log: string): Promise<string[]> {
  const heads: string[] = [];
  for (let cursor: string | undefined; ;) {
    const query = { organization_id: log, limit: 100, ...(cursor === undefined ? {} : { cursor }) };
    const page = await ok(context.client.api.GET('/v1/audit/heads', { params: { query } }));
    heads.push(...page.items.map(({ signed }) => signed));
    if (page.next_cursor === null) return heads;
    cursor = page.next_cursor;
  }
}

/** An answer of the service, several of them, or one head a line. */
function signedIn(text: string): string[] {
  const whole = parsed(text);
  const values = whole === undefined ? text.split('\n').filter(Boolean).map(parsed) : [whole];
  return values.flatMap((value): string[] => {
    const { items = [value] } = (value ?? {}) as { items?: unknown[] };
    return items.map((one) => {
      const { signed } = (one ?? {}) as Partial<HeadLine>;
      if (typeof signed !== 'string') throw new UsageError('the file of heads holds something else');
      return signed;
    });
  });
}

function logOf(text: string): string {
  const { log } = (parsed(text) ?? {}) as { log?: unknown };
  return typeof log === 'string' && /^[0-9a-z]{1,24}$/.test(log) ? log : 'platform';
}

async function* linesOf(file: string): AsyncGenerator<string, void> {
  const input = createReadStream(file, 'utf8');
  const failed = new Promise<never>((_, reject) => input.once('error', reject));
  failed.catch(() => undefined); // awaited below
  const lines = createInterface({ input, crlfDelay: Infinity })[Symbol.asyncIterator]();
  for (;;) {
    const next = await Promise.race([lines.next(), failed]).catch((error: unknown) => {
      throw new UsageError(`${file} cannot be read: ${(error as Error).message}`);
    });
    if (next.done) return;
    if (next.value.length > LONGEST_LINE) throw new NotDone(`${file} is no exported audit log`);
    yield next.value;
  }
}

function momentOf(text: string): Date {
  const moment = new Date(text);
  if (Number.isNaN(moment.getTime())) throw new InvalidArgumentError('It must be a moment in ISO 8601.');
  return moment;
}

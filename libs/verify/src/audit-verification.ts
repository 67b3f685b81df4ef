import { compactVerify, createLocalJWKSet, type JSONWebKeySet } from 'jose';
import {
  type AuditEntryLine,
  type AuditHead,
  type AuditStart,
  digestOf,
  ERASABLE,
  FIRST_LINK,
  HEAD_TYPE,
  linkOf,
  type OmittedLine,
} from './audit-log.js';

/** What is wrong with an exported log, and where. */
export class AuditFault extends Error {
  constructor(
    message: string,
    /** Line of the file, from 1; undefined: what is wrong is not in a line. */
    readonly line?: number,
    /** Place in the log. */
    readonly seq?: number,
  ) {
    super(message);
    this.name = 'AuditFault';
  }
}

export interface AuditVerificationOptions {
  /** The public keys of the service: what `GET /v1/audit/keys` answered, kept in a safe place. */
  keys: JSONWebKeySet;
  /** Signed heads that were published: compact JWS. Those of other logs are passed over. */
  heads?: readonly string[];
  /** Heads after this moment do not count: for a file that is older than the newest head. */
  asOf?: Date;
  /** Takes a file that a filter made, which begins later, or holds entries as their digests only. */
  partial?: boolean;
}

export interface VerifiedLog {
  /** An organization's id, or `platform`. */
  log: string;
  /** Places of the first and the last entry; the file is complete between them. */
  from: number;
  to: number;
  /** Entries that the file holds as their digests only. */
  omitted: number;
  /** The head that vouches for the end of the file. */
  head: AuditHead;
  /** Heads that the file was compared with. */
  compared: number;
}

const HEX = /^[0-9a-f]{64}$/;
const ENTRY_FIELDS: ReadonlySet<string> = new Set([
  ...['type', 'id', 'seq', 'at', 'action', 'actor_id', 'impersonator_id', 'api_key_id', 'organization_id'],
  ...['target_type', 'target_id', 'details', 'request_id', 'ip', 'hash', 'salts', 'erased'],
]);

/**
 * Verifies an exported audit log without the service: each entry, their order, that none is missing, and that the
 * file ends where a signed head says.
 * @param lines of the file, without their newlines
 * @throws AuditFault
 */
export async function verifyAuditLog(
  lines: AsyncIterable<string>,
  { keys, heads = [], asOf, partial = false }: AuditVerificationOptions,
): Promise<VerifiedLog> {
  const reader = new HeadReader(keys);
  const published = await reader.readAll(heads);
  let walk: LogWalk | undefined;
  let line = 0;
  for await (const text of lines) {
    line++;
    const value = parsed(text, line);
    if (walk === undefined) {
      const start = startOf(value, line);
      const own = published.filter((head) => head.log === start.log && !(asOf && new Date(head.at) > asOf));
      if (start.after > 0 && !partial) throw partOnly(line, 1);
      walk = new LogWalk(start, own, reader);
    } else if (value['type'] === 'omitted' && !partial) throw partOnly(line, seqOf(value['seq']));
    else await walk.next(value, line);
  }
  if (walk === undefined) throw new AuditFault('the file is empty');
  return walk.end();
}

const partOnly = (line: number, seq?: number) =>
  new AuditFault('the file holds a part of the log only', line, seq);

class LogWalk {
  private readonly byCount = new Map<number, AuditHead[]>();
  private readonly newest: number;
  private count: number;
  private link: string;
  private omitted = 0;
  private compared = 0;
  private head: AuditHead | undefined;
  private isOver = false;

  constructor(
    private readonly start: AuditStart,
    published: readonly AuditHead[],
    private readonly reader: HeadReader,
  ) {
    this.count = start.after;
    this.link = start.link;
    for (const head of published)
      this.byCount.set(head.count, [...(this.byCount.get(head.count) ?? []), head]);
    this.newest = Math.max(0, ...published.map(({ count }) => count));
    this.compare();
  }

  async next(value: Record<string, unknown>, line: number): Promise<void> {
    if (this.isOver) throw new AuditFault('something follows the end of the log', line);
    switch (value['type']) {
      case 'entry':
        return this.step(this.digestOfEntry(value, line), value['seq'], line);
      case 'omitted':
        return this.skip(value, line);
      case 'head':
        this.isOver = true;
        return this.close(value, line);
      case 'broken':
        throw new AuditFault(
          'the service found the log broken when it exported it',
          line,
          seqOf(value['first_broken']),
        );
      default:
        throw new AuditFault('the line is none of an exported log', line);
    }
  }

  end(): VerifiedLog {
    const { count, newest, head } = this;
    if (count < newest) {
      throw new AuditFault(
        `the file ends with entry ${count}, and the log had ${newest} entries: the end is missing, or the file is older than the newest head`,
        undefined,
        count + 1,
      );
    }
    // Also where a published head vouches for the last entry: each file that the service wrote ends with one.
    if (!this.isOver || head === undefined) {
      throw new AuditFault('no signed head vouches for the end of the file', undefined, count);
    }
    const { log, after } = this.start;
    return { log, from: after + 1, to: count, omitted: this.omitted, head, compared: this.compared };
  }

  private digestOfEntry(value: Record<string, unknown>, line: number): string {
    for (const name of Object.keys(value)) {
      if (!ENTRY_FIELDS.has(name))
        throw new AuditFault(`an entry has no field ${name}`, line, seqOf(value['seq']));
    }
    const entry = value as unknown as AuditEntryLine;
    for (const name of ERASABLE) {
      if (entry.erased?.[name] === undefined) continue;
      // What is shown in place of an erased value is covered by nothing.
      const isEmpty = name === 'ip' ? entry.ip === null : JSON.stringify(entry.details) === '{}';
      if (!isEmpty || entry.salts?.[name] !== undefined) {
        throw new AuditFault(`${name} was erased, and has a value`, line, seqOf(entry.seq));
      }
    }
    const log = entry.organization_id ?? 'platform';
    if (log !== this.start.log)
      throw new AuditFault('the entry is one of another log', line, seqOf(entry.seq));
    return digestOf(entry);
  }

  private skip(value: Record<string, unknown>, line: number): void {
    const { seq, digests } = value as unknown as OmittedLine;
    if (!Array.isArray(digests) || digests.some((one) => !HEX.test(String(one)))) {
      throw new AuditFault('the line has no digests', line);
    }
    for (const [i, digest] of digests.entries()) this.step(digest, Number(seq) + i, line);
    this.omitted += digests.length;
  }

  private step(digest: string, seq: unknown, line: number): void {
    const expected = this.count + 1;
    this.head = undefined; // it vouches for the place it was signed for
    if (seq !== expected) throw new AuditFault(`entry ${expected} is expected here`, line, expected);
    this.link = linkOf(this.link, digest);
    this.count = expected;
    this.compare(line);
  }

  private async close(value: Record<string, unknown>, line: number): Promise<void> {
    const head = await this.reader.read(String(value['signed']));
    if (head === undefined) throw new AuditFault('the head is not signed by a key of the service', line);
    if (head.log !== this.start.log || head.count !== this.count || head.link !== this.link) {
      throw new AuditFault('the entries are not those that the head was signed for', line, head.count);
    }
    this.head = head;
  }

  /** With the heads that were published for this place. */
  private compare(line?: number): void {
    for (const head of this.byCount.get(this.count) ?? []) {
      if (head.link !== this.link) {
        const at = `the entries up to ${this.count} are not those of ${head.at}, when their head was signed`;
        throw new AuditFault(at, line, this.count);
      }
      this.compared++;
      this.head = head;
    }
  }
}

class HeadReader {
  private readonly keyOf: ReturnType<typeof createLocalJWKSet>;

  constructor(keys: JSONWebKeySet) {
    this.keyOf = createLocalJWKSet(keys);
  }

  /** @throws AuditFault for one that no key of the service signed */
  async readAll(signed: readonly string[]): Promise<AuditHead[]> {
    const heads: AuditHead[] = [];
    for (const one of signed) {
      const head = await this.read(one);
      if (head === undefined)
        throw new AuditFault('a head of the list is not signed by a key of the service');
      heads.push(head);
    }
    return heads;
  }

  /** Undefined: no key of the service signed it. */
  async read(signed: string): Promise<AuditHead | undefined> {
    try {
      const { payload, protectedHeader } = await compactVerify(signed, this.keyOf, { algorithms: ['EdDSA'] });
      if (protectedHeader.typ !== HEAD_TYPE) return undefined;
      return JSON.parse(new TextDecoder().decode(payload)) as AuditHead;
    } catch {
      return undefined;
    }
  }
}

function startOf(value: Record<string, unknown>, line: number): AuditStart {
  const start = value as unknown as AuditStart;
  const isStart = start.type === 'start' && start.version === 1 && typeof start.log === 'string';
  if (!isStart || !Number.isSafeInteger(start.after) || start.after < 0 || !HEX.test(start.link)) {
    throw new AuditFault('the file does not begin as an exported audit log does', line);
  }
  if (start.after === 0 && start.link !== FIRST_LINK) {
    throw new AuditFault('the log does not begin with its first entry', line, 1);
  }
  return start;
}

/** Exactly as the service writes it: a name that is given twice shows one value and means another. */
function parsed(text: string, line: number): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new AuditFault('the line is not JSON', line);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value) || JSON.stringify(value) !== text) {
    throw new AuditFault('the line is not as the service writes it', line);
  }
  return value as Record<string, unknown>;
}

const seqOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

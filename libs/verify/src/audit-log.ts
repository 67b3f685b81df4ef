import { createHash, createHmac } from 'node:crypto';

/** The `link` before the first entry of a log. */
export const FIRST_LINK = '0'.repeat(64);

/** What of an entry can be erased with the person it is about; the log then keeps its commitment. */
export const ERASABLE = ['ip', 'details'] as const;
export type Erasable = (typeof ERASABLE)[number];

/** The first line of an exported log. */
export interface AuditStart {
  type: 'start';
  version: 1;
  /** An organization's id, or `platform`. */
  log: string;
  /** Place of the entry before the first one of the file; 0: the file begins with the log. */
  after: number;
  /** Link of that entry. */
  link: string;
}

/** An entry as it is exported: what the API shows of it, and what its digest is made with. */
export interface AuditEntryLine {
  type: 'entry';
  id: string;
  /** Place in the log, from 1. */
  seq: number;
  at: string;
  action: string;
  actor_id: string | null;
  impersonator_id: string | null;
  api_key_id: string | null;
  organization_id: string | null;
  target_type: string;
  target_id: string;
  /** `{}` when they were erased. */
  details: Record<string, unknown>;
  request_id: string | null;
  /** Null when it was erased. */
  ip: string | null;
  /** Keyed hash of the service; an outsider cannot recompute it, and it is covered by the digest. */
  hash: string;
  /** Makes a commitment of a value, so that the value can be erased later. */
  salts?: Partial<Record<Erasable, string>>;
  /** Commitments of values that were erased. */
  erased?: Partial<Record<Erasable, string>>;
}

/** Entries that the filter of an export left out, as their digests: the chain goes on through them. */
export interface OmittedLine {
  type: 'omitted';
  /** Place of the first one. */
  seq: number;
  digests: string[];
}

/** The signed end of an exported log. */
export interface HeadLine {
  type: 'head';
  /** Compact JWS (EdDSA) whose payload is an AuditHead. */
  signed: string;
}

/** The last line when the service itself found the log broken, and signed nothing. */
export interface BrokenLine {
  type: 'broken';
  /** Place of the first wrong entry. */
  first_broken: number;
}

export type ExportLine = AuditStart | AuditEntryLine | OmittedLine | HeadLine | BrokenLine;

/** What a signed head says: the log had so many entries, and the link of the last one. */
export interface AuditHead {
  log: string;
  count: number;
  link: string;
  /** Keyed hash of the last entry: `head` of the service's own verification. */
  hash: string;
  /** ISO 8601. */
  at: string;
}

/** `typ` of the header of a signed head. */
export const HEAD_TYPE = 'rowhouse-audit-head+jws';

/** The same text for equal values, in whatever order their keys were set. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** Commitment of a value: with the salt anybody can recompute it, without it nobody can guess the value. */
export const commitment = (salt: string, name: Erasable, value: unknown): string =>
  createHmac('sha256', Buffer.from(salt, 'hex'))
    .update(`${name}:${canonicalJson(value)}`)
    .digest('hex');

/** SHA-256 of an entry; of what has a salt or was erased it covers the commitment in place of the value. */
export function digestOf({ type: _, salts = {}, erased = {}, ...shown }: AuditEntryLine): string {
  const content: Record<string, unknown> = shown;
  for (const name of ERASABLE) {
    const salt = salts[name];
    const committed = erased[name] ?? (salt && commitment(salt, name, shown[name]));
    if (committed === undefined) continue;
    content[`${name}_commitment`] = committed;
    delete content[name];
  }
  return sha256(canonicalJson(content));
}

/** The link of an entry: covers it and every entry before it. */
export const linkOf = (before: string, digest: string): string => sha256(before + digest);

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

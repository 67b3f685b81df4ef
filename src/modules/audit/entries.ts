import { createHmac, randomBytes } from 'node:crypto';
import { type AuditEntryLine, canonicalJson, commitment, type Erasable } from '@rowhouse/verify/audit-log';
import type { AuditKey } from './audit-keys.service.js';
import type { AuditContent, AuditRow, Erased, Salts } from './audit.schema.js';
import { hashOf } from './chain.js';

const SALT_BYTES = 16;

/** Which values of an entry go with a person: network addresses, and what somebody wrote about them. */
export function erasableOf(
  entry: Pick<AuditContent, 'ip' | 'target_type' | 'action' | 'details'>,
): Erasable[] {
  const isAboutPerson =
    entry.action === 'user.address_given_up' || (entry.target_type === 'user' && 'reason' in entry.details);
  return [...(entry.ip === undefined ? [] : ['ip' as const]), ...(isAboutPerson ? ['details' as const] : [])];
}

/** For a new entry; undefined when nothing of it can be erased. */
export function newSalts(entry: Parameters<typeof erasableOf>[0]): Salts | undefined {
  const names = erasableOf(entry);
  if (names.length === 0) return undefined;
  return Object.fromEntries(names.map((name) => [name, randomBytes(SALT_BYTES).toString('hex')]));
}

/**
 * The salts of an entry, for what of it was not erased. An entry of a version that had none gets them from the key.
 * @param key that of the entry, or of number 1 for an entry without one
 */
export function saltsOf(row: AuditRow, key: Buffer): Salts | undefined {
  if (row.salts !== undefined) return row.salts;
  const names = erasableOf(row).filter((name) => row.erased?.[name] === undefined);
  if (names.length === 0) return undefined;
  const derived = (name: Erasable) =>
    createHmac('sha256', key)
      .update(`salt of ${name} ${row._id.toHexString()}`)
      .digest('hex')
      .slice(0, 2 * SALT_BYTES);
  return Object.fromEntries(names.map((name) => [name, derived(name)]));
}

/** Number of the key that salts and erasures of an entry are made with. */
export const keyNumberOf = ({ key = 1 }: AuditRow): number => key;

/** What is shown and exported of a row. @param key see saltsOf */
export function lineOf(row: AuditRow, key: Buffer): AuditEntryLine {
  const salts = saltsOf(row, key);
  const { key: _key, mac: _mac, ...erased } = row.erased ?? { key: 0, mac: '' };
  return {
    type: 'entry',
    id: row._id.toHexString(),
    seq: row.n,
    at: row.at.toISOString(),
    action: row.action,
    actor_id: row.actor_id,
    impersonator_id: row.impersonator_id ?? null,
    api_key_id: row.api_key_id ?? null,
    organization_id: row.org_id ?? null,
    target_type: row.target_type,
    target_id: row.target_id,
    details: row.details,
    request_id: row.request_id ?? null,
    ip: row.ip ?? null,
    hash: row.hash,
    ...(salts === undefined || Object.keys(salts).length === 0 ? {} : { salts }),
    ...(row.erased === undefined ? {} : { erased }),
  };
}

/** The row without these values: their commitments stay, and the chain with them. @param own see saltsOf */
export function erase(
  row: AuditRow,
  names: readonly Erasable[],
  own: Buffer,
  { n, key }: AuditKey,
): AuditRow {
  const line = lineOf(row, own);
  const salts = { ...line.salts };
  const commitments: Salts = { ...line.erased };
  const { erased: _erased, ...content }: AuditRow = { ...row, salts };
  for (const name of names) {
    const salt = salts[name];
    if (salt === undefined) continue;
    commitments[name] = commitment(salt, name, line[name]);
    delete salts[name];
    if (name === 'details') content.details = {};
    else delete content.ip;
  }
  // What the client called its request may say anything, and no commitment covers it.
  if (names.includes('ip')) delete content.client_request_id;
  const unsigned = { ...commitments, key: n };
  return { ...content, erased: { ...unsigned, mac: erasureMac({ ...content, erased: unsigned }, key) } };
}

/** Whether the row is as the service wrote it. @param keyOf undefined for a key that is not there */
export async function isGenuineRow(
  row: AuditRow,
  keyOf: (n: number) => Promise<Buffer | undefined>,
): Promise<boolean> {
  if (row.erased !== undefined) {
    const { mac, ...erased } = row.erased;
    const key = await keyOf(erased.key);
    return key !== undefined && erasureMac({ ...row, erased }, key) === mac;
  }
  const { hash, erased: _erased, ...content } = row;
  if (content.key === undefined) return hashOf(content) === hash;
  const key = await keyOf(content.key);
  return key !== undefined && hashOf(content, key) === hash;
}

const erasureMac = (row: Omit<AuditRow, 'erased'> & { erased: Omit<Erased, 'mac'> }, key: Buffer): string =>
  createHmac('sha256', key)
    .update(`erased ${canonicalJson(row)}`)
    .digest('hex');

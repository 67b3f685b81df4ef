import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { PartDamaged, type PartPosition, sealPart, unsealPart } from '../sealed-part.js';
import type { BackupStore } from '../stores/backup-store.js';
import type { BatchPart } from './journal-batch.js';
import type { JournalObjectRow, JournalPart } from './journal.schema.js';

const pack = promisify(gzip);
const unpack = promisify(gunzip);
/** Most of the gain for a quarter of the time. */
const LEVEL = 1;
const PER_FOLDER = 1000;

/** Where an object of a reign is in the store. */
export const objectKey = (registryId: string, reign: string, number: number): string =>
  `${registryId}/journal/${reign}/${Math.floor(number / PER_FOLDER)}/${number}`;

/** A part in its object is sealed with a key of its own: a number is used once, whatever becomes of the object. */
const positionOf = (
  { database, orgId }: { database: string; orgId: string },
  { reign, number }: { reign: string; number: number },
): PartPosition => ({ orgId, backupId: `journal/${reign}/${database}`, attempt: 0, part: number });

export interface SealedPart {
  part: Omit<JournalPart, 'offset'>;
  bytes: Buffer;
}

export async function sealJournalPart(
  key: Buffer,
  { database, orgId, entries, bytes, from, to }: BatchPart,
  at: { reign: string; number: number },
): Promise<SealedPart> {
  const packed = await pack(Buffer.concat(entries, bytes), { level: LEVEL });
  const sealed = await sealPart(key, positionOf({ database, orgId }, at), packed);
  const part = {
    database,
    org_id: orgId,
    length: sealed.length,
    sha256: createHash('sha256').update(sealed).digest('hex'),
    events: entries.length,
    bytes,
    from,
    to,
  };
  return { part, bytes: sealed };
}

/** The entries of a database in an object. @throws StoreFailure, PartDamaged */
export async function readJournalPart(
  store: BackupStore,
  key: Buffer,
  registryId: string,
  row: JournalObjectRow,
  part: JournalPart,
): Promise<Buffer> {
  const { reign, _id: number } = row;
  const object = await store.get(objectKey(registryId, reign, number));
  const sealed = object.subarray(part.offset, part.offset + part.length);
  if (createHash('sha256').update(sealed).digest('hex') !== part.sha256) throw new PartDamaged();
  const of = { database: part.database, orgId: part.org_id };
  const packed = await unsealPart(key, positionOf(of, { reign, number }), sealed);
  const bytes = await unpack(packed, { maxOutputLength: part.bytes + 1 }).catch(() => {
    throw new PartDamaged();
  });
  if (bytes.length !== part.bytes) throw new PartDamaged();
  return bytes;
}

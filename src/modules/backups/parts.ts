import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Contents } from './backup.types.js';
import { PartDamaged, sealPart, unsealPart, type PartPosition } from './sealed-part.js';
import type { BackupStore } from './stores/backup-store.js';

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/** Bytes of documents in a part, before they are packed: what is in memory, a few times. */
export const PART_BYTES = 8 * 1024 * 1024;
/** A part may end with a document of the largest kind. */
const MAX_UNPACKED = PART_BYTES + 17 * 1024 * 1024;
/** Most of the gain for a quarter of the time. */
const LEVEL = 1;

/** One attempt at a backup of an organization, in the store. */
export interface Attempt {
  readonly registryId: string;
  readonly orgId: string;
  readonly backupId: string;
  readonly attempt: number;
}

/** The list of contents is the part of this number. */
export const CONTENTS = 0;

/** Where a part is in the store. */
export const keyOf = ({ registryId, orgId, backupId, attempt }: Attempt, part: number): string =>
  `${registryId}/${orgId}/${backupId}/${attempt}/${part}`;

/** Packs, seals and keeps one part. @returns bytes in the store @throws StoreFailure */
export async function putPart(
  store: BackupStore,
  key: Buffer,
  attempt: Attempt,
  part: number,
  bytes: Buffer,
): Promise<number> {
  const sealed = await sealPart(key, positionOf(attempt, part), await pack(bytes, { level: LEVEL }));
  await store.put(keyOf(attempt, part), sealed);
  return sealed.length;
}

/** @throws StoreFailure, PartDamaged */
export async function getPart(
  store: BackupStore,
  key: Buffer,
  attempt: Attempt,
  part: number,
): Promise<Buffer> {
  const sealed = await store.get(keyOf(attempt, part));
  const packed = await unsealPart(key, positionOf(attempt, part), sealed);
  const options = part === CONTENTS ? {} : { maxOutputLength: MAX_UNPACKED };
  return unpack(packed, options).catch(() => {
    throw new PartDamaged();
  });
}

/** @throws StoreFailure, PartDamaged */
export async function getContents(store: BackupStore, key: Buffer, attempt: Attempt): Promise<Contents> {
  return JSON.parse((await getPart(store, key, attempt, CONTENTS)).toString()) as Contents;
}

const positionOf = ({ orgId, backupId, attempt }: Attempt, part: number): PartPosition => ({
  orgId,
  backupId,
  attempt,
  part,
});

import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import { ownTurn } from '../../common/sparing.js';

const CHUNK = 64 * 1024;
const TAG = 16;
const ALGORITHM = 'aes-256-gcm';
/** Chunks sealed in one turn of the event loop: about a millisecond. */
const AT_ONCE = 8;

/** Which part this is. Another position is another key, so that parts cannot be exchanged. */
export interface PartPosition {
  readonly orgId: string;
  readonly backupId: string;
  readonly attempt: number;
  /** From 1; 0 is the list of contents. */
  readonly part: number;
}

/** The part was sealed with another key, for another position, or was changed, cut or lengthened. */
export class PartDamaged extends Error {
  constructor() {
    super('a part of the backup is damaged');
  }
}

/**
 * Seals a part by STREAM (Hoang, Reyhanitabar, Rogaway, Vizár: "Online Authenticated-Encryption and its Nonce-Reuse
 * Misuse-Resistance", 2015) over AES-256-GCM: chunks of 64 KiB, each with its number and whether it is the last.
 * The key is of this part alone, so that numbers begin anew.
 */
export async function sealPart(orgKey: Buffer, position: PartPosition, bytes: Buffer): Promise<Buffer> {
  const key = partKey(orgKey, position);
  const sealed: Buffer[] = [];
  const chunks = Math.max(1, Math.ceil(bytes.length / CHUNK));
  for (let i = 0; i < chunks; i++) {
    if (i > 0 && i % AT_ONCE === 0) await ownTurn();
    const cipher = createCipheriv(ALGORITHM, key, nonce(i, i === chunks - 1));
    sealed.push(
      cipher.update(bytes.subarray(i * CHUNK, (i + 1) * CHUNK)),
      cipher.final(),
      cipher.getAuthTag(),
    );
  }
  return Buffer.concat(sealed);
}

/** @throws PartDamaged */
export async function unsealPart(orgKey: Buffer, position: PartPosition, sealed: Buffer): Promise<Buffer> {
  const key = partKey(orgKey, position);
  const opened: Buffer[] = [];
  const chunks = Math.ceil(sealed.length / (CHUNK + TAG));
  if (chunks === 0) throw new PartDamaged();
  for (let i = 0; i < chunks; i++) {
    if (i > 0 && i % AT_ONCE === 0) await ownTurn();
    const chunk = sealed.subarray(i * (CHUNK + TAG), (i + 1) * (CHUNK + TAG));
    if (chunk.length < TAG) throw new PartDamaged();
    const cipher = createDecipheriv(ALGORITHM, key, nonce(i, i === chunks - 1), { authTagLength: TAG });
    cipher.setAuthTag(chunk.subarray(-TAG));
    try {
      opened.push(cipher.update(chunk.subarray(0, -TAG)), cipher.final());
    } catch {
      throw new PartDamaged();
    }
  }
  return Buffer.concat(opened);
}

function partKey(orgKey: Buffer, { orgId, backupId, attempt, part }: PartPosition): Buffer {
  const info = `rowhouse backup 1/${orgId}/${backupId}/${attempt}/${part}`;
  return Buffer.from(hkdfSync('sha256', orgKey, Buffer.alloc(0), info, 32));
}

function nonce(chunk: number, isLast: boolean): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt32BE(chunk, 7);
  bytes[11] = isLast ? 1 : 0;
  return bytes;
}

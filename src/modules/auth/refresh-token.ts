import { createHmac, timingSafeEqual } from 'node:crypto';

/** Lets secret scanners recognise a leaked one. */
const PREFIX = 'rwr_';
const UUID_BYTES = 16;
const MAC_BYTES = 32;

/**
 * A refresh token names a session and a generation, with a 256-bit code only this service can make. Nothing of
 * it is stored, so a stolen database yields no token, and the same successor can be given twice.
 */
export function writeRefreshToken(key: Buffer, sid: string, generation: number): string {
  const name = Buffer.alloc(UUID_BYTES + 4);
  Buffer.from(sid.replaceAll('-', ''), 'hex').copy(name);
  name.writeUInt32BE(generation, UUID_BYTES);
  return PREFIX + Buffer.concat([name, code(key, name)]).toString('base64url');
}

/** The session and generation a token names, or null when this service did not make it. */
export function readRefreshToken(key: Buffer, token: string): { sid: string; generation: number } | null {
  if (!token.startsWith(PREFIX)) return null;
  const bytes = Buffer.from(token.slice(PREFIX.length), 'base64url');
  if (bytes.length !== UUID_BYTES + 4 + MAC_BYTES) return null;
  const name = bytes.subarray(0, UUID_BYTES + 4);
  if (!timingSafeEqual(code(key, name), bytes.subarray(UUID_BYTES + 4))) return null;
  const hex = name.subarray(0, UUID_BYTES).toString('hex');
  const sid = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return { sid, generation: name.readUInt32BE(UUID_BYTES) };
}

const code = (key: Buffer, name: Buffer): Buffer => createHmac('sha256', key).update(name).digest();

import { createHmac, createPublicKey, generateKeyPairSync, hkdfSync, randomBytes, sign } from 'node:crypto';
import { ed25519KeyOf, ed25519SeedOf } from '../../common/key-pairs.js';
import { seal, unseal } from '../../common/sealed.js';

/** Bytes of a secret; Standard Webhooks asks for 24 to 64. */
const SECRET_BYTES = 32;
/** The head of the public key in SPKI. */
const SPKI_HEAD_BYTES = 12;

/** What one generation of signatures is made with. */
export interface Secret {
  /** Of `v1`: HMAC-SHA256. */
  hmac: Buffer;
  /** Of `v1a`: the seed of an ed25519 key. */
  seed: Buffer;
}

/** A secret as it is stored. */
export interface SealedSecret {
  sealed: Buffer;
  /** `whpk_…`. */
  public_key: string;
  created_at: Date;
  /** Absent: it is the newest. */
  expires_at?: Date;
}

export function newSecret(): Secret {
  const { privateKey } = generateKeyPairSync('ed25519');
  return { hmac: randomBytes(SECRET_BYTES), seed: ed25519SeedOf(privateKey) };
}

/** As receivers are told it. */
export const shown = ({ hmac }: Secret): string => `whsec_${hmac.toString('base64')}`;

export function publicKeyOf({ seed }: Secret): string {
  const spki = createPublicKey(ed25519KeyOf(seed)).export({ format: 'der', type: 'spki' });
  return `whpk_${spki.subarray(SPKI_HEAD_BYTES).toString('base64')}`;
}

/** @param secret of the installation @param id of the row: what is sealed for it is worth nothing in another one */
export const sealFor = (secret: string, id: string, text: Buffer | string): Buffer =>
  seal(sealingKey(secret, id), text);

/**
 * @param secrets of the installation, the newest first
 * @returns what was sealed, and whether with another one than the newest; undefined: with none of them
 */
export function openFor(
  secrets: readonly string[],
  id: string,
  sealed: Buffer,
): { text: Buffer; isOld: boolean } | undefined {
  for (const [i, one] of secrets.entries()) {
    try {
      return { text: unseal(sealingKey(one, id), sealed), isOld: i > 0 };
    } catch {
      continue; // sealed with another one
    }
  }
  return undefined;
}

export const sealSecret = (secret: string, id: string, { hmac, seed }: Secret): Buffer =>
  sealFor(secret, id, Buffer.concat([hmac, seed]));

/** As {@link openFor}. */
export function openSecret(
  secrets: readonly string[],
  id: string,
  sealed: Buffer,
): { secret: Secret; isOld: boolean } | undefined {
  const opened = openFor(secrets, id, sealed);
  if (opened === undefined) return undefined;
  const { text, isOld } = opened;
  return { secret: { hmac: text.subarray(0, SECRET_BYTES), seed: text.subarray(SECRET_BYTES) }, isOld };
}

/**
 * Headers of Standard Webhooks 1.0. Each secret signs twice, by HMAC and by ed25519: a receiver takes what it knows.
 * @param at seconds since 1970
 */
export function signedHeaders(
  secrets: readonly Secret[],
  { id, at, body }: { id: string; at: number; body: string },
): Record<string, string> {
  const text = `${id}.${at}.${body}`;
  const signatures = secrets.flatMap(({ hmac, seed }) => [
    `v1,${createHmac('sha256', hmac).update(text).digest('base64')}`,
    `v1a,${sign(null, Buffer.from(text), ed25519KeyOf(seed)).toString('base64')}`,
  ]);
  return { 'webhook-id': id, 'webhook-timestamp': String(at), 'webhook-signature': signatures.join(' ') };
}

const sealingKey = (secret: string, endpointId: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, endpointId, 'rowhouse/webhooks/secret/v1', 32));

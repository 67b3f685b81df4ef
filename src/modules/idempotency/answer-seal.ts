import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** What a request was answered with. */
export interface KeptAnswer {
  status: number;
  headers: Record<string, string>;
  /** As the handler returned it; undefined: none. */
  body?: unknown;
}

/** A name of `parts` that only somebody with the server's secret can make or check. */
export function keyedHash(secret: string, purpose: string, parts: readonly unknown[]): string {
  const key = Buffer.from(hkdfSync('sha256', secret, '', `rowhouse/idempotency/${purpose}/v1`, 32));
  return createHmac('sha256', key).update(JSON.stringify(parts)).digest('base64url');
}

/**
 * Encrypts an answer, which may hold a one-time secret or a token, with a key made of the server's secret and the
 * Idempotency-Key: neither is in the database (AES-256-GCM).
 */
export function sealAnswer(secret: string, { id, key }: { id: string; key: string }, answer: KeptAnswer) {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', answerKey(secret, id, key), iv);
  const text = Buffer.concat([cipher.update(JSON.stringify(answer), 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), text]);
}

/** @throws when the answer was sealed with another secret or key, or was altered */
export function openAnswer(secret: string, { id, key }: { id: string; key: string }, sealed: Buffer) {
  const decipher = createDecipheriv('aes-256-gcm', answerKey(secret, id, key), sealed.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  const text = Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
  return JSON.parse(text.toString('utf8')) as KeptAnswer;
}

const answerKey = (secret: string, id: string, key: string): Buffer =>
  Buffer.from(hkdfSync('sha256', `${secret}\0${key}`, id, 'rowhouse/idempotency/answer/v1', 32));

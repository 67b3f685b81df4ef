import { createHmac, hkdfSync } from 'node:crypto';
import { seal, unseal } from '../../common/sealed.js';

/** What a request was answered with. */
export interface KeptAnswer {
  status: number;
  headers: Record<string, string>;
  /** As the handler returned it; undefined: none. */
  body?: unknown;
}

/** A name of `parts` that only a holder of the server's secret can make or check. */
export function keyedHash(secret: string, purpose: string, parts: readonly unknown[]): string {
  const key = Buffer.from(hkdfSync('sha256', secret, '', `rowhouse/idempotency/${purpose}/v1`, 32));
  return createHmac('sha256', key).update(JSON.stringify(parts)).digest('base64url');
}

/**
 * Encrypts an answer, which may hold a temporary password or a token, with a key made of the server's secret and the
 * Idempotency-Key: neither is in the database (AES-256-GCM).
 */
export function sealAnswer(
  secret: string,
  { id, key }: { id: string; key: string },
  answer: KeptAnswer,
): Buffer {
  return seal(answerKey(secret, id, key), JSON.stringify(answer));
}

/** @throws when the answer was sealed with another secret or key, or was altered */
export function openAnswer(
  secret: string,
  { id, key }: { id: string; key: string },
  sealed: Buffer,
): KeptAnswer {
  return JSON.parse(unseal(answerKey(secret, id, key), sealed).toString('utf8')) as KeptAnswer;
}

const answerKey = (secret: string, id: string, key: string): Buffer =>
  Buffer.from(hkdfSync('sha256', `${secret}\0${key}`, id, 'rowhouse/idempotency/answer/v1', 32));

import { readFileSync } from 'node:fs';
import { ok } from '@rowhouse/api-client';
import type { AuditVerificationOptions } from '@rowhouse/verify/audit-verification';
import type { Context } from './context.js';
import { UsageError } from './failure.js';

/** The public keys of a service: what `GET /v1/audit/keys` answers. */
export type Keys = AuditVerificationOptions['keys'];

export const askKeys = async (context: Context): Promise<Keys> =>
  await ok(context.client.api.GET('/v1/audit/keys'));

/** @throws UsageError */
export function readKeys(path: string): Keys {
  const value = parsed(readBytes(path).toString()) as Partial<Keys> | undefined;
  if (!Array.isArray(value?.keys)) throw new UsageError(`${path} holds no keys of GET /v1/audit/keys`);
  return value as Keys;
}

/** @throws UsageError */
export function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${(error as Error).message}`);
  }
}

/** Undefined: it is no JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

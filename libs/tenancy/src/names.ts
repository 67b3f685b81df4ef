import { InvalidTenantDatabaseError, InvalidTenantKeyError } from './tenancy.errors.js';

// A key is hashed on each request and may be kept in the negative cache: 256 characters bound that memory.
const MAX_KEY_LENGTH = 256;
// The server's limit, in bytes of UTF-8.
const MAX_DATABASE_BYTES = 63;
const SERVER_DATABASES: ReadonlySet<string> = new Set(['admin', 'config', 'local']);
const FORBIDDEN_CHARACTERS = /[\0/\\. "$*<>:|?]/;

export function assertTenantKey(key: unknown): asserts key is string {
  if (typeof key !== 'string') throw new InvalidTenantKeyError(key === null ? 'null' : typeof key);
  if (key === '') throw new InvalidTenantKeyError('empty');
  if (key.length > MAX_KEY_LENGTH)
    throw new InvalidTenantKeyError(`longer than ${MAX_KEY_LENGTH} characters`);
}

/** `own` is the database of the base connection, which is never a tenant whatever the pattern allows. */
export function assertTenantDatabase(name: unknown, pattern: RegExp, own: string): asserts name is string {
  const good =
    typeof name === 'string' &&
    pattern.test(name) &&
    name !== own &&
    !SERVER_DATABASES.has(name.toLowerCase()) &&
    !FORBIDDEN_CHARACTERS.test(name) &&
    Buffer.byteLength(name) <= MAX_DATABASE_BYTES &&
    name !== '';
  if (!good) throw new InvalidTenantDatabaseError(name);
}

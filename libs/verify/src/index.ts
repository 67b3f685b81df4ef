export { Caller, type RowhouseClaims } from './caller.js';
export { VerifyError, type VerifyErrorCode } from './errors.js';
export type { RevocationOptions, VerifyOptions } from './options.js';
export { type KeyHeaders, Verifier } from './verifier.js';

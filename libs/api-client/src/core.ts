export { type ClientOf, createClient, type RowhouseClientOptions } from './client.js';
export { ok, RowhouseError } from './error.js';
export { readEvents, type StreamEvent } from './events.js';
export { ndjson, readNdjson } from './ndjson.js';
export { eachItem } from './paging.js';
export type { Problem, ProblemCode } from './problem.js';
export type { RetryOptions } from './sender.js';
export {
  type CompleteSignIn,
  SecondFactorRequired,
  Session,
  type SessionOptions,
  type SignedIn,
  type SignIn,
} from './session.js';
export { memoryStorage, type Tokens, type TokenStorage, webStorage } from './storage.js';

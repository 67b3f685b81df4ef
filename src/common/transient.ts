import { AppError } from './errors/app-error.js';

/** Server answers that mean "not now": conflict, shutdown, election, drop in progress, no room. */
const TRANSIENT_SERVER_CODES = new Set([
  6, 7, 43, 89, 91, 112, 175, 189, 215, 237, 244, 251, 262, 9001, 10107, 11600, 11601, 11602, 13388, 13435,
  13436, 14031,
]);

interface Labelled {
  hasErrorLabel?: (label: string) => boolean;
}

/** What the driver marks as passing: the same request may succeed in a moment. */
const RETRY_LABELS = [
  'RetryableWriteError',
  'TransientTransactionError',
  'UnknownTransactionCommitResult',
  'ResetPool',
];

/** Of Node's sockets: the driver passes some on as they are when the database dies between two writes. */
const SOCKET_CODES = new Set([
  'EPIPE',
  'ECONNRESET',
  'ECONNREFUSED',
  'ETIMEDOUT',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_WRITE_AFTER_END',
]);

/** Names of the MongoDB driver's errors. One of them has no `Mongo` before it. */
const AWAY =
  /^(Mongo(ose)?(Network|Server(Selection|Closed)|PoolCl|WaitQueueTimeout|OperationTimeout|StalePrimary|Topology|NotConnected|ClientClosed)|PoolCleared)/;

/** The database is away, overloaded or changing hands. */
export function isUnavailable(error: Error, code: unknown): boolean {
  if (AWAY.test(error.name) || (typeof code === 'string' && SOCKET_CODES.has(code))) return true;
  // A batch that lost its connection says so in words only; one that the server refused has a code.
  if (error.name === 'MongoBulkWriteError' && typeof code !== 'number') return true;
  if (RETRY_LABELS.some((label) => (error as Labelled).hasErrorLabel?.(label))) return true;
  if (error.name === 'MongooseServerSelectionError' || error.name === 'MongoExpiredSessionError') return true;
  return error.name.startsWith('Mongo') && typeof code === 'number' && TRANSIENT_SERVER_CODES.has(code);
}

/** What was thrown may pass by itself. Errors that have their own words in a surface are final. */
export function isTransient(error: unknown): boolean {
  if (error instanceof AppError) return error.code === 'service.unavailable';
  return error instanceof Error && isUnavailable(error, (error as { code?: unknown }).code);
}

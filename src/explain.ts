import { EnvError } from './config/env.js';
import { DatabaseUnusable, StartRefused } from './database/start-refused.js';

/** Errors of the server that only its operator can mend, by code. */
const SERVER_ERRORS = new Map<unknown, string>([
  [13, 'the database user lacks a right on MASTER_DB_NAME: see the roles in README, "On your own MongoDB"'],
  [
    14031,
    'the disk of the database is nearly full, and mongod makes no index with less than 500 MB free: make room on the disk of its data, or lower its parameter indexBuildMinAvailableDiskSpaceMB',
  ],
]);

/** By its name, so that the embedded MongoDB is loaded only where it is used. */
const isOfEmbedded = (error: unknown): error is Error =>
  error instanceof Error && error.name === 'EmbeddedMongodbError';

/** Why it does not go on, for the person at the terminal. */
export function explain(error: unknown): string {
  if (error instanceof EnvError) return error.message;
  if (error instanceof DatabaseUnusable || isOfEmbedded(error)) {
    return `✗ Failed to connect to MongoDB: ${error.message}`;
  }
  if (error instanceof StartRefused) return `✗ ${error.message}`;
  if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
    return `✗ ${(error as Error).message}: another program uses this port; set PORT to a free one`;
  }
  const message = SERVER_ERRORS.get((error as { code?: unknown }).code);
  if (message !== undefined) return `✗ Rowhouse could not start: ${message}`;
  return `✗ Rowhouse could not start: ${(error as Error).stack ?? String(error)}`;
}

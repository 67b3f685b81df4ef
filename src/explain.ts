import { EmbeddedMongodbError } from '@rowhouse/embedded-mongodb';
import { EnvError } from './config/env.js';
import { DatabaseUnusable } from './database/preflight.js';
import { StartRefused } from './database/start-refused.js';

/** Why it does not go on, for the person at the terminal. */
export function explain(error: unknown): string {
  if (error instanceof EnvError) return error.message;
  if (error instanceof DatabaseUnusable || error instanceof EmbeddedMongodbError) {
    return `✗ Failed to connect to MongoDB: ${error.message}`;
  }
  if (error instanceof StartRefused) return `✗ ${error.message}`;
  if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
    return `✗ ${(error as Error).message}: another program uses this port; set PORT to a free one`;
  }
  return `✗ Rowhouse could not start: ${(error as Error).stack ?? String(error)}`;
}

import type { ConnectOptions } from 'mongoose';
import type { Env } from '../config/env.js';

/** How the server's own lists name our connections. */
export const APP_NAME = 'rowhouse';

/** Time-outs in milliseconds: a dead server is noticed in 2 s, not in the driver's 30 s. */
export function connectionOptions(env: Env): ConnectOptions {
  return {
    dbName: env.MASTER_DB_NAME,
    appName: APP_NAME,
    maxPoolSize: env.MONGODB_POOL_SIZE,
    serverSelectionTimeoutMS: 2000,
    connectTimeoutMS: 2000,
    heartbeatFrequencyMS: 1000,
    // A request that waits longer for a connection could not use it in time.
    waitQueueTimeoutMS: Math.round(env.REQUEST_TIMEOUT_MS * 0.6),
    // Events of commands cost each of them: they are for traces alone.
    monitorCommands: env.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined,
    retryWrites: true,
    writeConcern: { w: 'majority', journal: true },
    // The driver sends undefined as null; an absent field must stay absent.
    ignoreUndefined: true,
    autoIndex: false,
    autoCreate: false,
  };
}

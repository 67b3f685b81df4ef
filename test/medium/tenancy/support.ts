import { createConnection, type Connection } from 'mongoose';
import { TenantConnectionFactory, type TenancyOptions, type TenantRecord } from '@rowhouse/tenancy';
import { startTestMongo } from '../../support/mongo.js';

export interface Bench {
  connection: Connection;
  uri: string;
  /** Each command sent since the last `sent.length = 0`, as `database.command`. */
  sent: string[];
  make(options?: Partial<TenancyOptions>): TenantConnectionFactory;
  afterEach(): Promise<void>;
  stop(): Promise<void>;
}

export const POOL_SIZE = 10;

export async function startBench(): Promise<Bench> {
  const mongo = await startTestMongo();
  const connection = await createConnection(mongo.uri, {
    dbName: 'master_db',
    maxPoolSize: POOL_SIZE,
    monitorCommands: true,
  }).asPromise();
  const sent: string[] = [];
  connection
    .getClient()
    .on('commandStarted', (event) => sent.push(`${event.databaseName}.${event.commandName}`));
  const made: TenantConnectionFactory[] = [];
  return {
    connection,
    uri: mongo.uri,
    sent,
    make: (options = {}) => {
      const factory = new TenantConnectionFactory({ connection, resolve: byName, ...options });
      made.push(factory);
      return factory;
    },
    afterEach: async () => {
      for (const factory of made.splice(0)) await factory.close(1000).catch(() => undefined);
    },
    stop: async () => {
      await connection.close();
      await mongo.stop();
    },
  };
}

/** A registry that knows every key: `acme` lives in `org_acme`. */
export function byName(key: string): TenantRecord {
  return { database: `org_${key}` };
}

export function deferred<T = void>() {
  let resolve!: (value: T) => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What the base connection keeps of its useDb children. */
export function children(connection: Connection): { other: number; related: number; models: number } {
  const base = connection as unknown as { otherDbs: Connection[]; relatedDbs: object; models: object };
  return {
    other: base.otherDbs.length,
    related: Object.keys(base.relatedDbs).length,
    models: Object.keys(base.models).length,
  };
}

/** `pending` if the promise has not settled after a few turns of the event loop. */
export async function stateOf(promise: Promise<unknown>): Promise<'pending' | 'resolved' | 'rejected'> {
  return Promise.race([
    promise.then(
      () => 'resolved' as const,
      () => 'rejected' as const,
    ),
    sleep(30).then(() => 'pending' as const),
  ]);
}

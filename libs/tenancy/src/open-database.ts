import {
  sanitizeFilter,
  type AnyBulkWriteOperation,
  type Connection,
  type Model,
  type Schema,
  type mongo,
} from 'mongoose';
import { DriverOnlyHandleError } from './tenancy.errors.js';
import type { Target } from './target.js';

// Present in mongoose 9, absent from its typings.
interface UntypedConnection {
  relatedDbs: Record<string, Connection | undefined>;
  removeDb(name: string): void;
  config: Record<string, unknown>;
}

interface CompiledModel {
  schema: unknown;
  model: unknown;
}

/**
 * One tenant database on the base connection. The mongoose child is opened by the first model only:
 * it costs 44 kB with three models, a driver handle less than 2 kB.
 */
export class OpenDatabase {
  /** Slots and maintenance that use this database; the last one frees it. */
  users = 0;
  readonly name: string;
  readonly cluster: string;
  readonly #connection: Connection;
  readonly #driverOnly: boolean;
  readonly #models = new Map<string, CompiledModel>();
  #db: mongo.Db | undefined = undefined;
  #child: Connection | undefined = undefined;

  constructor({ connection, name, cluster }: Target, driverOnly = false) {
    this.#connection = connection;
    this.name = name;
    this.cluster = cluster;
    this.#driverOnly = driverOnly;
  }

  is(target: Target): boolean {
    return this.name === target.name && this.#connection === target.connection;
  }

  get db(): mongo.Db {
    return (this.#db ??= this.#connection.getClient().db(this.name));
  }

  /** mongoose's own helper: it sets documents that were saved in an aborted attempt back to new. */
  transaction<T>(
    work: (session: mongo.ClientSession) => Promise<T>,
    options?: mongo.TransactionOptions,
  ): Promise<T> {
    return this.#connection.transaction(work, options);
  }

  model<T>(name: string, schema: Schema<T>): Model<T> {
    if (this.#driverOnly) throw new DriverOnlyHandleError(this.name);
    const known = this.#models.get(name);
    if (known?.schema === schema) return known.model as Model<T>;
    // For a second schema under one name this is mongoose's OverwriteModelError.
    const model = this.#openChild().model<T>(name, hardened(schema));
    this.#models.set(name, { schema, model });
    return model;
  }

  // Never child.close(): it closes the base connection and with it every tenant.
  free(): void {
    const base = this.#connection as unknown as UntypedConnection;
    if (this.#child !== undefined && base.relatedDbs[this.name] === this.#child) base.removeDb(this.name);
    this.#child = undefined;
    this.#models.clear();
  }

  #openChild(): Connection {
    if (this.#child !== undefined) return this.#child;
    const child = this.#connection.useDb(this.name, { useCache: true });
    // Not child.set(): a child shares its `options` object with the base, so set() would change them all.
    const { config } = child as unknown as UntypedConnection;
    Object.assign(config, { sanitizeFilter: true, autoIndex: false, autoCreate: false });
    return (this.#child = child);
  }
}

const hardenedSchemas = new WeakMap<object, unknown>();

// strictQuery works on the schema only. The clone leaves the caller's schema as it was, and all tenants share it.
function hardened<T>(schema: Schema<T>): Schema<T> {
  const known = hardenedSchemas.get(schema);
  if (known !== undefined) return known as Schema<T>;
  const clone = schema.clone();
  clone.set('strictQuery', 'throw');
  clone.set('autoIndex', false);
  clone.set('autoCreate', false);
  clone.pre('bulkWrite', sanitizeBulk);
  hardenedSchemas.set(schema, clone);
  return clone;
}

// mongoose's own option covers queries only.
function sanitizeBulk(operations: AnyBulkWriteOperation[]): void {
  for (const operation of operations) {
    for (const step of Object.values(operation) as { filter?: Record<string, unknown> | null }[]) {
      if (step.filter != null) sanitizeFilter(step.filter);
    }
  }
}

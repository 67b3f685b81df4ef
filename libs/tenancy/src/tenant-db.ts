import type { Model, Schema, mongo } from 'mongoose';
import type { OpenDatabase } from './open-database.js';
import { TenantHandleClosedError } from './tenancy.errors.js';

// Only the class body can build a TenantDb; these two are for this library and not in its index.
let createTenantDb: (key: string, database: OpenDatabase) => TenantDb;
let revokeTenantDb: (db: TenantDb) => void;

/**
 * The database of one tenant, valid as long as its lease. It cannot be forged: the constructor is
 * private, and an object that looks like one is refused by the compiler.
 *
 * @example
 * ```ts
 * import type { TenantDb } from '@rowhouse/tenancy';
 *
 * export const countUsers = (db: TenantDb): Promise<number> => db.collection('users').countDocuments();
 * ```
 */
export class TenantDb {
  /** The tenant's key; empty on a maintenance handle. */
  readonly key: string;
  /** The name of the database. */
  readonly name: string;
  #database: OpenDatabase | undefined;

  private constructor(key: string, database: OpenDatabase) {
    this.key = key;
    this.name = database.name;
    this.#database = database;
  }

  /** The driver's database, for DDL. */
  get db(): mongo.Db {
    return this.#open().db;
  }

  /** A driver collection: cheap, so nothing keeps it. Filters are the caller's: no cast, no sanitizing. */
  collection<T extends mongo.Document = mongo.Document>(
    name: string,
    options?: mongo.CollectionOptions,
  ): mongo.Collection<T> {
    return this.#open().db.collection<T>(name, options);
  }

  /**
   * The mongoose model of this tenant, compiled once. Index and collection builds are off, unknown
   * filter fields throw, and operators in filter values are wrapped in `$eq` (`trusted()` lets one pass).
   */
  model<T>(name: string, schema: Schema<T>): Model<T> {
    return this.#open().model(name, schema);
  }

  #open(): OpenDatabase {
    if (this.#database === undefined) throw new TenantHandleClosedError(this.name);
    return this.#database;
  }

  static {
    createTenantDb = (key, database) => new TenantDb(key, database);
    revokeTenantDb = (db) => {
      db.#database = undefined;
    };
  }
}

export { createTenantDb, revokeTenantDb };

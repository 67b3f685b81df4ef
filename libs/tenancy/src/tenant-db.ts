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
  /** The cluster that the registry named; empty on the base connection. */
  readonly cluster: string;
  #database: OpenDatabase | undefined;

  private constructor(key: string, database: OpenDatabase) {
    this.key = key;
    this.name = database.name;
    this.cluster = database.cluster;
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

  /**
   * Runs `work` in one transaction; pass the session to every operation. It commits when `work` ends and aborts
   * when it throws. The driver repeats `work` for up to 120 seconds when the server asks for it (two transactions
   * wrote one document), so `work` does nothing outside of the database. Needs a replica set.
   *
   * @throws what `work` throws, and MongoServerError of the commit
   * @example
   * ```ts
   * import type { TenantDb } from '@rowhouse/tenancy';
   *
   * interface Account { _id: string; balance: number }
   * export const pay = (db: TenantDb, from: string, to: string, amount: number): Promise<void> =>
   *   db.transaction(async (session) => {
   *     const accounts = db.collection<Account>('accounts');
   *     await accounts.updateOne({ _id: from }, { $inc: { balance: -amount } }, { session });
   *     await accounts.updateOne({ _id: to }, { $inc: { balance: amount } }, { session });
   *   });
   * ```
   */
  async transaction<T>(
    work: (session: mongo.ClientSession) => Promise<T>,
    options?: mongo.TransactionOptions,
  ): Promise<T> {
    return this.#open().transaction(work, options);
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

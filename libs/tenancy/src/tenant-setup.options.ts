import type { mongo } from 'mongoose';
import type { TenantDb } from './tenant-db.js';

/** What a migration is given. */
export interface TenantMigrationContext {
  /** The tenant's database; `db.model` has its models. */
  readonly db: TenantDb;
  /** The transaction, when the migration says `transaction: true`. Pass it to every operation. */
  readonly session?: mongo.ClientSession;
  /** Aborted when the run is to stop: its caller gave up, the factory closes, or another process has the lease. */
  readonly signal: AbortSignal;
  /** What an earlier run of this migration saved before it was interrupted; `undefined` at the first run. */
  readonly saved: unknown;
  /**
   * Stores how far the migration is, so that a run after `kill -9` goes on from there. A BSON value of a few
   * kilobytes; not in a transaction.
   *
   * @throws Error when another process has the lease (stop then), and in a migration with `transaction: true`
   */
  save(state: unknown): Promise<void>;
}

/**
 * One step of every tenant's database. What is recorded in that database as done is never run again; what was
 * interrupted is run again, so `up` must be safe to run twice, or say `transaction: true`.
 *
 * @example
 * ```ts
 * import type { TenantMigration } from '@rowhouse/tenancy';
 *
 * export const lowerCaseEmails: TenantMigration = {
 *   number: 1,
 *   name: 'lower case e-mails',
 *   up: async ({ db }) => {
 *     await db.collection('users').updateMany({}, [{ $set: { email: { $toLower: '$email' } } }]);
 *   },
 * };
 * ```
 */
export interface TenantMigration {
  /** A whole number from 1; migrations run in its order. It is never given to another one. */
  number: number;
  /** What it does, for people. */
  name: string;
  /** Runs `up` and the record in one transaction: both, or neither. At most 60 seconds by the server's default. */
  transaction?: boolean;
  up: (context: TenantMigrationContext) => Promise<void>;
}

/** What a tenant's database needs before it is used, in this order. */
export interface TenantSetupOptions {
  /** Runs once in a database that has no record of it. After an interruption it runs again. */
  onCreate?: (db: TenantDb) => Promise<void> | void;
  /** In any order; a number may be missing. */
  migrations?: readonly TenantMigration[];
  /**
   * Whether the collections and indexes of the models of `forFeature` and `define` are created, again when a
   * schema's indexes change. Nothing is dropped. Default `true`.
   */
  indexes?: boolean;
  /**
   * Whether all of it is done before a request is given the tenant's handle. Default `false`: only `migrate` and
   * `migrateAll` do it.
   */
  onOpen?: boolean;
  /** Milliseconds an acquire waits for it, before `TenantMigratingError`; the work goes on. Default 5000. */
  waitMs?: number;
  /** Milliseconds after which the work of a process that was killed is taken over. Default 10 000; 1000 or more. */
  leaseMs?: number;
}

/** What `migrate` has done now; nothing, if all was done before. */
export interface TenantMigrationResult {
  /** Whether `onCreate` ran. */
  created: boolean;
  /** The numbers of the migrations that ran. */
  applied: number[];
  /** Whether collections and indexes were created or looked over. */
  indexed: boolean;
}

/** A migration that a tenant's database has. */
export interface AppliedMigration {
  number: number;
  name: string;
  at: Date;
  /** How long it took, in milliseconds, since its last start. */
  ms: number;
}

/** What is recorded in a tenant's database, and what is not yet. */
export interface TenantMigrationStatus {
  /** When `onCreate` had ended. */
  createdAt: Date | undefined;
  applied: AppliedMigration[];
  /** The numbers that `migrate` would run. */
  pending: number[];
  /** A migration that began and is not recorded as done: under way, interrupted, or failed (`error`). */
  started: { number: number; name: string; at: Date; error?: string } | undefined;
}

import type { Connection } from 'mongoose';
import { TenancyMisconfiguredError } from './tenancy.errors.js';
import type { TenantSetupOptions } from './tenant-setup.options.js';

/** What a lease is for: a `'write'` fence lets readers pass. */
export type TenantMode = 'read' | 'write';

/** Which leases a fence stops and waits for. */
export type FenceMode = 'write' | 'all';

/** What the registry answers for a key. */
export interface TenantRecord {
  database: string;
  /** `false` refuses the tenant with `TenantUnavailableError`: not now, perhaps later. */
  available?: boolean;
  /** `true` refuses the tenant with `TenantSuspendedError`: until an operator decides otherwise. */
  suspended?: boolean;
  /** Which of the option `clusters` has the database. Default: `connection`. */
  cluster?: string;
}

/** Keys of tenants, all at once or as a stream (a cursor does). */
export type TenantKeys = Iterable<string> | AsyncIterable<string>;

/**
 * How the factory finds and keeps tenants.
 *
 * @example
 * ```ts
 * import { createConnection } from 'mongoose';
 * import type { TenancyOptions } from '@rowhouse/tenancy';
 *
 * const registry = new Map([['acme', { database: 'org_acme' }]]);
 * export const options: TenancyOptions = {
 *   connection: createConnection('mongodb://127.0.0.1:27017/master_db'),
 *   resolve: (key) => registry.get(key) ?? null,
 * };
 * ```
 */
export interface TenancyOptions {
  /** The one base connection; its pool serves every tenant. The owner closes it. */
  connection: Connection;
  /**
   * More connections, by the name that a `TenantRecord` gives as `cluster`. Each has one pool for all its
   * tenants. The owner opens and closes them. Default: none.
   */
  clusters?: Readonly<Record<string, Connection>>;
  /** The registry. Kept until `invalidate(key)`, `lift(key)` or eviction; a rejection is never kept. */
  resolve: (key: string) => TenantRecord | null | Promise<TenantRecord | null>;
  /**
   * Whether what was learned from the registry may be used without asking again. While it answers `false`
   * every acquire asks: for a registry that is kept coherent over several processes and can lose its feed.
   * Default: always.
   */
  trusted?: () => boolean;
  /**
   * The term under which this process may work. What `run` began under another term than it ends is answered with
   * `TenantTermEndedError`, whether it succeeded or was refused, although a write may have happened: for processes
   * that give a silent one up and move its tenants without asking it. While the term is `NaN`, nothing is written.
   * Default: one term for ever.
   */
  term?: () => number;
  /**
   * The verified key, for `TenantInterceptor`; `undefined`: no tenant. It is given what a guard writes on and
   * never what the caller sent: the HTTP request, the `req` of a GraphQL context, the client (socket) of a
   * gateway, the context of a microservice's message. Read only what a guard has written there; a header, a
   * body, a query or the handshake of a socket is the client's choice.
   */
  keyFromRequest?: (request: unknown) => string | undefined;
  /** The keys of all tenants, for `forEachTenant` and `migrateAll`. */
  list?: () => TenantKeys | Promise<TenantKeys>;
  /**
   * Whether `current()` answers the tenant of the running request, message or `run`, by `AsyncLocalStorage`.
   * Default `false`: a tenant is passed on as a parameter.
   */
  ambient?: boolean;
  /** What a tenant's database needs before it is used: `onCreate`, migrations, indexes. Default: nothing. */
  setup?: TenantSetupOptions;
  /** Open tenant handles. Default 1000 (about 45 MB if each compiles three models). */
  maxOpen?: number;
  /** Milliseconds an unknown or unavailable key is remembered. Default 1000; 0 remembers nothing. */
  negativeTtlMs?: number;
  /** Unknown keys remembered at once. Default 10 000. */
  negativeMax?: number;
  /** Milliseconds an acquire waits at a fence. Default 2000. */
  fenceWaitMs?: number;
  /** Milliseconds an acquire waits for a handle when all are leased. Default 1500. */
  acquireTimeoutMs?: number;
  /** Leases one tenant may hold at once; the next acquires wait in line. Default: any number. */
  maxLeases?: number;
  /** Milliseconds an acquire waits in that line; who would wait longer is refused at once. Default 1500. */
  leaseWaitMs?: number;
  /** The names a tenant database may have. Default `/^org_[a-z0-9_]{1,59}$/`. */
  databaseName?: RegExp;
}

type OptionalOption = 'keyFromRequest' | 'trusted' | 'term' | 'list' | 'setup';

/** The options with every default in place. */
export type ResolvedTenancyOptions = Required<Omit<TenancyOptions, OptionalOption>> &
  Pick<TenancyOptions, OptionalOption>;

export function withDefaults(options: TenancyOptions): ResolvedTenancyOptions {
  if (options.connection == null) throw new TenancyMisconfiguredError('connection is missing.');
  if (typeof options.resolve !== 'function') throw new TenancyMisconfiguredError('resolve is missing.');
  return {
    connection: options.connection,
    resolve: options.resolve,
    keyFromRequest: options.keyFromRequest,
    clusters: clustersOf(options),
    trusted: options.trusted,
    list: options.list,
    ambient: options.ambient ?? false,
    setup: options.setup,
    term: options.term,
    maxOpen: atLeast(1, 'maxOpen', options.maxOpen ?? 1000),
    negativeTtlMs: atLeast(0, 'negativeTtlMs', options.negativeTtlMs ?? 1000),
    negativeMax: atLeast(1, 'negativeMax', options.negativeMax ?? 10_000),
    fenceWaitMs: atLeast(0, 'fenceWaitMs', options.fenceWaitMs ?? 2000),
    acquireTimeoutMs: atLeast(0, 'acquireTimeoutMs', options.acquireTimeoutMs ?? 1500),
    maxLeases: atLeast(1, 'maxLeases', options.maxLeases ?? Number.MAX_SAFE_INTEGER),
    leaseWaitMs: atLeast(0, 'leaseWaitMs', options.leaseWaitMs ?? 1500),
    databaseName: stateless(options.databaseName ?? /^org_[a-z0-9_]{1,59}$/),
  };
}

// Without a prototype: a record that names the cluster `constructor` gets none.
function clustersOf({ clusters = {} }: TenancyOptions): Readonly<Record<string, Connection>> {
  for (const [name, connection] of Object.entries(clusters)) {
    if (name === '' || connection == null)
      throw new TenancyMisconfiguredError('clusters has no connection, or no name.');
  }
  return Object.assign(Object.create(null) as Record<string, Connection>, clusters);
}

export function atLeast(least: number, name: string, value: number): number {
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new TenancyMisconfiguredError(`${name} must be a whole number of ${least} or more.`);
}

// A /g or /y expression remembers where it stopped: every second test() of one good name would fail.
function stateless(pattern: RegExp): RegExp {
  return new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ''));
}

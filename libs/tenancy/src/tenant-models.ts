import type { Model, Schema } from 'mongoose';
import { TenancyMisconfiguredError } from './tenancy.errors.js';
import type { TenantDb } from './tenant-db.js';

// Present in mongoose 9, absent from its typings.
interface UntypedSchema {
  eachPath(visit: (path: string, type: UntypedPath) => void): void;
  virtuals: Record<string, { options?: { ref?: unknown } }>;
}
interface UntypedPath {
  options?: { ref?: unknown };
  embeddedSchemaType?: UntypedPath;
  schema?: UntypedSchema;
}

/** A model of each tenant, by name and schema: what `@InjectTenantModel` injects and `define` returns. */
export interface TenantModel<T> {
  readonly name: string;
  /**
   * The model of that tenant, compiled at the first call and kept as long as the tenant's handle is open. Models
   * that its schema refers to (`ref`) are compiled with it, so `populate` finds them.
   *
   * @throws TenantHandleClosedError when the lease of `db` has ended and its handle was closed
   */
  of(db: TenantDb): Model<T>;
  /**
   * The model of the tenant of the running work, with `ambient: true`.
   *
   * @throws NoTenantError outside of a lease
   */
  current(): Model<T>;
}

interface Defined {
  schema: Schema<unknown>;
  /** Names that the schema refers to; looked for once. */
  refs?: string[];
}

/** The models that were defined, for all tenants. No connection is needed, and none is kept. */
export class TenantModels {
  readonly #models = new Map<string, Defined>();
  readonly #withRefs = new WeakMap<TenantDb, Set<string>>();

  define<T>(name: string, schema: Schema<T>, current: () => TenantDb): TenantModel<T> {
    const known = this.#models.get(name);
    if (known !== undefined && known.schema !== (schema as unknown as Schema<unknown>))
      throw new TenancyMisconfiguredError(`The model ${JSON.stringify(name)} has two schemas.`);
    if (known === undefined) this.#models.set(name, { schema: schema as unknown as Schema<unknown> });
    const of = (db: TenantDb): Model<T> => {
      const model = db.model(name, schema);
      this.#compileRefs(db, name);
      return model;
    };
    return { name, of, current: () => of(current()) };
  }

  /** What of the schemas decides about collections and indexes; `undefined` without a model. */
  describeIndexes(): string | undefined {
    if (this.#models.size === 0) return undefined;
    const all = [...this.#models].sort(([a], [b]) => (a < b ? -1 : 1));
    return JSON.stringify(
      all.map(([name, { schema }]) => [
        name,
        COLLECTION_OPTIONS.map((option) => schema.get(option) ?? null),
        schema.indexes(),
      ]),
      (_key, value: unknown) => (value instanceof RegExp ? String(value) : value),
    );
  }

  /** What is there stays as it is; an index that contradicts one of the same name is the server's error. */
  async createIndexes(db: TenantDb, signal: AbortSignal): Promise<void> {
    for (const [name, { schema }] of this.#models) {
      signal.throwIfAborted();
      const model = db.model(name, schema);
      await model.createCollection();
      await model.createIndexes();
    }
  }

  #compileRefs(db: TenantDb, name: string): void {
    let done = this.#withRefs.get(db);
    if (done?.has(name) === true) return;
    if (done === undefined) this.#withRefs.set(db, (done = new Set()));
    done.add(name);
    const defined = this.#models.get(name);
    if (defined === undefined) return;
    defined.refs ??= refsOf(defined.schema);
    for (const ref of defined.refs) {
      const other = this.#models.get(ref);
      if (other === undefined) continue;
      db.model(ref, other.schema);
      this.#compileRefs(db, ref);
    }
  }
}

/** The options of a schema that its collection is created with. */
const COLLECTION_OPTIONS = ['collection', 'capped', 'collation', 'timeseries'] as const;

function refsOf(schema: UntypedSchema, found = new Set<string>(), seen = new Set<UntypedSchema>()): string[] {
  if (seen.has(schema)) return [...found];
  seen.add(schema);
  const note = (ref: unknown) => {
    if (typeof ref === 'string') found.add(ref);
  };
  const visit = (type: UntypedPath): void => {
    note(type.options?.ref);
    if (type.schema !== undefined) refsOf(type.schema, found, seen);
    if (type.embeddedSchemaType !== undefined) visit(type.embeddedSchemaType);
  };
  schema.eachPath((_path, type) => visit(type));
  Object.values(schema.virtuals).forEach(({ options }) => note(options?.ref));
  return [...found];
}

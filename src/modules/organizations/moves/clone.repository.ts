import { Injectable } from '@nestjs/common';
import { TenantConnectionFactory, type TenantDb } from '@rowhouse/tenancy';
import { MongoServerError, type Timestamp } from 'mongodb';
import { asOf } from '../../../database/past/moment.js';
import { BUCKETS, FUNCTIONS, type PastCollection, type Spec } from '../../../database/past/past-catalog.js';
import { inBatches, type RawDocument } from '../../../database/raw-documents.js';
import { MARK_COLLECTION } from '../marks/marks.repository.js';
import { CopyRepository } from './copy.repository.js';

const MAJORITY = { w: 'majority', j: true } as const;
const BATCH_DOCUMENTS = 1000;
const NAMESPACE_NOT_FOUND = 26;

/** A collection at a moment, and the stages its documents pass. */
export interface PastSource extends PastCollection {
  stages: object[];
  at: Timestamp;
}

/** The statements of a clone inside the server. Each may be repeated without harm. */
@Injectable()
export class CloneRepository {
  constructor(
    private readonly tenants: TenantConnectionFactory,
    private readonly copies: CopyRepository,
  ) {}

  open(database: string): TenantDb {
    return this.tenants.open(database);
  }

  /** Neither `$out` nor `$merge` writes the buckets of a time series, or stored functions. */
  isClonedInside({ kind, store }: PastCollection): boolean {
    return kind === 'collection' && store !== FUNCTIONS;
  }

  /** Empty, with its options and indexes. */
  async create(to: TenantDb, { options, indexes, kind }: PastCollection, name: string): Promise<void> {
    if (name !== FUNCTIONS) {
      await to.db.command({ create: name, ...Object.fromEntries(options), writeConcern: MAJORITY });
    }
    const store = kind === 'timeseries' ? BUCKETS + name : name;
    await this.index(to, indexes, store);
  }

  /** @param store of a time series its buckets, unless the indexes are as its users make them */
  async index(to: TenantDb, indexes: readonly Spec[], store: string): Promise<void> {
    if (indexes.length === 0) return;
    await to.db.command({ createIndexes: store, indexes, writeConcern: MAJORITY });
  }

  /** The documents of the moment, in a collection that create() made. */
  async fill(from: TenantDb, source: PastSource, to: TenantDb, name: string): Promise<void> {
    const into = { db: to.name, coll: name };
    // `$out` refuses a capped target. `$merge` inserts in the order in which it reads: that of the collection.
    const isCapped = source.options.get('capped') === true;
    const last = isCapped ? { $merge: { into, whenMatched: 'fail' } } : { $out: into };
    await from.db.command({
      aggregate: source.store,
      pipeline: [...source.stages, last],
      cursor: {},
      readConcern: asOf(source.at),
      writeConcern: MAJORITY,
      bypassDocumentValidation: true,
    });
  }

  /** The name must be free: nothing that is in use is ever replaced. */
  async rename(db: TenantDb, from: string, to: string): Promise<void> {
    const name = (collection: string) => `${db.name}.${collection}`;
    const rename = { renameCollection: name(from), to: name(to), writeConcern: MAJORITY };
    await db.db.admin().command(rename);
  }

  /** @param keep said of where documents are; the mark stays in any case */
  async dropAllBut(db: TenantDb, keep: (store: string) => boolean): Promise<void> {
    for (const { name, type } of await db.db.listCollections({}, { nameOnly: true }).toArray()) {
      const store = type === 'timeseries' ? BUCKETS + name : name;
      if (name === MARK_COLLECTION || keep(store)) continue;
      if (name.startsWith('system.') && name !== FUNCTIONS) continue; // goes with what it belongs to
      await db.db.command({ drop: name, writeConcern: MAJORITY }).catch((error: unknown) => {
        if ((error as { code?: unknown }).code !== NAMESPACE_NOT_FOUND) throw error;
      });
    }
  }

  /** By the collection's own book-keeping: what it had last, not what it had at the moment. */
  async roughCount(from: TenantDb, { kind, store }: PastCollection, at: Timestamp): Promise<number> {
    if (kind === 'view') return 0;
    const answer = await from.db.command({
      aggregate: store,
      pipeline: [{ $collStats: { count: {} } }, { $project: { count: 1 } }],
      cursor: {},
      readConcern: asOf(at),
    });
    const [row] = (answer['cursor'] as { firstBatch: { count?: number }[] }).firstBatch;
    return Number(row?.count ?? 0);
  }

  /** The documents of a moment as they are stored, in the order in which they are. */
  batches(from: TenantDb, store: string, at: Timestamp): AsyncGenerator<RawDocument[], void> {
    const find = { find: store, batchSize: BATCH_DOCUMENTS, readConcern: asOf(at) };
    const cursor = from.db.runCursorCommand(find, { raw: true }).setBatchSize(BATCH_DOCUMENTS);
    return inBatches(cursor);
  }

  /** @throws MongoServerError when a document of the moment cannot be there beside the others */
  async insert(to: TenantDb, store: string, batch: RawDocument[]): Promise<void> {
    const refused = await this.copies.insertAll(to, store, batch);
    if (refused.length > 0)
      throw new MongoServerError({ message: `${store}: a unique index refuses documents` });
  }
}

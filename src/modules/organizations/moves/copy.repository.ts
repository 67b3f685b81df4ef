import { Injectable } from '@nestjs/common';
import { TenantConnectionFactory, type TenantDb } from '@rowhouse/tenancy';
import { BSON, MongoServerError, type CreateCollectionOptions, type Document, type Timestamp } from 'mongodb';
import { isTransient } from '../../../common/transient.js';
import { BUCKETS, FUNCTIONS } from '../../../database/past/past-catalog.js';
import { fieldOf, inBatches, sequenceOf, toMap, type RawDocument } from '../../../database/raw-documents.js';
import { SENTINEL, SourceChanges, type SourceEvent } from './source-changes.repository.js';
import { MARK_COLLECTION } from '../marks/marks.repository.js';

/** Each database has these of its own; they are not copied. */
const OWN = new Set([SENTINEL, MARK_COLLECTION]);
/** The oplog does not reach back to the beginning of the copy any more. */
const HISTORY_LOST = 286;
const DUPLICATE_KEY = 11000;
const NAMESPACE_EXISTS = 48;
const MAJORITY = { w: 'majority', j: true } as const;
/** Options, indexes and ids keep the types that the server has. */
const EXACTLY = { promoteValues: false, bsonRegExp: true } as const;
/** Names of collMod for what `create` calls otherwise. */
const CHANGED_AS: Record<string, string> = { size: 'cappedSize', max: 'cappedMax' };

export interface SourceCollection {
  name: string;
  options: CreateCollectionOptions;
  isView: boolean;
  /** The collection that has its documents, which are copied as they are: of a time series its buckets. */
  store: string;
}

export interface SourceIndex {
  name: string;
  /** The specification as the server has it: the order of its keys counts. */
  raw: RawDocument;
  expires: boolean;
}

/** The statements of a copy from one tenant database to another. Each may be repeated without harm. */
@Injectable()
export class CopyRepository {
  constructor(private readonly tenants: TenantConnectionFactory) {}

  open(database: string): TenantDb {
    return this.tenants.open(database);
  }

  /** The server's time: changes from here on are not in a read that began before it. */
  async operationTime(db: TenantDb): Promise<Timestamp> {
    const answer = await db.db.command({ ping: 1 });
    return answer['operationTime'] as Timestamp;
  }

  async listCollections(db: TenantDb): Promise<SourceCollection[]> {
    const all = await db.db.listCollections({}, EXACTLY).toArray();
    return all
      .filter(({ name }) => name === FUNCTIONS || (!name.startsWith('system.') && !OWN.has(name)))
      .map((info) => ({
        name: info.name,
        options: ('options' in info ? info.options : undefined) ?? {},
        isView: info.type === 'view',
        store: info.type === 'timeseries' ? BUCKETS + info.name : info.name,
      }));
  }

  /** The files that a copy of this database takes: one for each collection and index, and the mark. */
  async countFiles(db: TenantDb): Promise<number> {
    let files = 1;
    for (const { name, isView } of await this.listCollections(db)) {
      if (!isView) files += 2 + (await this.indexesOf(db, name)).length;
    }
    return files;
  }

  /** As a command: the driver makes further collections beside one with encrypted fields, which are copied here. */
  async createCollection(db: TenantDb, { name, options }: SourceCollection): Promise<void> {
    await db.db.command({ create: name, ...options, writeConcern: MAJORITY }).catch((error: unknown) => {
      if ((error as { code?: unknown }).code !== NAMESPACE_EXISTS) throw error;
    });
  }

  /** Options that were changed after the collection was made. @throws MongoServerError for those that cannot be */
  async changeOptions(db: TenantDb, { name, options }: SourceCollection, keys: string[]): Promise<void> {
    // Without a value: what the server takes when nothing was ever said.
    const absent: Record<string, unknown> = {
      validator: {},
      validationLevel: 'strict',
      validationAction: 'error',
      changeStreamPreAndPostImages: { enabled: false },
      expireAfterSeconds: 'off',
    };
    const wanted = options as Record<string, unknown>;
    const changes = keys.map((key): [string, unknown] => [
      CHANGED_AS[key] ?? key,
      wanted[key] ?? absent[key],
    ]);
    await db.db.command({ collMod: name, ...Object.fromEntries<unknown>(changes), writeConcern: MAJORITY });
  }

  async estimatedCount(db: TenantDb, collection: string): Promise<number> {
    return db.db.collection(collection).estimatedDocumentCount();
  }

  async exactCount(db: TenantDb, collection: string): Promise<number> {
    return db.db.collection(collection).countDocuments({});
  }

  /**
   * The documents that follow `after` in the order of their _id, whatever its type; none at the end. A capped
   * collection is read in its own order, which is what it means, and has no place to go on from.
   */
  async *batches(
    from: TenantDb,
    { store, options }: SourceCollection,
    after: unknown,
  ): AsyncGenerator<RawDocument[]> {
    const all = (filter: Document) =>
      from.db.collection(store).find(filter, { readConcern: 'majority', raw: true });
    if (options.capped) return yield* batchesOf(all({}).sort({ $natural: 1 }));
    if (store.startsWith(BUCKETS)) {
      // Each _id of a bucket is an ObjectId, and the index of _id has no name to hint at.
      return yield* batchesOf(all(after === undefined ? {} : { _id: { $gt: after } }).sort({ _id: 1 }));
    }
    const cursor = all({}).sort({ _id: 1 }).hint({ _id: 1 });
    // Index bounds compare across types, which $gt does not; the bound itself is included.
    // It may also have been deleted meanwhile, so it is recognised rather than counted.
    if (after !== undefined) cursor.min({ _id: after });
    yield* batchesOf(cursor, after);
  }

  /** The documents of these ids as they are now. */
  found(from: TenantDb, store: string, ids: unknown[]): AsyncGenerator<RawDocument[]> {
    const filter = { _id: { $in: ids } } as Document;
    return batchesOf(from.db.collection(store).find(filter, { readConcern: 'majority', raw: true }));
  }

  /** @param durable false when a write to the same database follows, whose acknowledgement covers this one */
  async deleteAll(to: TenantDb, store: string, ids: unknown[], durable: boolean): Promise<void> {
    const options = durable ? {} : { writeConcern: { w: 1 } };
    await to.db.collection(store).deleteMany({ _id: { $in: ids } } as Document, options);
  }

  /**
   * Inserts without order; a document that is there already stays.
   * @returns the ids that a unique index refused: another document of the target still holds their value
   */
  async insertAll(to: TenantDb, store: string, documents: RawDocument[]): Promise<unknown[]> {
    if (documents.length === 0) return [];
    const insert = () =>
      to.db.command({
        insert: store,
        documents: sequenceOf('documents', documents),
        ordered: false,
        bypassDocumentValidation: true,
        writeConcern: MAJORITY,
      });
    const answer = await insert().catch((error: unknown) => {
      if (!isTransient(error)) throw error;
      return insert(); // after an election; what was inserted before is refused by its _id
    });
    const concern = answer['writeConcernError'] as Document | undefined;
    if (concern) throw new MongoServerError(concern);
    const refused = (answer['writeErrors'] ?? []) as { index: number; code: number; errmsg: string }[];
    const other = refused.find(({ code }) => code !== DUPLICATE_KEY);
    if (other) throw new MongoServerError({ ...other, message: other.errmsg });
    return refused
      .filter(({ errmsg }) => !isOfId(errmsg))
      .map(({ index }) => fieldOf(documents[index], '_id'));
  }

  async indexesOf(db: TenantDb, collection: string): Promise<SourceIndex[]> {
    const all = await db.db.collection(collection).listIndexes({ raw: true }).toArray();
    return (all as unknown as RawDocument[])
      .map((raw) => ({
        name: fieldOf(raw, 'name') as string,
        raw,
        expires: fieldOf(raw, 'expireAfterSeconds') !== undefined,
        clustered: fieldOf(raw, 'clustered') !== undefined,
      }))
      .filter(({ name, clustered }) => name !== '_id_' && !clustered);
  }

  /** Makes the indexes of a collection these. @throws MongoServerError 11000 when the documents break a unique one */
  async matchIndexes(db: TenantDb, collection: string, wanted: SourceIndex[]): Promise<void> {
    const present = await this.indexesOf(db, collection);
    const isIn = (list: SourceIndex[], { raw }: SourceIndex) =>
      list.some((one) => Buffer.compare(one.raw, raw) === 0);
    for (const index of present)
      if (!isIn(wanted, index)) await db.db.collection(collection).dropIndex(index.name);
    const missing = wanted.filter((index) => !isIn(present, index)).map(({ raw }) => raw);
    if (missing.length === 0) return;
    await db.db.command({ createIndexes: collection, indexes: missing.map(toMap), writeConcern: MAJORITY });
  }

  /** @param store of a time series: its buckets go with it */
  async dropCollection(db: TenantDb, store: string): Promise<void> {
    await db.db.collection(store.startsWith(BUCKETS) ? store.slice(BUCKETS.length) : store).drop();
  }

  /** The changes of a database from a moment on. @param system also of time series */
  watch(db: TenantDb, from: Timestamp, system: boolean): SourceChanges {
    return new SourceChanges(db, from, system);
  }

  /** The next event, or null when there was none for a moment. */
  async nextEvent(changes: SourceChanges): Promise<SourceEvent | null> {
    return changes.next();
  }

  /** Written when no writer is left: its change is the last one of the database. */
  async writeSentinel(db: TenantDb, token: string): Promise<void> {
    await db.db.collection<{ _id: string }>(SENTINEL).insertOne({ _id: token });
  }

  /** No trace of a move stays in a database that was not left. */
  async clearSentinel(db: TenantDb): Promise<void> {
    await db.db.collection(SENTINEL).drop();
  }
}

/** A plain change stream does not show its changes. */
export function isUnseen({ store }: SourceCollection): boolean {
  return store.startsWith('system.');
}

export function isHistoryLost(error: unknown): boolean {
  return (error as { code?: unknown }).code === HISTORY_LOST;
}

/** An _id as a key of a map: an ObjectId and the text of its digits are two of them. */
export function idKey(id: unknown): string {
  return Buffer.from(BSON.serialize({ id })).toString('base64');
}

/** @param after a document with this _id is left out */
function batchesOf(cursor: AsyncIterable<Document>, after?: unknown): AsyncGenerator<RawDocument[], void> {
  const documents = cursor as unknown as AsyncIterable<RawDocument>;
  return inBatches(after === undefined ? documents : without(documents, after));
}

async function* without(
  documents: AsyncIterable<RawDocument>,
  id: unknown,
): AsyncGenerator<RawDocument, void> {
  for await (const document of documents) if (!isSameId(fieldOf(document, '_id'), id)) yield document;
}

/** A clustered collection has no index of its _id to name. */
const isOfId = (message: string): boolean => !/ index: /.test(message) || / index: _id_ /.test(message);

const isSameId = (a: unknown, b: unknown): boolean => idKey(a) === idKey(b);

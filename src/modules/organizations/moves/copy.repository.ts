import { Injectable } from '@nestjs/common';
import { TenantConnectionFactory, type TenantDb } from '@rowhouse/tenancy';
import {
  BSON,
  MongoBulkWriteError,
  type ChangeStream,
  type ChangeStreamDocument,
  type CreateCollectionOptions,
  type Document,
  type IndexDescription,
  type Timestamp,
} from 'mongodb';
import { MARK_COLLECTION } from '../marks/marks.repository.js';

/** The collection that marks the end of the writes of a database that is being left. */
const SENTINEL = '_rowhouse_fence';
/** Each database has these of its own; they are not copied. */
const OWN = new Set([SENTINEL, MARK_COLLECTION]);
const BATCH_DOCUMENTS = 1000;
/** Documents may have 16 MB each: a batch ends here even when it holds few of them. Unit: bytes. */
const BATCH_BYTES = 8 * 1024 * 1024;
const EMPTY_ROUND_MS = 50;
/** Every BSON type as it is stored: an Int64 stays one, and a PCRE expression that JavaScript does not know. */
const EXACTLY = { readConcern: 'majority', promoteValues: false, bsonRegExp: true } as const;
/** The oplog does not reach back to the beginning of the copy any more. */
const HISTORY_LOST = 286;

export interface SourceCollection {
  name: string;
  options: CreateCollectionOptions;
  isView: boolean;
}

/** What happened in the source since the copy began, in order. */
export type SourceChange =
  | { kind: 'document'; collection: string; id: unknown }
  | { kind: 'dropped'; collection: string }
  | { kind: 'renamed'; collection: string; to: string }
  | { kind: 'sentinel'; token: string };

/** `change` is undefined for an event that means nothing to a copy. */
export interface SourceEvent {
  at: Timestamp;
  change: SourceChange | undefined;
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
    const all = await db.db.listCollections().toArray();
    return all
      .filter(({ name }) => !name.startsWith('system.') && !OWN.has(name))
      .map((info) => ({
        name: info.name,
        options: (('options' in info ? info.options : undefined) ?? {}) as CreateCollectionOptions,
        isView: info.type === 'view',
      }));
  }

  async createCollection(db: TenantDb, { name, options }: SourceCollection): Promise<void> {
    await db.db.createCollection(name, options).catch((error: unknown) => {
      if ((error as { codeName?: string }).codeName !== 'NamespaceExists') throw error;
    });
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
    { name, options }: SourceCollection,
    after: unknown,
  ): AsyncGenerator<Document[]> {
    const all = from.db.collection(name).find({}, EXACTLY);
    // Index bounds compare across types, which $gt does not; the bound itself is included.
    // It may also have been deleted meanwhile, so it is recognised rather than counted.
    const cursor = options.capped ? all.sort({ $natural: 1 }) : all.sort({ _id: 1 }).hint({ _id: 1 });
    if (after !== undefined && !options.capped) cursor.min({ _id: after });
    let batch: Document[] = [];
    let bytes = 0;
    for await (const document of cursor) {
      if (after !== undefined && isSameId(document['_id'], after)) continue;
      batch.push(document);
      bytes += BSON.calculateObjectSize(document);
      if (batch.length < BATCH_DOCUMENTS && bytes < BATCH_BYTES) continue;
      yield batch;
      batch = [];
      bytes = 0;
    }
    if (batch.length > 0) yield batch;
  }

  /** The documents of these ids as they are now. */
  async findAll(from: TenantDb, collection: string, ids: unknown[]): Promise<Document[]> {
    const filter = { _id: { $in: ids } } as Document;
    return from.db.collection(collection).find(filter, EXACTLY).toArray();
  }

  /** @param durable false when a write to the same database follows, whose acknowledgement covers this one */
  async deleteAll(to: TenantDb, collection: string, ids: unknown[], durable: boolean): Promise<void> {
    const options = durable ? {} : { writeConcern: { w: 1 } };
    await to.db.collection(collection).deleteMany({ _id: { $in: ids } } as Document, options);
  }

  /**
   * Inserts without order; a document that is there already stays.
   * @returns the ids that a unique index refused: another document of the target still holds their value
   */
  async insertAll(to: TenantDb, collection: string, documents: Document[]): Promise<unknown[]> {
    if (documents.length === 0) return [];
    try {
      await to.db.collection(collection).insertMany(documents, {
        ordered: false,
        bypassDocumentValidation: true,
        forceServerObjectId: true, // else the driver gives a document whose _id is null another one
      });
      return [];
    } catch (error) {
      if (!(error instanceof MongoBulkWriteError)) throw error;
      const failures = [error.writeErrors].flat();
      if (failures.some(({ code }) => code !== 11000)) throw error;
      return failures
        .filter(({ errmsg }) => !/ index: _id_ /.test(errmsg ?? ''))
        .map(({ index }) => documents[index]!['_id'] as unknown);
    }
  }

  async indexesOf(db: TenantDb, collection: string): Promise<IndexDescription[]> {
    const indexes = await db.db.collection(collection).listIndexes().toArray();
    return indexes
      .filter(({ name }) => name !== '_id_')
      .map(({ v: _v, ...index }) => index as unknown as IndexDescription);
  }

  /** Makes the indexes of a collection these. @throws MongoServerError 11000 when the documents break a unique one */
  async matchIndexes(db: TenantDb, collection: string, wanted: IndexDescription[]): Promise<void> {
    const present = await this.indexesOf(db, collection);
    const isIn = (list: IndexDescription[], index: IndexDescription) =>
      list.some((one) => specOf(one) === specOf(index));
    for (const index of present)
      if (!isIn(wanted, index)) await db.db.collection(collection).dropIndex(index.name!);
    const missing = wanted.filter((index) => !isIn(present, index));
    if (missing.length > 0) await db.db.collection(collection).createIndexes(missing);
  }

  async dropCollection(db: TenantDb, collection: string): Promise<void> {
    await db.db.collection(collection).drop();
  }

  /** The changes of a database from a moment on. */
  watch(db: TenantDb, from: Timestamp): ChangeStream {
    return db.db.watch([{ $project: { operationType: 1, ns: 1, to: 1, documentKey: 1, clusterTime: 1 } }], {
      startAtOperationTime: from,
      maxAwaitTimeMS: EMPTY_ROUND_MS,
      batchSize: 1000,
    });
  }

  /** The next event, or null when there was none for a moment. */
  async nextEvent(stream: ChangeStream): Promise<SourceEvent | null> {
    const event = await stream.tryNext();
    return event && { at: event.clusterTime as Timestamp, change: toChange(event) };
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

function toChange(event: ChangeStreamDocument): SourceChange | undefined {
  if (!('ns' in event) || !('coll' in event.ns)) return undefined;
  const collection = event.ns.coll;
  if (collection === MARK_COLLECTION) return undefined;
  if (event.operationType === 'drop') return { kind: 'dropped', collection };
  if (event.operationType === 'rename') return { kind: 'renamed', collection, to: event.to.coll };
  if (!('documentKey' in event)) return undefined;
  const id: unknown = event.documentKey._id;
  return collection === SENTINEL
    ? { kind: 'sentinel', token: String(id) }
    : { kind: 'document', collection, id };
}

export function isHistoryLost(error: unknown): boolean {
  return (error as { code?: unknown }).code === HISTORY_LOST;
}

/** An _id as a key of a map: an ObjectId and the text of its digits are two of them. */
export function idKey(id: unknown): string {
  return BSON.EJSON.stringify({ id }, { relaxed: false });
}

const specOf = (index: IndexDescription): string => BSON.EJSON.stringify(index, { relaxed: false });

function isSameId(a: unknown, b: unknown): boolean {
  return Buffer.from(BSON.serialize({ a })).equals(BSON.serialize({ a: b }));
}

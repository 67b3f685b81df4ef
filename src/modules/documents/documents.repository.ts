import { Injectable } from '@nestjs/common';
import type { TenantDb } from '@rowhouse/tenancy';
import mongoose, { type ClientSession, type mongo } from 'mongoose';
import type { DocumentId, StoredDocument } from './document.schema.js';
import type { MongoFilter } from './filter.js';
import { positionOf, sortKey, type SortField } from './keyset.js';
import { NO_REVISION, REVISION } from './revision.js';

export interface PageQuery {
  filter: MongoFilter;
  sort: readonly SortField[];
  limit: number;
  fields: readonly string[] | undefined;
}

export interface Slice {
  documents: StoredDocument[];
  /** The place of the last document, when there are more behind it. */
  next: unknown[] | undefined;
}

/** Milliseconds a list or count may search; it has to end before the deadline of its request does. */
const MAX_SEARCH_MS = 4000;
/** The projected sort key; a control character, so that no field of a person is called that. */
const KEY = '\u0001key';

/** The documents of one organization, through the driver. Every method but `page` is one command. */
@Injectable()
export class DocumentsRepository {
  /**
   * A bare command, because the driver's cursor takes 40 of the 130 microseconds of findOne. It is not retried:
   * an error that may pass is left to findOne, which retries as the driver does.
   */
  async findById(db: TenantDb, collection: string, id: DocumentId): Promise<StoredDocument | null> {
    const { readConcern, readPreference } = db.db;
    const find: mongo.Document = { find: collection, filter: byId(id), limit: 1, singleBatch: true };
    if (readConcern) find['readConcern'] = readConcern.toJSON();
    try {
      const reply = await db.db.command(find, { readPreference });
      return (reply['cursor'] as { firstBatch: StoredDocument[] }).firstBatch[0] ?? null;
    } catch (error) {
      if (!isFromServerOrNetwork(error)) throw error;
      return of(db, collection).findOne(byId(id));
    }
  }

  /** @throws MongoServerError 11000 when the `_id` is taken */
  async insert(
    db: TenantDb,
    collection: string,
    document: StoredDocument,
    session?: ClientSession,
  ): Promise<void> {
    await of(db, collection).insertOne(row(document), { session });
  }

  /** @throws MongoBulkWriteError 11000 when an `_id` is taken */
  async insertAll(
    db: TenantDb,
    collection: string,
    documents: StoredDocument[],
    session: ClientSession,
  ): Promise<void> {
    await of(db, collection).insertMany(documents.map(row), { session });
  }

  /** @returns whether the document was there, in one of these revisions if any are given */
  async replace(
    db: TenantDb,
    collection: string,
    document: StoredDocument,
    revisions?: readonly string[],
  ): Promise<boolean> {
    const result = await of(db, collection).replaceOne(atRevision(document._id, revisions), document);
    return result.matchedCount === 1;
  }

  /** Applies an update pipeline. @returns the new document, or null when there was none in these revisions */
  change(
    db: TenantDb,
    path: { collection: string; id: DocumentId },
    pipeline: mongo.Document[],
    revisions?: readonly string[],
  ): Promise<StoredDocument | null> {
    return of(db, path.collection).findOneAndUpdate(atRevision(path.id, revisions), pipeline, {
      returnDocument: 'after',
    });
  }

  /** @returns whether the document was there, in one of these revisions if any are given */
  async remove(
    db: TenantDb,
    collection: string,
    id: DocumentId,
    revisions?: readonly string[],
  ): Promise<boolean> {
    const result = await of(db, collection).deleteOne(atRevision(id, revisions));
    return result.deletedCount === 1;
  }

  async exists(db: TenantDb, collection: string, id: DocumentId): Promise<boolean> {
    return (await of(db, collection).findOne(byId(id), { projection: { _id: 1 } })) !== null;
  }

  count(db: TenantDb, collection: string, filter: MongoFilter): Promise<number> {
    return of(db, collection).countDocuments(filter, { maxTimeMS: MAX_SEARCH_MS });
  }

  async page(db: TenantDb, collection: string, query: PageQuery): Promise<Slice> {
    const { filter, sort, limit, fields } = query;
    const size = limit + 1;
    const cursor = of(db, collection).find(filter, {
      sort: sort.map(({ path, direction }): [string, 1 | -1] => [path, direction]),
      limit: size,
      batchSize: size,
      maxTimeMS: MAX_SEARCH_MS,
      projection: fields && projectionOf(fields, sort),
    });
    const { documents, isLast } = await firstBatch(cursor);
    const shown = documents.slice(0, limit);
    const last = shown.at(-1);
    const hasMore = last !== undefined && (documents.length > limit || !isLast);
    const next = hasMore ? ((last[KEY] as unknown[] | undefined) ?? positionOf(last, sort)) : undefined;
    if (fields) for (const document of shown) delete document[KEY];
    return { documents: shown, next };
  }

  /** Up to `limit` documents in the order of `_id`, fewer when they fill a reply of 16 MB. */
  async following(
    db: TenantDb,
    collection: string,
    filter: MongoFilter,
    limit: number,
  ): Promise<StoredDocument[]> {
    const options = { sort: { _id: 1 }, limit, batchSize: limit } as const;
    return (await firstBatch(of(db, collection).find(filter, options))).documents;
  }

  /** The `_id` of the n-th document that matches, in the order of `_id`, or of none when there are fewer. */
  async nthId(db: TenantDb, collection: string, filter: MongoFilter, n: number): Promise<unknown> {
    const options = { sort: { _id: 1 }, skip: n - 1, projection: { _id: 1 } } as const;
    return (await of(db, collection).findOne(filter, options))?._id;
  }
}

function of(db: TenantDb, collection: string): mongo.Collection {
  return db.collection(collection);
}

const { MongoNetworkError, MongoServerError } = mongoose.mongo;

function isFromServerOrNetwork(error: unknown): boolean {
  return error instanceof MongoNetworkError || error instanceof MongoServerError;
}

/** The driver's types know no `_id` that may be anything. */
const row = (document: StoredDocument) => document as mongo.OptionalId<mongo.Document>;
const byId = (id: unknown) => ({ _id: id }) as mongo.Filter<mongo.Document>;

/** The server checks the revision in the same command as it writes: never read, compare, write. */
function atRevision(id: unknown, revisions: readonly string[] | undefined): mongo.Filter<mongo.Document> {
  if (revisions === undefined) return byId(id);
  const known = { _rev: { $in: revisions } };
  if (!revisions.includes(NO_REVISION)) return { ...byId(id), ...known };
  return { ...byId(id), $or: [known, { _rev: { $not: REVISION } }] };
}

function projectionOf(fields: readonly string[], sort: readonly SortField[]): mongo.Document {
  const shown = Object.fromEntries([...fields, '_id', '_rev'].map((path) => [path, 1]));
  return { ...shown, [KEY]: sort.map(({ path }) => sortKey(path)) };
}

/** One reply of the server and no more: 16 MB bound what a query holds in memory, whatever its limit. */
async function firstBatch(
  cursor: mongo.FindCursor<mongo.WithId<mongo.Document>>,
): Promise<{ documents: StoredDocument[]; isLast: boolean }> {
  try {
    await cursor.hasNext();
    const documents = cursor.readBufferedDocuments();
    return { documents, isLast: cursor.id === undefined || cursor.id.isZero() };
  } finally {
    await cursor.close();
  }
}

import { Injectable } from '@nestjs/common';
import type { TenantDb } from '@rowhouse/tenancy';
import mongoose, { type ClientSession, type mongo } from 'mongoose';
import type { PastSession } from '../../database/past/past-session.js';
import { documentsOf, without } from './bson-fields.js';
import { CommandTime } from './command-time.js';
import { type DocumentId, idOf, type StoredDocument, valuesOf } from './document.schema.js';
import type { RawDocument } from './documents.types.js';
import type { MongoFilter } from './filter.js';
import { behind, positionOf, sortKey, type SortField } from './keyset.js';
import { ReplySizes } from './reply-sizes.js';
import { NO_REVISION, REVISION } from './revision.js';

export interface PageQuery {
  filter: MongoFilter;
  sort: readonly SortField[];
  limit: number;
  fields: readonly string[] | undefined;
  maxTimeMS: number;
  session?: PastSession;
}

export interface Slice {
  documents: RawDocument[];
  /** The place of the last document, when there are more behind it. */
  next: unknown[] | undefined;
}

/** Bytes of the documents of a page or of a batch of an export; a larger one is alone in its own. */
export const MAX_SLICE_BYTES = 1024 * 1024;
/** Of a document whose size is worth remembering when it is read alone. */
const LARGE_BYTES = 256 * 1024;
/** The projected sort key; a control character, so that no field of a member is called that. */
const KEY = '\u0001key';

/** Which versions of a document a write may change, and how long the database may work on it. */
export interface WriteCondition {
  revisions?: readonly string[];
  maxTimeMS: number;
}

/** The documents of one organization, through the driver, which hands them over as bytes. */
@Injectable()
export class DocumentsRepository {
  private readonly sizes = new ReplySizes(MAX_SLICE_BYTES);

  constructor(private readonly time: CommandTime) {}

  /** Tells what a document was like that was read by its id: the next one of its collection may be as large. */
  learn(organizationId: string, collection: string, { length }: RawDocument): void {
    if (length > LARGE_BYTES) this.sizes.learn(organizationId, collection, 1, length);
  }

  /**
   * A bare command, because the driver's cursor takes 40 of the 130 microseconds of findOne. It is not retried:
   * an error that may pass is left to findOne, which retries as the driver does.
   */
  async findById(
    db: TenantDb,
    collection: string,
    id: DocumentId,
    session?: PastSession,
  ): Promise<RawDocument | null> {
    const { readConcern, readPreference } = db.db;
    const maxTimeMS = this.time.of(db.key);
    const find: mongo.Document = {
      find: collection,
      filter: byId(id),
      limit: 1,
      singleBatch: true,
      maxTimeMS,
    };
    if (readConcern) find['readConcern'] = readConcern.toJSON();
    try {
      const reply = await db.db.command(find, { readPreference, raw: true, session });
      return documentsOf(reply['cursor'] as Buffer, 'firstBatch')[0] ?? null;
    } catch (error) {
      if (!isFromServerOrNetwork(error)) throw error;
      return raw(await of(db, collection).findOne(byId(id), { raw: true, maxTimeMS, session }));
    }
  }

  /** @throws MongoServerError 11000 when the `_id` is taken */
  async insert(
    db: TenantDb,
    collection: string,
    document: StoredDocument,
    session?: ClientSession,
  ): Promise<void> {
    await of(db, collection).insertOne(row(document), { session, maxTimeMS: this.time.of(db.key) });
  }

  /** @throws MongoBulkWriteError 11000 when an `_id` is taken */
  async insertAll(
    db: TenantDb,
    collection: string,
    documents: StoredDocument[],
    session: ClientSession,
  ): Promise<void> {
    await of(db, collection).insertMany(documents.map(row), { session, maxTimeMS: this.time.of(db.key) });
  }

  /** @returns whether the document was there, in one of these revisions if any are given */
  async replace(
    db: TenantDb,
    collection: string,
    { _id, ...fields }: StoredDocument,
    { revisions, maxTimeMS }: WriteCondition,
  ): Promise<boolean> {
    // Without `_id` it stays as it is stored: 7 and 7.0 are one `_id`, and not the same bytes.
    const result = await of(db, collection).replaceOne(atRevision(_id, revisions), fields, { maxTimeMS });
    return result.matchedCount === 1;
  }

  /** Applies an update pipeline. @returns the new document, or null when there was none in these revisions */
  async change(
    db: TenantDb,
    path: { collection: string; id: DocumentId },
    pipeline: mongo.Document[],
    { revisions, maxTimeMS }: WriteCondition,
  ): Promise<RawDocument | null> {
    const changed = await of(db, path.collection).findOneAndUpdate(atRevision(path.id, revisions), pipeline, {
      returnDocument: 'after',
      raw: true,
      maxTimeMS,
    });
    return raw(changed);
  }

  /** @returns whether the document was there, in one of these revisions if any are given */
  async remove(
    db: TenantDb,
    collection: string,
    id: DocumentId,
    revisions?: readonly string[],
  ): Promise<boolean> {
    const result = await of(db, collection).deleteOne(atRevision(id, revisions), {
      maxTimeMS: this.time.of(db.key),
    });
    return result.deletedCount === 1;
  }

  async exists(db: TenantDb, collection: string, id: DocumentId): Promise<boolean> {
    const options = { projection: { _id: 1 }, maxTimeMS: this.time.of(db.key) } as const;
    return (await of(db, collection).findOne(byId(id), options)) !== null;
  }

  count(
    db: TenantDb,
    collection: string,
    filter: MongoFilter,
    options: { maxTimeMS: number; session?: PastSession },
  ): Promise<number> {
    return of(db, collection).countDocuments(filter, options);
  }

  /** Whether a read of so many documents is likely to be cut at MAX_SLICE_BYTES. */
  isHeavy(organizationId: string, collection: string, limit: number): boolean {
    return this.sizes.isLarge(organizationId, collection, limit);
  }

  async page(db: TenantDb, collection: string, query: PageQuery): Promise<Slice> {
    const { filter, sort, limit, fields, maxTimeMS, session } = query;
    const order = sort.map(({ path, direction }): [string, 1 | -1] => [path, direction]);
    if (!this.sizes.isKnown(db.key, collection)) {
      const first = await this.first(db, collection, filter, { sort: order, maxTimeMS, session });
      if (first === null) return { documents: [], next: undefined };
    }
    const cursor = of(db, collection).find(filter, {
      sort: order,
      limit: limit + 1,
      batchSize: this.sizes.batchSize(db.key, collection, limit + 1),
      maxTimeMS,
      projection: fields && projectionOf(fields, sort),
      raw: true,
      session,
    });
    const isOrderedById = sort.length === 1 && sort[0].path === '_id';
    const isMore = (last: RawDocument) => {
      const rest = { $and: [filter, behind(sort, [idOf(last)])] };
      return this.any(db, collection, rest, { sort: order, maxTimeMS, session });
    };
    const { documents, isCut } = await this.read(
      db,
      collection,
      cursor,
      limit,
      isOrderedById ? isMore : undefined,
    );
    const last = documents.at(-1);
    const next = last !== undefined && isCut ? placeOf(last, sort, fields !== undefined) : undefined;
    return { documents: fields ? documents.map((document) => without(document, KEY)) : documents, next };
  }

  /** Up to `limit` documents in the order of `_id`, fewer when they are large. */
  async following(
    db: TenantDb,
    collection: string,
    filter: MongoFilter,
    limit: number,
    session?: PastSession,
  ): Promise<RawDocument[]> {
    const order = { sort: { _id: 1 }, maxTimeMS: this.time.batch, session } as const;
    if (!this.sizes.isKnown(db.key, collection)) {
      if ((await this.first(db, collection, filter, order)) === null) return [];
    }
    const batchSize = this.sizes.batchSize(db.key, collection, limit);
    const options = { ...order, limit, batchSize, raw: true } as const;
    const cursor = of(db, collection).find(filter, options);
    return (await this.read(db, collection, cursor, limit, () => Promise.resolve(true))).documents;
  }

  /** The `_id` of the n-th document that matches, in the order of `_id`, or undefined when there are fewer. */
  async nthId(
    db: TenantDb,
    collection: string,
    filter: MongoFilter,
    n: number,
    session?: PastSession,
  ): Promise<unknown> {
    const found = await of(db, collection).findOne(filter, {
      sort: { _id: 1 },
      skip: n - 1,
      projection: { _id: 1 },
      maxTimeMS: this.time.batch,
      raw: true,
      session,
    });
    return found === null ? undefined : idOf(raw(found)!);
  }

  /**
   * Reads until there are enough documents or bytes.
   * @param isMore whether there are documents behind the last one; absent: the cursor tells, by reading the next one
   */
  private async read(
    db: TenantDb,
    collection: string,
    cursor: mongo.FindCursor<mongo.WithId<mongo.Document>>,
    limit: number,
    isMore?: (last: RawDocument) => Promise<boolean>,
  ): Promise<{ documents: RawDocument[]; isCut: boolean }> {
    const documents: RawDocument[] = [];
    let bytes = 0;
    try {
      while (await cursor.hasNext()) {
        for (const document of cursor.readBufferedDocuments() as unknown as RawDocument[]) {
          bytes += document.length;
          if (documents.length === limit || (documents.length > 0 && bytes > MAX_SLICE_BYTES)) {
            return { documents, isCut: true };
          }
          documents.push(document);
        }
        // The next document may be as large as the page, and would be read to be thrown away.
        if (isMore === undefined || bytes < MAX_SLICE_BYTES || cursor.id?.isZero()) continue;
        return { documents, isCut: await isMore(documents.at(-1)!) };
      }
      return { documents, isCut: false };
    } finally {
      this.sizes.learn(db.key, collection, documents.length, bytes);
      await cursor.close();
    }
  }

  /** Tells how large the documents of a collection are that nobody knows yet: a reply would take up to 16 MB of them. */
  private async first(
    db: TenantDb,
    collection: string,
    filter: MongoFilter,
    options: mongo.FindOneOptions,
  ): Promise<RawDocument | null> {
    const found = raw(await of(db, collection).findOne(filter, { ...options, raw: true }));
    if (found !== null) this.sizes.learn(db.key, collection, 1, found.length);
    return found;
  }

  private async any(
    db: TenantDb,
    collection: string,
    filter: MongoFilter,
    options: mongo.FindOneOptions,
  ): Promise<boolean> {
    return (await of(db, collection).findOne(filter, { ...options, projection: { _id: 1 } })) !== null;
  }
}

function of(db: TenantDb, collection: string): mongo.Collection {
  return db.collection(collection);
}

const { MongoNetworkError, MongoServerError } = mongoose.mongo;

function isFromServerOrNetwork(error: unknown): boolean {
  return error instanceof MongoNetworkError || error instanceof MongoServerError;
}

/** The driver's types do not say that `raw` makes Buffers. */
const raw = (document: unknown) => document as RawDocument | null;
/** The driver's types know no `_id` that may be anything. */
const row = (document: StoredDocument) => document as mongo.OptionalId<mongo.Document>;

/** An object would be read for operators; what is none is given bare, for the server's shortest way to a document. */
function byId(id: unknown): mongo.Filter<mongo.Document> {
  const isBare = typeof id === 'string' || id instanceof mongoose.Types.ObjectId;
  return { _id: isBare ? id : { $eq: id } } as mongo.Filter<mongo.Document>;
}

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

/** Where a document stands in the order; one of which only some fields were asked for carries it in KEY. */
function placeOf(document: RawDocument, sort: readonly SortField[], isProjected: boolean): unknown[] {
  const names = new Set(isProjected ? [KEY] : sort.map(({ path }) => path.split('.', 1)[0]));
  const values = valuesOf(document, names);
  const place = isProjected ? (values[KEY] as unknown[]) : positionOf(values, sort);
  return sort.map(({ path }, i) => (path === '_id' ? idOf(document) : place[i]));
}

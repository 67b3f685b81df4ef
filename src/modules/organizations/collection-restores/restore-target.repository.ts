import { Injectable } from '@nestjs/common';
import type { TenantDb } from '@rowhouse/tenancy';
import { BSON, type Document, type Timestamp } from 'mongodb';
import { asOf, type ClusterTime } from '../../../database/past/moment.js';
import { fieldOf, type RawDocument, toMap } from '../../../database/raw-documents.js';

const MAJORITY = { w: 'majority', j: true } as const;
const NAMESPACE_NOT_FOUND = 26;

/** The statements of restores into a database that is in use. */
@Injectable()
export class RestoreTargetRepository {
  async has(db: TenantDb, name: string): Promise<boolean> {
    return (await db.db.listCollections({ name }, { nameOnly: true }).toArray()).length > 0;
  }

  /** The newest moment of the database. */
  async now(db: TenantDb): Promise<ClusterTime> {
    const { operationTime } = await db.db.command({ ping: 1 });
    return operationTime as Timestamp;
  }

  /** In one step: nobody sees the name without a collection, or a part of one. */
  async rename(db: TenantDb, from: string, to: string, dropTarget: boolean): Promise<void> {
    const name = (collection: string) => `${db.name}.${collection}`;
    const rename = { renameCollection: name(from), to: name(to), dropTarget, writeConcern: MAJORITY };
    await db.db.admin().command(rename);
  }

  async drop(db: TenantDb, name: string): Promise<void> {
    await db.db.command({ drop: name, writeConcern: MAJORITY }).catch((error: unknown) => {
      if ((error as { code?: unknown }).code !== NAMESPACE_NOT_FOUND) throw error;
    });
  }

  count(db: TenantDb, name: string): Promise<number> {
    return db.db.collection(name).estimatedDocumentCount();
  }

  /** Those of a collection that have these ids, by their ids. */
  async byIds(db: TenantDb, name: string, ids: readonly unknown[]): Promise<Map<string, RawDocument>> {
    const find = { find: name, filter: { _id: { $in: ids } }, batchSize: ids.length };
    const found = (await db.db.runCursorCommand(find, { raw: true }).toArray()) as unknown as RawDocument[];
    return new Map(found.map((document) => [idKey(document), document]));
  }

  /** @param at undefined: now */
  async find(db: TenantDb, name: string, id: unknown, at?: ClusterTime): Promise<RawDocument | undefined> {
    const find = { find: name, filter: { _id: { $eq: id } }, limit: 1, singleBatch: true };
    const command: Document = at === undefined ? find : { ...find, readConcern: asOf(at) };
    const [found] = (await db.db
      .runCursorCommand(command, { raw: true })
      .toArray()) as unknown as RawDocument[];
    return found;
  }

  /** @throws MongoServerError 11000 when another document has a value that is to be unique */
  async put(db: TenantDb, name: string, document: RawDocument): Promise<void> {
    const row = toMap(document) as unknown as Document;
    const filter = { _id: { $eq: fieldOf(document, '_id') } } as Document;
    await db.db.collection(name).replaceOne(filter, row, { upsert: true, writeConcern: MAJORITY });
  }
}

/** Two documents of one id have one key. */
export const idKey = (document: RawDocument): string => keyOf(fieldOf(document, '_id'));

export const keyOf = (id: unknown): string => Buffer.from(BSON.serialize({ id })).toString('base64');

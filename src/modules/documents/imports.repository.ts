import { Injectable } from '@nestjs/common';
import type { TenantDb } from '@rowhouse/tenancy';
import mongoose, { type mongo } from 'mongoose';
import type { StoredDocument } from './document.schema.js';
import type { ImportMode } from './documents.types.js';

export interface BatchResult {
  inserted: number;
  replaced: number;
  /** Which documents were refused, by their place in the batch. */
  refused: { index: number; code: number }[];
}

/** Writes batches of an import: one command each, where one bad document does not stop the others. */
@Injectable()
export class ImportsRepository {
  async write(
    db: TenantDb,
    collection: string,
    documents: StoredDocument[],
    mode: ImportMode,
  ): Promise<BatchResult> {
    const operations = documents.map((document) => operation(document, mode));
    try {
      const result = await db.collection(collection).bulkWrite(operations, { ordered: false });
      return { ...counts(result), refused: [] };
    } catch (error) {
      if (!(error instanceof mongoose.mongo.MongoBulkWriteError)) throw error;
      const refused = [error.writeErrors].flat().map(({ index, code }) => ({ index, code: Number(code) }));
      // Without a refused document the failure is the server's, not a line's.
      if (refused.length === 0) throw error;
      return { ...counts(error.result), refused };
    }
  }
}

function operation(document: StoredDocument, mode: ImportMode): mongo.AnyBulkWriteOperation {
  // The driver's types know no `_id` that may be anything.
  const row = document as mongo.OptionalId<mongo.Document>;
  if (mode === 'insert') return { insertOne: { document: row } };
  const filter = { _id: document._id } as mongo.Filter<mongo.Document>;
  return { replaceOne: { filter, replacement: row, upsert: true } };
}

function counts(result: mongo.BulkWriteResult): { inserted: number; replaced: number } {
  return { inserted: result.insertedCount + result.upsertedCount, replaced: result.matchedCount };
}

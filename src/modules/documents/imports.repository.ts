import { Injectable } from '@nestjs/common';
import type { TenantDb } from '@rowhouse/tenancy';
import mongoose, { type mongo } from 'mongoose';
import { CommandTime } from './command-time.js';
import type { ImportMode } from './documents.types.js';
import type { ImportedDocument } from './import-input.js';

export interface BatchResult {
  inserted: number;
  replaced: number;
  /** Which documents were refused, by their place in the batch. */
  refused: { index: number; code: number }[];
}

/** Writes batches of an import: one command each, where one bad document does not stop the others. */
@Injectable()
export class ImportsRepository {
  constructor(private readonly time: CommandTime) {}

  async write(
    db: TenantDb,
    collection: string,
    documents: ImportedDocument[],
    mode: ImportMode,
  ): Promise<BatchResult> {
    const operations = documents.map((document) => operation(document, mode));
    try {
      const result = await db.collection(collection).bulkWrite(operations, {
        ordered: false,
        maxTimeMS: this.time.batch,
        // Each has its own; the driver would look for it among the properties of a Map.
        forceServerObjectId: true,
      });
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

/** The `_id` is compared, never read for operators; the document is stored, never an update. */
function operation(document: ImportedDocument, mode: ImportMode): mongo.AnyBulkWriteOperation {
  // The driver's types know neither Maps nor an `_id` that may be anything.
  const row = document as unknown as mongo.OptionalId<mongo.Document>;
  if (mode === 'insert') return { insertOne: { document: row } };
  const id = document.get('_id');
  return {
    replaceOne: {
      filter: { _id: { $eq: id } } as mongo.Filter<mongo.Document>,
      replacement: row,
      upsert: true,
    },
  };
}

function counts(result: mongo.BulkWriteResult): { inserted: number; replaced: number } {
  return { inserted: result.insertedCount + result.upsertedCount, replaced: result.matchedCount };
}

import { Injectable } from '@nestjs/common';
import type { TenantDb } from '@rowhouse/tenancy';
import mongoose, { type mongo } from 'mongoose';
import { AppError } from '../../common/errors/app-error.js';
import { CommandTime } from './command-time.js';

interface Insert {
  db: TenantDb;
  collection: string;
  document: mongo.Document;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/** Documents of one command; what comes in the same turn beyond that has a command of its own. */
const MAX_DOCUMENTS = 32;
/** Bytes of a document that is sent along with others: none waits for the transfer of a large one. */
const MAX_BYTES = 16 * 1024;
/** MongoDB before 8.0 does not know the command bulkWrite. */
const COMMAND_NOT_FOUND = 59;
const TIME_LIMIT = 50;

/**
 * New documents that come in one turn of the event loop travel in one command, whatever collections of whatever
 * organizations they are for (ADR-0031). Only documents under ids of our own: nothing that is stored or on its way
 * can make one of them wait, as the id of a member's choice could.
 */
@Injectable()
export class InsertBatchesRepository {
  private waiting: Insert[] = [];
  private isKnownToServer = true;

  constructor(private readonly time: CommandTime) {}

  /**
   * Inserts a document whose id was made for it.
   * @throws whatever insertOne throws; AppError request.timeout when it may have been inserted
   */
  insert(db: TenantDb, collection: string, document: mongo.Document, bytes: number): Promise<void> {
    if (bytes > MAX_BYTES || !this.isKnownToServer) return this.alone({ db, collection, document });
    return new Promise((resolve, reject) => {
      if (this.waiting.length === 0) setImmediate(() => this.flush());
      this.waiting.push({ db, collection, document, resolve, reject });
    });
  }

  private flush(): void {
    const all = this.waiting;
    this.waiting = [];
    for (let at = 0; at < all.length; at += MAX_DOCUMENTS) this.send(all.slice(at, at + MAX_DOCUMENTS));
  }

  private send(inserts: Insert[]): void {
    if (inserts.length === 1) return this.settleAlone(inserts[0]);
    this.together(inserts).then(
      () => inserts.forEach(({ resolve }) => resolve()),
      (error: unknown) => this.settleFailed(inserts, error),
    );
  }

  /** A retryable write: after an election the driver sends it again, and the server knows what it has done of it. */
  private async together(inserts: Insert[]): Promise<void> {
    const models = inserts.map(({ db, collection, document }) => ({
      name: 'insertOne' as const,
      namespace: `${db.name}.${collection}`,
      document,
    }));
    const { client } = inserts[0].db.db;
    const { insertedCount } = await client.bulkWrite(models, {
      ordered: false,
      maxTimeMS: this.time.request,
    });
    if (insertedCount !== inserts.length) {
      throw new Error(`${insertedCount} of ${inserts.length} documents were inserted`);
    }
  }

  private settleFailed(inserts: Insert[], error: unknown): void {
    if (!(error instanceof mongoose.mongo.MongoClientBulkWriteError)) return rejectAll(inserts, error);
    const { cause, writeErrors, writeConcernErrors } = error;
    if (cause instanceof mongoose.mongo.MongoServerError && cause.code === COMMAND_NOT_FOUND) {
      this.isKnownToServer = false;
      return inserts.forEach((insert) => this.settleAlone(insert));
    }
    if (cause !== undefined) return rejectAll(inserts, isLate(cause) ? unknownOutcome(cause) : cause);
    inserts.forEach((insert, i) => {
      // It was not inserted: asked again alone, the server gives the reason in full.
      if (writeErrors.has(i)) this.settleAlone(insert);
      else if (writeConcernErrors.length > 0) insert.reject(unknownOutcome(error));
      else insert.resolve();
    });
  }

  private settleAlone(insert: Insert): void {
    this.alone(insert).then(insert.resolve, insert.reject);
  }

  private async alone({ db, collection, document }: Omit<Insert, 'resolve' | 'reject'>): Promise<void> {
    await db.collection(collection).insertOne(document, { maxTimeMS: this.time.request });
  }
}

function rejectAll(inserts: Insert[], error: unknown): void {
  for (const { reject } of inserts) reject(error);
}

/** The command ended somewhere in the middle of its documents. */
const isLate = (error: Error): boolean => (error as { code?: unknown }).code === TIME_LIMIT;

const unknownOutcome = (cause: unknown): AppError => new AppError('request.timeout', {}, { cause });

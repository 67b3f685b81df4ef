import { Injectable } from '@nestjs/common';
import type { TenantDb } from '@rowhouse/tenancy';
import { AppError } from '../../common/errors/app-error.js';
import { sparing } from '../../common/sparing.js';
import { Transactions } from '../../database/transactions.js';
import { type Actor, organizationOf } from '../access/actor.types.js';
import { checkCollectionName } from './collection-name.js';
import { CollectionsService } from './collections.service.js';
import type { JsonMode } from './bson-text.js';
import { atId } from './at-id.js';
import { CommandTime } from './command-time.js';
import {
  type DocumentId,
  packDocument,
  sizeOf,
  type StoredDocument,
  toDocumentId,
} from './document.schema.js';
import { idOfPath, toDocument, toPatch } from './document-input.js';
import { DocumentsRepository, type WriteCondition } from './documents.repository.js';
import type { Change, DocumentPath, RawDocument } from './documents.types.js';
import { InsertBatchesRepository } from './insert-batches.repository.js';
import { mergePatch } from './merge-patch.js';
import { newRevision } from './revision.js';
import { StorageLimitsService } from './storage-limits.service.js';
import { refused } from './write-errors.js';
import { TenantWork } from './tenant-work.js';

/** The most documents one request inserts as one transaction. */
const MAX_MANY = 1000;

/** Documents of the caller's organization, one at a time. Each call is one command to the database. */
@Injectable()
export class DocumentsService {
  constructor(
    private readonly tenants: TenantWork,
    private readonly documents: DocumentsRepository,
    private readonly collections: CollectionsService,
    private readonly transactions: Transactions,
    private readonly storage: StorageLimitsService,
    private readonly batches: InsertBatchesRepository,
    private readonly time: CommandTime,
  ) {}

  async insert(actor: Actor, collection: string, body: unknown, mode: JsonMode): Promise<RawDocument> {
    checkCollectionName(collection);
    const document = await sparing(() => toDocument(body, mode));
    const isOwnId = (body as StoredDocument)._id !== undefined;
    let packed: RawDocument | undefined;
    await this.write(actor, collection, async (db) => {
      const { length } = (packed = await sparing(() => packDocument(document)));
      return this.transactions.runClaimed((session) =>
        session || isOwnId
          ? this.documents.insert(db, collection, document, session)
          : this.batches.insert(db, collection, document, length),
      );
    });
    return this.counted(actor, packed!);
  }

  /**
   * Inserts under an id that must be free.
   * @throws AppError document.changed when it is taken; else as insert()
   */
  async create(
    actor: Actor,
    { collection, id }: DocumentPath,
    body: unknown,
    mode: JsonMode,
  ): Promise<RawDocument> {
    checkCollectionName(collection);
    const key = typeof id === 'string' ? toDocumentId(id, 'standard') : idOfPath(id);
    const document = await sparing(() => toDocument(body, mode, key));
    try {
      await this.write(actor, collection, (db) => this.documents.insert(db, collection, document));
    } catch (cause) {
      if (!(cause instanceof AppError) || cause.code !== 'document.exists') throw cause;
      const errors = { 'If-None-Match': 'A document with this _id already exists' };
      throw new AppError('document.changed', { errors }, { cause });
    }
    return this.counted(actor, await sparing(() => packDocument(document)));
  }

  /**
   * Inserts all or none. @returns their ids alone, in the order given
   * @throws AppError document.exists, document.invalid, both naming the index; collection.*, plan.storage_full
   */
  async insertMany(
    actor: Actor,
    collection: string,
    bodies: readonly unknown[],
    mode: JsonMode,
  ): Promise<RawDocument[]> {
    checkCollectionName(collection);
    if (bodies.length === 0 || bodies.length > MAX_MANY) {
      const errors = { body: `Between 1 and ${MAX_MANY} documents can be inserted at once` };
      throw new AppError('document.invalid', { errors });
    }
    const documents = await sparing(() => bodies.map((body, i) => atIndex(i, () => toDocument(body, mode))));
    await this.write(actor, collection, (db) =>
      this.transactions.run((session) => this.documents.insertAll(db, collection, documents, session)),
    );
    const bytes = await sparing(() => documents.reduce((sum, document) => sum + sizeOf(document), 0));
    this.storage.count(organizationOf(actor), documents.length, bytes);
    return documents.map(({ _id }) => packDocument({ _id }));
  }

  async replace(actor: Actor, { collection, id }: DocumentPath, change: Change): Promise<RawDocument> {
    checkCollectionName(collection);
    return atId(id, async (key) => {
      const document = await sparing(() => toDocument(change.body, change.mode, key));
      await this.storage.check(organizationOf(actor));
      await this.changing(actor, { collection, id: key }, async (db) =>
        (await this.documents.replace(db, collection, document, this.condition(actor, change)))
          ? document
          : null,
      );
      return this.counted(actor, await sparing(() => packDocument(document)));
    });
  }

  /** Applies a JSON Merge Patch (RFC 7396). */
  async patch(actor: Actor, { collection, id }: DocumentPath, change: Change): Promise<RawDocument> {
    checkCollectionName(collection);
    return atId(id, async (key) => {
      const path = { collection, id: key };
      const patch = await sparing(() => toPatch(change.body, change.mode, key));
      const pipeline = mergePatch({ ...patch, _rev: newRevision() });
      await this.storage.check(organizationOf(actor));
      const changed = await this.changing(actor, path, (db) =>
        this.documents.change(db, path, pipeline, this.condition(actor, change)),
      );
      return this.counted(actor, changed);
    });
  }

  /** @param revisions the revisions the caller knows; undefined: whichever there is */
  async remove(actor: Actor, { collection, id }: DocumentPath, revisions?: readonly string[]): Promise<void> {
    checkCollectionName(collection);
    await atId(id, (key) =>
      this.changing(actor, { collection, id: key }, async (db) =>
        (await this.documents.remove(db, collection, key, revisions)) ? true : null,
      ),
    );
  }

  /** A document as it was stored. */
  private counted(actor: Actor, stored: RawDocument): RawDocument {
    this.storage.count(organizationOf(actor), 1, stored.length);
    return stored;
  }

  private async write(
    actor: Actor,
    collection: string,
    work: (db: TenantDb) => Promise<void>,
  ): Promise<void> {
    await this.storage.check(organizationOf(actor));
    try {
      await this.tenants.run(organizationOf(actor), (db) => {
        const making = this.collections.ensure(db, collection);
        return making === undefined ? work(db) : making.then(() => work(db));
      });
    } catch (error) {
      throw refused(error);
    }
  }

  /** Its command ends before its request does, however long it waited for the body, its turn or a move. */
  private condition(actor: Actor, { revisions, since }: Change): WriteCondition {
    return { revisions, maxTimeMS: this.time.left(since, organizationOf(actor)) };
  }

  /** Runs a write that finds its document, or says why it did not. */
  private async changing<T>(
    actor: Actor,
    path: { collection: string; id: DocumentId },
    work: (db: TenantDb) => Promise<T | null>,
  ): Promise<T> {
    try {
      return await this.tenants.run(organizationOf(actor), async (db) => {
        const changed = await work(db);
        if (changed !== null) return changed;
        const isThere = await this.documents.exists(db, path.collection, path.id);
        throw new AppError(isThere ? 'document.changed' : 'document.not_found');
      });
    } catch (error) {
      throw refused(error);
    }
  }
}

/** Puts the index in front of the path an error names. */
function atIndex<T>(index: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const named = Object.entries(error.details.errors ?? {}).map(([path, text]) => [
      `${index}.${path}`,
      text,
    ]);
    throw new AppError(error.code, { errors: Object.fromEntries(named) as Record<string, string> });
  }
}

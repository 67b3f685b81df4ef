import { Injectable } from '@nestjs/common';
import type { TenantDb } from '@rowhouse/tenancy';
import type { ClientSession } from 'mongodb';
import { MARK_COLLECTION } from './marks.repository.js';

/** The end of a move's writes; a mover that was frozen may write it into a database that is gone by then. */
const SENTINEL = '_rowhouse_fence';
/** The documents a late writer can have left: requests that were under way, of at most 1,000 documents each. */
const LATE_DOCUMENTS = 2000;
const REVISION = /^[0-9a-f]{12}$/;
const NAMESPACE_NOT_FOUND = 26;

/** `nothing`: no documents; `late_writes`: what this service can have written after a drop; `others`: anything else. */
export type Contents = 'nothing' | 'late_writes' | 'others';

/** What a database holds, and its end. */
@Injectable()
export class DatabaseContentsRepository {
  /** Whether it holds a collection. What the server keeps beside them does not count. */
  async exists(db: TenantDb): Promise<boolean> {
    return (await this.names(db)).length > 0;
  }

  async has(db: TenantDb, collection: string): Promise<boolean> {
    return (await this.names(db)).includes(collection);
  }

  async create(db: TenantDb, collection: string, session: ClientSession): Promise<void> {
    await db.db.createCollection(collection, { session });
  }

  /** Bytes of its documents, uncompressed, and of its indexes. */
  async size(db: TenantDb): Promise<number> {
    const { dataSize, indexSize } = await db.db.command({ dbStats: 1 });
    return Number(dataSize) + Number(indexSize);
  }

  /** Whether the organization's own collections hold a document. */
  async hasDocuments(db: TenantDb): Promise<boolean> {
    for (const { name, type } of await db.db.listCollections({}, { nameOnly: true }).toArray()) {
      if (name.startsWith('system.') || name.startsWith('_rowhouse') || type === 'view') continue;
      if ((await db.collection(name).findOne({}, { projection: { _id: 1 } })) !== null) return true;
    }
    return false;
  }

  /** Nothing of what a driver, a shell or a restore makes passes for a late write: those carry our revisions. */
  async contents(db: TenantDb): Promise<Contents> {
    let documents = 0;
    for (const { name, type, options } of await this.all(db)) {
      if (name === SENTINEL) continue;
      if (type !== 'collection' || Object.keys(options ?? {}).length > 0) return 'others';
      const indexes = await db.collection(name).listIndexes().toArray();
      if (indexes.length > 1) return 'others';
      const found = db.collection(name).find({}, { projection: { _rev: 1 }, limit: LATE_DOCUMENTS + 1 });
      for await (const { _rev } of found) {
        documents++;
        if (typeof _rev !== 'string' || !REVISION.test(_rev) || documents > LATE_DOCUMENTS) return 'others';
      }
    }
    return documents === 0 ? 'nothing' : 'late_writes';
  }

  /**
   * Drops a database and looks whether it is gone. The mark goes last: the server may be killed in the middle, and
   * what is left must be known as ours.
   */
  async drop(db: TenantDb): Promise<void> {
    for (const name of await this.names(db)) {
      if (name !== MARK_COLLECTION) await this.dropCollection(db, name);
    }
    await db.db.dropDatabase();
    if (await this.exists(db)) throw new Error(`${db.name} is still there after it was dropped`);
  }

  private async dropCollection(db: TenantDb, name: string): Promise<void> {
    // The acknowledgement of dropDatabase covers these.
    await db.db.command({ drop: name, writeConcern: { w: 1 } }).catch((error: unknown) => {
      if ((error as { code?: unknown }).code !== NAMESPACE_NOT_FOUND) throw error;
    });
  }

  private async names(db: TenantDb): Promise<string[]> {
    const all = await db.db.listCollections({}, { nameOnly: true }).toArray();
    return all.map(({ name }) => name).filter((name) => !name.startsWith('system.'));
  }

  private async all(db: TenantDb) {
    const all = await db.db.listCollections().toArray();
    return all
      .filter(({ name }) => !name.startsWith('system.'))
      .map((info) => ({
        name: info.name,
        type: info.type ?? 'collection',
        options: 'options' in info ? info.options : undefined,
      }));
  }
}

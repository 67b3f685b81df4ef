import { Injectable } from '@nestjs/common';
import type { TenantDb } from '@rowhouse/tenancy';
import type { ClientSession, Document } from 'mongodb';

/** The collection of the mark, in each database of an organization. Its name is reserved. */
export const MARK_COLLECTION = '_rowhouse';

/** Who made a database and for whom. */
export interface Mark {
  registry: string;
  org_id: string;
  generation: number;
}

interface MarkRow extends Mark {
  _id: 'mark';
  made_at: Date;
}

/** Clustered: one file instead of two, and files are what a server runs out of first. */
const CLUSTERED = { clusteredIndex: { key: { _id: 1 }, unique: true } };
const NAMESPACE_EXISTS = 48;

/** The statements about the mark inside a database. */
@Injectable()
export class MarksRepository {
  /** @throws MongoServerError 48 when the database is marked already */
  async make(db: TenantDb, mark: Mark, session?: ClientSession): Promise<void> {
    await db.db.createCollection(MARK_COLLECTION, { ...CLUSTERED, session });
    await this.rows(db).insertOne({ _id: 'mark', ...mark, made_at: new Date() }, { session });
  }

  /** Null: none. What another program keeps under this name is a mark of nobody. */
  async read(db: TenantDb): Promise<Mark | null> {
    const row: Document | null = await this.rows(db).findOne({ _id: 'mark' });
    if (row === null) return null;
    const { registry, org_id, generation } = row;
    return {
      registry: typeof registry === 'string' ? registry : '',
      org_id: typeof org_id === 'string' ? org_id : '',
      generation: Number.isInteger(generation) ? Number(generation) : 0,
    };
  }

  /** For a database that was made before there were marks; safe to repeat, and leaves a mark that is there. */
  async add(db: TenantDb, mark: Mark): Promise<void> {
    await db.db.createCollection(MARK_COLLECTION, CLUSTERED).catch((error: unknown) => {
      if ((error as { code?: unknown }).code !== NAMESPACE_EXISTS) throw error;
    });
    await this.rows(db).updateOne(
      { _id: 'mark' },
      { $setOnInsert: { ...mark, made_at: new Date() } },
      { upsert: true },
    );
  }

  /** In place of whatever mark there is. @param isThere whether the collection of the mark exists */
  async replace(db: TenantDb, mark: Mark, isThere: boolean, session: ClientSession): Promise<void> {
    if (!isThere) return this.make(db, mark, session);
    const row = { ...mark, made_at: new Date() };
    await this.rows(db).replaceOne({ _id: 'mark' }, row, { upsert: true, session });
  }

  private rows(db: TenantDb) {
    return db.collection<MarkRow>(MARK_COLLECTION);
  }
}

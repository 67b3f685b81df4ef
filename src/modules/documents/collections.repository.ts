import { Injectable } from '@nestjs/common';
import type { TenantDb } from '@rowhouse/tenancy';
import type { PastSession } from '../../database/past/past-session.js';
import { CommandTime } from './command-time.js';

/** MongoDB: a collection or view of that name exists. */
const NAMESPACE_EXISTS = 48;
const NAMESPACE_NOT_FOUND = 26;

/** The collections of one organization's database. */
@Injectable()
export class CollectionsRepository {
  constructor(private readonly time: CommandTime) {}

  async listNames(db: TenantDb): Promise<{ name: string; isView: boolean }[]> {
    const rows = await db.db.listCollections({}, { nameOnly: true }).toArray();
    return rows.map(({ name, type }) => ({ name, isView: type !== 'collection' }));
  }

  async create(db: TenantDb, name: string): Promise<void> {
    await db.db.createCollection(name).catch((error: unknown) => ignoring(error, NAMESPACE_EXISTS));
  }

  /** @returns whether there was one */
  async drop(db: TenantDb, name: string): Promise<boolean> {
    const answer = await db.db
      .command({ drop: name })
      .catch((error: unknown) => ignoring(error, NAMESPACE_NOT_FOUND));
    // MongoDB answers ok for a collection that never was, but names no indexes.
    return answer?.['nIndexesWas'] !== undefined;
  }

  /** At the moment of the session: each document is looked at. */
  async measureAt(
    db: TenantDb,
    name: string,
    session: PastSession,
    maxTimeMS: number,
  ): Promise<{ count: number; size: number }> {
    const sums = { _id: null, count: { $sum: 1 }, size: { $sum: { $bsonSize: '$$ROOT' } } };
    const found = await db
      .collection(name)
      .aggregate<{ count: number; size: number }>([{ $group: sums }, { $project: { _id: 0 } }], {
        session,
        maxTimeMS,
      })
      .next();
    return found ?? { count: 0, size: 0 };
  }

  /** Null when it was dropped in the meantime. */
  async measure(db: TenantDb, name: string): Promise<{ count: number; size: number } | null> {
    const stats = await db
      .collection(name)
      .aggregate<{ count: number; size: number }>(
        [
          { $collStats: { storageStats: {} } },
          { $project: { _id: 0, count: '$storageStats.count', size: '$storageStats.size' } },
        ],
        { maxTimeMS: this.time.of(db.key) },
      )
      .next()
      .catch((error: unknown) => ignoring(error, NAMESPACE_NOT_FOUND));
    return stats ?? null;
  }
}

function ignoring(error: unknown, code: number): undefined {
  if ((error as { code?: unknown }).code !== code) throw error;
  return undefined;
}

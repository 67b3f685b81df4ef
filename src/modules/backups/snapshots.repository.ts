import { Injectable } from '@nestjs/common';
import { storeOf, writeMetadata } from '@rowhouse/mongo-dump';
import { TenantConnectionFactory, type TenantDb } from '@rowhouse/tenancy';
import { BSON, type Document, Timestamp } from 'mongodb';
import { asOf, secondOf } from '../../database/past/moment.js';
import { FUNCTIONS } from '../../database/past/past-catalog.js';
import { type RawDocument, toMap } from '../../database/raw-documents.js';
import type { ArchivedCollection } from './backup.types.js';

/** What Rowhouse itself keeps in an organization's database: it is made anew where a backup is restored. */
const OWN = /^_rowhouse/;
/** Documents of a batch; the server ends it at 16 MiB in any case. */
const BATCH_DOCUMENTS = 5000;
/** The moment is no longer in the window that the server keeps. */
const SNAPSHOT_TOO_OLD = 239;
/** Lists of collections taken before and after the moment: they differ while collections are made. */
const LISTINGS = 20;

/** A collection at the moment, without its documents. */
export type ListedCollection = Pick<ArchivedCollection, 'name' | 'type' | 'metadata'> & {
  /** The collection that has its documents. */
  store: string;
};

/** A database at one moment. */
export interface Snapshot {
  /** The moment, of the server's clock. */
  time: Timestamp;
  at: Date;
  serverVersion: string;
  collections: ListedCollection[];
  /** Counted from the collections' records, not exact. */
  documents: number;
}

/** Reads organizations' databases as they were at one moment, while they are written to. */
@Injectable()
export class SnapshotsRepository {
  constructor(private readonly tenants: TenantConnectionFactory) {}

  /** Fixes the moment. The collections were the same just before and just after it, so they are those of it. */
  async take(database: string): Promise<Snapshot> {
    const db = this.tenants.open(database);
    for (let attempt = 1; ; attempt++) {
      const before = await this.list(db);
      const { operationTime } = await db.db.command({ ping: 1 });
      const time = operationTime as Timestamp;
      const after = await this.list(db);
      if (attempt < LISTINGS && JSON.stringify(before) !== JSON.stringify(after)) continue;
      return {
        time,
        at: secondOf(time),
        serverVersion: await this.serverVersion(database),
        collections: after,
        documents: await this.estimate(db, after),
      };
    }
  }

  async serverVersion(database: string): Promise<string> {
    return (await this.tenants.open(database).db.command({ buildInfo: 1 }))['version'] as string;
  }

  /** The documents of a collection at the moment, in the order in which the server keeps them. */
  async *documents(database: string, store: string, time: Timestamp): AsyncGenerator<RawDocument[], void> {
    const cursor = this.tenants.open(database).db.runCursorCommand(
      {
        find: store,
        batchSize: BATCH_DOCUMENTS,
        noCursorTimeout: true,
        readConcern: asOf(time),
      },
      { raw: true },
    );
    cursor.setBatchSize(BATCH_DOCUMENTS);
    try {
      while (await cursor.hasNext()) {
        const buffered = cursor.readBufferedDocuments() as unknown as RawDocument[];
        if (buffered.length > 0) yield buffered;
      }
    } finally {
      await cursor.close();
    }
  }

  /** How many documents each collection has; of a view none. */
  async counts(database: string): Promise<Map<string, number>> {
    const db = this.tenants.open(database);
    const counts = new Map<string, number>();
    for (const { name, type, store } of await this.list(db))
      counts.set(name, type === 'view' ? 0 : await db.db.collection(store).estimatedDocumentCount());
    return counts;
  }

  private async list(db: TenantDb): Promise<ListedCollection[]> {
    const listed: ListedCollection[] = [];
    for (const info of await rawAnswers(db, { listCollections: 1 })) {
      const name = info.get('name') as string;
      if (OWN.test(name) || (name.startsWith('system.') && name !== FUNCTIONS)) continue;
      const kind = info.get('type');
      const type = kind === 'view' || kind === 'timeseries' ? kind : 'collection';
      const options = info.get('options') as Map<string, unknown> | undefined;
      const uuid = (info.get('info') as Map<string, unknown> | undefined)?.get('uuid');
      const metadata = new Map<string, unknown>([
        ...(options === undefined || options.size === 0 ? [] : ([['options', options]] as const)),
        ['indexes', type === 'view' ? [] : await rawAnswers(db, { listIndexes: name })],
        ...(uuid instanceof BSON.Binary ? ([['uuid', uuid.toUUID().toHexString(false)]] as const) : []),
        ['collectionName', name],
        ['type', type],
      ]);
      listed.push({ name, type, metadata: writeMetadata(metadata), store: storeOf({ name, type }) });
    }
    return listed.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  private async estimate(db: TenantDb, collections: ListedCollection[]): Promise<number> {
    let documents = 0;
    for (const { type, store } of collections)
      if (type !== 'view') documents += await db.db.collection(store).estimatedDocumentCount();
    return documents;
  }
}

/** The second of a time, as the server counts. */
export const clusterTimeOf = (at: Date): Timestamp =>
  new Timestamp({ t: Math.floor(at.getTime() / 1000), i: 0 });

export const isWindowPassed = (error: unknown): boolean =>
  (error as { code?: unknown }).code === SNAPSHOT_TOO_OLD;

/** What a command answers, its keys in their order and of their exact types. */
async function rawAnswers(db: TenantDb, command: Document): Promise<Map<string, unknown>[]> {
  const all = await db.db.runCursorCommand(command, { raw: true }).toArray();
  return (all as unknown as RawDocument[]).map(toMap);
}

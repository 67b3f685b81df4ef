import { Injectable } from '@nestjs/common';
import type { TenantDb } from '@rowhouse/tenancy';
import { AppError } from '../../common/errors/app-error.js';
import type { ClusterTime } from '../../database/past/moment.js';
import { isStreamLost, PastCatalog } from '../../database/past/past-catalog.js';
import { SnapshotWindow } from '../../database/past/snapshot-window.js';
import { type Actor, organizationOf } from '../access/actor.types.js';
import { isCollectionName } from './collection-name.js';
import { CollectionsRepository } from './collections.repository.js';
import type { CollectionSummary } from './documents.types.js';
import { CommandTime } from './command-time.js';
import { PastReadsService, type Read } from './past-reads.service.js';
import { refused } from './write-errors.js';

/** Which collections an organization had. */
@Injectable()
export class PastCollectionsService {
  constructor(
    private readonly reads: PastReadsService,
    private readonly catalog: PastCatalog,
    private readonly window: SnapshotWindow,
    private readonly collections: CollectionsRepository,
    private readonly time: CommandTime,
  ) {}

  /** @throws AppError request.not_done when counting takes longer than a request may */
  async list(actor: Actor, asked: ClusterTime): Promise<CollectionSummary[]> {
    const since = performance.now();
    const at = await this.window.resolve(asked);
    const read: Read<CollectionSummary[]> = async (db, session) => {
      const items: CollectionSummary[] = [];
      for (const name of await this.names(db, at)) {
        const left = this.time.left(since, organizationOf(actor));
        if (left <= 1) throw new AppError('request.not_done', { retryAfter: 1 });
        items.push({ name, ...(await this.collections.measureAt(db, name, session!, left)) });
      }
      return items;
    };
    try {
      return await this.reads.run(organizationOf(actor), at, read);
    } catch (error) {
      throw refused(error);
    }
  }

  /** @throws AppError collection.not_found */
  async require(actor: Actor, collection: string, asked: ClusterTime): Promise<void> {
    const at = await this.window.resolve(asked);
    const names = await this.reads.run(organizationOf(actor), at, (db) => this.names(db, at));
    if (!names.includes(collection)) throw new AppError('collection.not_found');
  }

  private async names(db: TenantDb, at: ClusterTime): Promise<string[]> {
    try {
      const all = await this.catalog.collections(db.db, at);
      return all
        .filter(({ kind, name }) => kind === 'collection' && isCollectionName(name))
        .map(({ name }) => name);
    } catch (error) {
      if (isStreamLost(error)) throw await this.window.tooOld(error);
      throw error;
    }
  }
}

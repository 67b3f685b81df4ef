import { Injectable } from '@nestjs/common';
import { lruOf } from '../../../common/lru.js';
import { ChangeFeed } from '../../../database/change-feed.js';
import { DatabasesRepository } from '../../registry/databases.repository.js';
import type { KnownDatabase } from './journal-batch.js';

const REMEMBERED = 50_000;

/** Whose a database is. A name is used once, and what another program calls by our prefix is nobody's. */
@Injectable()
export class KnownDatabases {
  private readonly rows = lruOf<KnownDatabase | false>(REMEMBERED);

  constructor(
    private readonly databases: DatabasesRepository,
    feed: ChangeFeed,
  ) {
    feed.on('databases', ({ id }) => void this.rows.delete(String(id)));
    feed.onGap(() => this.rows.clear());
  }

  find(database: string): KnownDatabase | null | Promise<KnownDatabase | null> {
    const known = this.rows.get(database);
    return known === undefined ? this.read(database) : known || null;
  }

  private async read(database: string): Promise<KnownDatabase | null> {
    const row = await this.databases.find(database);
    const found = row && { database, orgId: row.org_id, generation: row.generation };
    this.rows.set(database, found ?? false);
    return found;
  }
}

import { Injectable } from '@nestjs/common';
import { lruOf } from '../../common/lru.js';
import { ChangeFeed } from '../../database/change-feed.js';
import type { Tx } from '../../database/transactions.js';
import { DatabasesRepository } from './databases.repository.js';

const REMEMBERED = 50_000;
const PAGE = 500;

/** A database that the registry knows. */
export interface KnownDatabase {
  readonly database: string;
  readonly orgId: string;
  readonly generation: number;
}

/** Whose a database is. A name is used once, and what another program calls by our prefix is nobody's. */
@Injectable()
export class KnownDatabasesService {
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

  /** Those that organizations live in, page by page. */
  async *active(): AsyncGenerator<KnownDatabase[], void> {
    for (let after = ''; ;) {
      const page = await this.databases.listActive(after, PAGE);
      yield page.map(({ _id, org_id, generation }) => ({ database: _id, orgId: org_id, generation }));
      if (page.length < PAGE) return;
      after = page.at(-1)!._id;
    }
  }

  /** Notes that what is in it is archived. False when it is being dropped; a drop that begins meanwhile conflicts. */
  noteArchived(database: string, session: Tx): Promise<boolean> {
    return this.databases.noteArchived(database, session);
  }

  private async read(database: string): Promise<KnownDatabase | null> {
    const row = await this.databases.find(database);
    const found = row && { database, orgId: row.org_id, generation: row.generation };
    this.rows.set(database, found ?? false);
    return found;
  }
}

import { Injectable } from '@nestjs/common';
import { lruOf } from '../../common/lru.js';
import type { ClusterTime } from '../../database/past/moment.js';
import { PastOrganizationsRepository } from './past-organizations.repository.js';

/** Organizations of which it is remembered since when they live in their database; some 200 bytes each. */
const REMEMBERED = 10_000;

/** In which database an organization lived at a moment. */
@Injectable()
export class PastDatabasesService {
  /** The name of a database is used once: who lived in it then and does now, did so in between. */
  private readonly known = lruOf<{ database: string; since: ClusterTime }>(REMEMBERED);

  constructor(private readonly past: PastOrganizationsRepository) {}

  /** @param present the database it lives in now @returns null when there was no such organization */
  async databaseAt(orgId: string, present: string, at: ClusterTime): Promise<string | null> {
    const known = this.known.get(orgId);
    if (known?.database === present && at.greaterThanOrEqual(known.since)) return present;
    const database = await this.past.databaseAt(orgId, at);
    if (database === present) this.known.set(orgId, { database, since: at });
    return database;
  }
}

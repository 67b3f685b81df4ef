import { Injectable } from '@nestjs/common';
import { lruOf } from '../../../common/lru.js';
import { duplicateKey } from '../../../database/duplicate-key.js';
import { Transactions } from '../../../database/transactions.js';
import { KnownDatabasesService } from '../../registry/known-databases.service.js';
import { ArchiveKeysService } from '../archive-keys.service.js';

/** Keys in memory; some 200 bytes each. */
const REMEMBERED = 20_000;

/**
 * The keys that seal what is journaled. One that was destroyed is never made anew: what the journal heard before that
 * stays sealed with it.
 */
@Injectable()
export class JournalKeys {
  private readonly known = lruOf<Buffer>(REMEMBERED);

  constructor(
    private readonly keys: ArchiveKeysService,
    private readonly databases: KnownDatabasesService,
    private readonly transactions: Transactions,
  ) {}

  /** Null: the organization is gone, and nothing of it is to be kept. @throws AppError backup.key_wrong */
  async of(orgId: string, database: string): Promise<Buffer | null> {
    const known = this.known.get(orgId);
    if (known !== undefined) return known;
    const key = (await this.keys.find(orgId)) ?? (await this.make(orgId, database));
    if (key !== null) this.known.set(orgId, key);
    return key;
  }

  private async make(orgId: string, database: string): Promise<Buffer | null> {
    try {
      await this.transactions.run(async (session) => {
        if (await this.databases.noteArchived(database, session)) await this.keys.makeIn(orgId, session);
      });
    } catch (error) {
      if (duplicateKey(error) === null) throw error; // a backup made it at this moment
    }
    return this.keys.find(orgId);
  }
}

import { Injectable } from '@nestjs/common';
import type { Tx } from '../../database/transactions.js';
import type { BackupScheduleRow } from './backup-schedule.schema.js';
import type { SkipReason } from './backup-schedule.types.js';
import { BackupStores } from './backup-stores.service.js';
import type { BackupRow } from './backup.schema.js';
import { BackupsRepository } from './backups.repository.js';

/** Room for the backup that a schedule asks for. */
@Injectable()
export class ScheduledRoomService {
  constructor(
    private readonly backups: BackupsRepository,
    private readonly stores: BackupStores,
  ) {}

  /** Whether there is a store at all. */
  get isOn(): boolean {
    return this.stores.name !== undefined;
  }

  /** The oldest scheduled ones give way; those that people made never do. */
  async make(row: BackupScheduleRow, session: Tx): Promise<SkipReason | undefined> {
    const orgId = row._id;
    if (await this.backups.isScheduledUnderWay(orgId, session)) return 'busy';
    const newestFirst = await this.backups.listScheduled(orgId, session);
    // The newest `keep_count` stay until there is one more: a run that fails takes none away.
    const over = newestFirst.slice(row.keep_count);
    const room = this.stores.limit - ((await this.backups.count(orgId, session)) - over.length);
    const kept = newestFirst.slice(0, row.keep_count);
    if (room < 1 && kept.length <= 1) return 'limit';
    const giving = room < 1 ? [...over, kept.at(-1)!] : over;
    for (const id of giving) await this.backups.markRemoving(id, orgId, session);
    return undefined;
  }

  fill(row: BackupRow, session: Tx): Promise<void> {
    return this.backups.insert(row, session);
  }
}

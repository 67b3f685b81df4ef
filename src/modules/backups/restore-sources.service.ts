import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { MoveRunners } from '../organizations/moves/move-runners.service.js';
import type { RestoreSource } from '../organizations/moves/restore.types.js';
import { BackupMaker } from './backup-maker.js';
import { BackupsRepository } from './backups.repository.js';
import { JournalSources } from './journal/journal-sources.service.js';
import { known, told } from './restore-errors.js';
import { collectionsOf } from './restore-collections.js';

/** Gives a restore the backup that it restores; asked for again after a crash, by whichever instance goes on. */
@Injectable()
export class RestoreSources implements OnModuleInit {
  constructor(
    private readonly runners: MoveRunners,
    private readonly backups: BackupsRepository,
    private readonly maker: BackupMaker,
    private readonly journal: JournalSources,
  ) {}

  onModuleInit(): void {
    this.runners.restoreFrom(({ backup, org_id: orgId, source, at }) =>
      source === undefined ? this.open(backup!, orgId) : this.journal.reopen(orgId, at!, source, backup),
    );
  }

  /** @throws AppError backup.not_found, backup.damaged, backup.key_wrong, backup.store_failed */
  async open(id: string, orgId: string): Promise<RestoreSource> {
    const row = await this.backups.find(id);
    if (row === null || row.org_id !== orgId || row.phase !== 'done') throw new AppError('backup.not_found');
    try {
      const reader = await this.maker.open(row);
      return {
        collections: collectionsOf(reader),
        documentsOf: ({ name }) => known(reader.documents(reader.find(name))),
      };
    } catch (error) {
      throw told(error);
    }
  }
}

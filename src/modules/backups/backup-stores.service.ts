import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { Env } from '../../config/env.js';
import type { BackupStore } from './stores/backup-store.js';
import { openStore } from './stores/open-store.js';

/** Where backups are kept. */
@Injectable()
export class BackupStores {
  private readonly store: BackupStore | undefined;

  /** How many backups an organization may keep. */
  readonly limit: number;

  constructor(env: Env) {
    this.limit = env.BACKUPS_PER_ORGANIZATION;
    this.store = openStore(env);
  }

  /** Undefined: there are no backups. */
  get name(): string | undefined {
    return this.store?.name;
  }

  /** @throws AppError backup.off */
  require(): BackupStore {
    if (this.store === undefined) throw new AppError('backup.off');
    return this.store;
  }
}

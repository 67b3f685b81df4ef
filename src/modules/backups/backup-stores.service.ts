import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { Env } from '../../config/env.js';
import { ReachedLimitsService } from '../rate-limits/reached-limits.service.js';
import type { BackupStore } from './stores/backup-store.js';
import { openStore } from './stores/open-store.js';

/** Where backups are kept. */
@Injectable()
export class BackupStores {
  private readonly store: BackupStore | undefined;

  /** How many backups an organization may keep. */
  readonly limit: number;

  constructor(
    env: Env,
    private readonly reached: ReachedLimitsService,
  ) {
    this.limit = env.BACKUPS_PER_ORGANIZATION;
    this.store = openStore(env);
  }

  /** Undefined: there are no backups. */
  get name(): string | undefined {
    return this.store?.name;
  }

  /** The refusal of one backup too many, which the organization is told of. */
  full(orgId: string): AppError {
    return this.reached.refusal('backup.limit_reached', orgId, this.limit);
  }

  /** @throws AppError backup.off */
  require(): BackupStore {
    if (this.store === undefined) throw new AppError('backup.off');
    return this.store;
  }
}

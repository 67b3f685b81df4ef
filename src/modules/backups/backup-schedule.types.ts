/** When an organization is backed up by itself, and how much of that is kept. */
export interface BackupSchedule {
  /** Minute, hour, day of the month, month, day of the week. */
  readonly cron: string;
  /** IANA name, by whose wall clock the expression is read. */
  readonly timeZone: string;
  readonly isEnabled: boolean;
  /** Scheduled backups that are kept, the newest ones. */
  readonly keepCount: number;
  /** Days; undefined: only by their count. */
  readonly keepDays: number | undefined;
}

/** A schedule and what became of it. */
export interface KnownSchedule extends BackupSchedule {
  readonly nextRuns: readonly Date[];
  readonly lastAt: Date | undefined;
  readonly lastBackup: string | undefined;
  /** Why the last run made no backup. */
  readonly skipped: SkipReason | undefined;
}

/** `busy`: the one before is not made yet; `limit`: no room is left by the limit of backups. */
export type SkipReason = 'busy' | 'limit';

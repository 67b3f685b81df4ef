import { Injectable } from '@nestjs/common';
import { AppError } from '../../../common/errors/app-error.js';
import { Env } from '../../../config/env.js';
import { type ClusterTime, secondOf } from '../../../database/past/moment.js';
import type { BackupRow } from '../backup.schema.js';
import { BackupStores } from '../backup-stores.service.js';
import { BackupsRepository } from '../backups.repository.js';
import { JournalDatabasesRepository } from './journal-databases.repository.js';
import { JournalRepository } from './journal.repository.js';
import type { JournalDatabaseRow, JournalGapRow, JournalObjectRow, JournalRow } from './journal.schema.js';

/** What a restore to a moment begins from, and what it replays. */
export interface JournalPlan {
  readonly orgId: string;
  readonly at: ClusterTime;
  /** In which the organization lived at the moment. */
  readonly database: string;
  /** Null: the database was made empty at `from`. */
  readonly base: BackupRow | null;
  readonly from: ClusterTime;
  readonly objects: JournalObjectRow[];
}

/** What can be restored of an organization. */
export interface JournalStatus {
  readonly since: ClusterTime;
  /** The journal has everything until then. */
  readonly until: ClusterTime;
  /** Undefined: nothing yet. */
  readonly oldest: ClusterTime | undefined;
  readonly newestBase: ClusterTime | undefined;
  readonly needsBase: boolean;
  readonly gaps: readonly JournalGapRow[];
}

/** Finds what a moment is restored from, or says why it cannot be. */
@Injectable()
export class JournalPlans {
  constructor(
    private readonly journal: JournalRepository,
    private readonly databases: JournalDatabasesRepository,
    private readonly backups: BackupsRepository,
    private readonly stores: BackupStores,
    private readonly env: Env,
  ) {}

  /** @throws AppError journal.off, journal.behind, journal.gap, journal.too_early */
  async plan(orgId: string, at: ClusterTime): Promise<JournalPlan> {
    const row = await this.row();
    if (at.greaterThan(row.at!)) {
      throw new AppError('journal.behind', { newest: secondOf(row.at!).toISOString(), retryAfter: 2 });
    }
    const database = await this.journal.homeAt(orgId, at);
    const known = database === null ? null : await this.databases.find(database);
    if (known === null) throw await this.tooEarly(orgId);
    return this.planOf(known, row, at);
  }

  /** As plan() found it: what it begins from is not chosen anew. @throws AppError journal.too_early, journal.gap */
  async planAgain(
    orgId: string,
    at: ClusterTime,
    database: string,
    backup: string | undefined,
  ): Promise<JournalPlan> {
    const known = await this.databases.find(database);
    const base = backup === undefined ? null : await this.backups.find(backup);
    const from = backup === undefined ? known?.born : base?.cluster_time;
    if (known?.org_id !== orgId || from === undefined) throw await this.tooEarly(orgId);
    if (base !== null && (base.org_id !== orgId || base.phase !== 'done'))
      throw new AppError('backup.not_found');
    const first = this.firstOf(known, (await this.row()).since!);
    if (first.greaterThan(from)) throw await this.tooEarly(orgId);
    return { orgId, at, database, base, from, objects: await this.journal.objectsOf(database, from, at) };
  }

  /** @throws AppError journal.off */
  async status(orgId: string, database: string): Promise<JournalStatus> {
    const row = await this.row();
    const known = await this.databases.find(database);
    return {
      since: row.since!,
      until: row.at!,
      oldest: await this.oldest(orgId),
      newestBase: known?.base_at ?? known?.born,
      needsBase: known?.needs_base ?? true,
      gaps: await this.journal.gapsOf(database),
    };
  }

  private async planOf(known: JournalDatabaseRow, row: JournalRow, at: ClusterTime): Promise<JournalPlan> {
    const { _id: database, org_id: orgId, born } = known;
    const gaps = await this.journal.gapsOf(database);
    const inside = gaps.find(({ from, to }) => at.greaterThan(from) && at.lessThan(to));
    if (inside !== undefined) throw gapError(inside);
    const before = gaps.find(({ to }) => to.lessThanOrEqual(at));
    const first = later(this.firstOf(known, row.since!), before?.to);
    const base = await this.backups.newestBase(orgId, database, at);
    if (base?.cluster_time?.greaterThanOrEqual(first)) {
      const from = base.cluster_time;
      return { orgId, at, database, base, from, objects: await this.journal.objectsOf(database, from, at) };
    }
    if (born?.greaterThanOrEqual(first) && born.lessThanOrEqual(at)) {
      const objects = await this.journal.objectsOf(database, born, at);
      return { orgId, at, database, base: null, from: born, objects };
    }
    // Behind a gap it takes the next base.
    if (before !== undefined && first.equals(before.to)) throw gapError(before);
    throw await this.tooEarly(orgId);
  }

  /** From when on nothing of the database is missing. */
  private firstOf({ kept_from: kept }: JournalDatabaseRow, since: ClusterTime): ClusterTime {
    return later(since, kept);
  }

  private async tooEarly(orgId: string): Promise<AppError> {
    const oldest = await this.oldest(orgId);
    return new AppError('journal.too_early', { oldest: oldest && secondOf(oldest).toISOString() });
  }

  /** The oldest moment that can be restored. */
  private async oldest(orgId: string): Promise<ClusterTime | undefined> {
    const { since } = await this.row();
    const moments: ClusterTime[] = [];
    for (const known of await this.databases.listOf(orgId)) {
      const first = this.firstOf(known, since!);
      if (known.born?.greaterThanOrEqual(first)) moments.push(known.born);
      const base = await this.backups.oldestBase(orgId, known._id, first);
      if (base?.cluster_time !== undefined) moments.push(base.cluster_time);
    }
    return moments.sort((a, b) => a.compare(b)).at(0);
  }

  private async row(): Promise<JournalRow> {
    const isOn = this.env.JOURNAL_DAYS > 0 && this.stores.name !== undefined;
    const row = isOn ? await this.journal.find() : null;
    if (row?.at === undefined) throw new AppError('journal.off');
    return row;
  }
}

const later = (a: ClusterTime, b: ClusterTime | undefined): ClusterTime => (b?.greaterThan(a) ? b : a);

const gapError = ({ from, to }: JournalGapRow): AppError =>
  new AppError('journal.gap', {
    gap: { from: secondOf(from).toISOString(), to: secondOf(to).toISOString() },
  });

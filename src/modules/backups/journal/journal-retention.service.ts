import { secondMoment } from '../../../database/journal/moments.js';
import type { ClusterTime } from '../../../database/past/moment.js';
import { Injectable } from '@nestjs/common';
import { Env } from '../../../config/env.js';
import { Clock } from '../../../database/work/clock.js';
import { RegistryIdentityService } from '../../organizations/marks/registry-identity.service.js';
import { BackupStores } from '../backup-stores.service.js';
import { BackupsRepository } from '../backups.repository.js';
import { JournalDatabasesRepository } from './journal-databases.repository.js';
import { objectKey } from './journal-objects.js';
import { JournalRepository } from './journal.repository.js';
import type { JournalDatabaseRow, JournalRow } from './journal.schema.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** An object that was on its way when its reign ended is in the store by then. Milliseconds. */
const LATE_MS = 120_000;

/** Removes what is older than JOURNAL_DAYS and what nobody needs. Called by the instance that keeps the journal. */
@Injectable()
export class JournalRetention {
  private doneAt = -Infinity;

  constructor(
    private readonly journal: JournalRepository,
    private readonly databases: JournalDatabasesRepository,
    private readonly backups: BackupsRepository,
    private readonly stores: BackupStores,
    private readonly identity: RegistryIdentityService,
    private readonly clock: Clock,
    private readonly env: Env,
  ) {}

  /** What a reign before this one may have left without a row: its numbers stand in ours, so it is ours. */
  async removeLeftovers(row: JournalRow): Promise<void> {
    for (const left of row.leftovers) {
      const isLate = this.clock.wall() - left.since.getTime() >= LATE_MS;
      for (let number = left.from; number < left.to; number++)
        await this.stores.require().remove(objectKey(this.identity.id, left.reign, number));
      if (isLate) await this.journal.forgetLeftover(left);
    }
    row.leftovers = row.leftovers.filter(({ since }) => this.clock.wall() - since.getTime() < LATE_MS);
  }

  /** Once an hour. */
  async look(row: JournalRow): Promise<void> {
    const now = this.clock.monotonic();
    if (row.leftovers.some(({ since }) => this.clock.wall() - since.getTime() >= LATE_MS))
      await this.removeLeftovers(row);
    if (now - this.doneAt < HOUR_MS) return;
    this.doneAt = now;
    await this.removeOld(new Date(this.clock.wall() - this.env.JOURNAL_DAYS * DAY_MS));
  }

  /** The oldest base that is needed stays, with everything since. */
  async removeOld(horizon: Date): Promise<void> {
    const floors = new Map<string, ClusterTime>();
    const over: string[] = [];
    for await (const row of this.databases.all()) {
      const floor = await this.floorOf(row, horizon);
      if (floor === undefined) over.push(row._id);
      else {
        floors.set(row._id, floor);
        await this.databases.keepFrom(row._id, floor);
        await this.backups.markBasesRemoving(row._id, floor);
      }
    }
    for await (const object of this.journal.objectsBefore(horizon)) {
      const isNeeded = object.parts.some(({ database, to }) => {
        const floor = floors.get(database);
        return floor !== undefined && to.greaterThan(floor);
      });
      if (isNeeded) continue;
      await this.stores.require().remove(objectKey(this.identity.id, object.reign, object._id));
      await this.journal.removeObject(object._id);
    }
    for (const database of over) {
      await this.backups.markBasesRemoving(database);
      await this.journal.removeGapsOf(database);
      await this.databases.remove(database);
    }
  }

  /** What happened until then is not needed; undefined: nothing of it is. */
  private async floorOf(row: JournalDatabaseRow, horizon: Date): Promise<ClusterTime | undefined> {
    if (!row.live && row.left_at !== undefined && row.left_at < horizon) return undefined;
    const at = secondMoment(Math.floor(horizon.getTime() / 1000));
    const base = await this.backups.newestBase(row.org_id, row._id, at, 'journal');
    return base?.cluster_time ?? row.born ?? row.kept_from ?? secondMoment(0);
  }
}

import { secondMoment } from '../../../database/journal/moments.js';
import { Injectable } from '@nestjs/common';
import { Env } from '../../../config/env.js';
import { type ClusterTime, secondOf } from '../../../database/past/moment.js';
import { Clock } from '../../../database/work/clock.js';
import { type KnownDatabase, KnownDatabasesService } from '../../registry/known-databases.service.js';
import { JournalDatabasesRepository } from './journal-databases.repository.js';
import { JournalRepository } from './journal.repository.js';

/** Milliseconds between two looks at everything. */
const SCAN_MS = 600_000;
const DAY_S = 24 * 3600;
/** Entries that are replayed at most, and are in memory then: more ask for a new base. Bytes. */
const LONG = 64 * 1024 * 1024;

/** Finds databases that the stream does not tell of: those that were there before it. */
@Injectable()
export class JournalScan {
  private scannedAt = -Infinity;

  constructor(
    private readonly rows: JournalDatabasesRepository,
    private readonly journal: JournalRepository,
    private readonly databases: KnownDatabasesService,
    private readonly clock: Clock,
    private readonly env: Env,
  ) {}

  /** Now and then. @param at from then on the journal has what happens there */
  async look(at: ClusterTime): Promise<void> {
    if (this.clock.monotonic() - this.scannedAt >= SCAN_MS) await this.scan(at);
  }

  /** Databases of names that do not begin with the prefix: it was another one when they were made. */
  async unusualNames(prefix: string): Promise<string[]> {
    const names: string[] = [];
    for await (const page of this.databases.active())
      names.push(...page.map(({ database }) => database).filter((name) => !name.startsWith(prefix)));
    return names;
  }

  /** As {@link look}, at once. */
  async scan(at: ClusterTime): Promise<void> {
    for await (const { database, orgId, generation } of this.unknown()) {
      await this.rows.add({ _id: database, org_id: orgId, generation, live: true });
      const home = { org_id: orgId, database, at, at_wall: secondOf(at) };
      await this.journal.addHome({ _id: `${orgId}/${at.t}.${at.i}`, ...home });
    }
    const before = Math.floor(this.clock.wall() / 1000) - this.env.JOURNAL_DAYS * DAY_S;
    await this.rows.needNewBases(LONG, secondMoment(before));
    this.scannedAt = this.clock.monotonic();
  }

  private async *unknown(): AsyncGenerator<KnownDatabase, void> {
    for await (const page of this.databases.active()) {
      const known = await this.rows.known(page.map(({ database }) => database));
      yield* page.filter(({ database }) => !known.has(database));
    }
  }
}

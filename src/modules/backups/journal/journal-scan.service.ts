import { Injectable } from '@nestjs/common';
import { Timestamp } from 'mongodb';
import { Env } from '../../../config/env.js';
import { secondOf } from '../../../database/past/moment.js';
import { Clock } from '../../../database/work/clock.js';
import type { DatabaseRow } from '../../registry/organization.schema.js';
import { DatabasesRepository } from '../../registry/databases.repository.js';
import { JournalDatabasesRepository } from './journal-databases.repository.js';
import { JournalRepository } from './journal.repository.js';

/** Milliseconds between two looks at everything. */
const SCAN_MS = 600_000;
const PAGE = 500;
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
    private readonly databases: DatabasesRepository,
    private readonly clock: Clock,
    private readonly env: Env,
  ) {}

  /** Now and then. @param at from then on the journal has what happens there */
  async look(at: Timestamp): Promise<void> {
    if (this.clock.monotonic() - this.scannedAt >= SCAN_MS) await this.scan(at);
  }

  /** Databases of names that do not begin with the prefix: it was another one when they were made. */
  async unusualNames(prefix: string): Promise<string[]> {
    const names: string[] = [];
    for await (const { _id } of this.active()) if (!_id.startsWith(prefix)) names.push(_id);
    return names;
  }

  /** As {@link look}, at once. */
  async scan(at: Timestamp): Promise<void> {
    for await (const { _id, org_id, generation } of this.unknown()) {
      await this.rows.add({ _id, org_id, generation, live: true });
      const home = { org_id, database: _id, at, at_wall: secondOf(at) };
      await this.journal.addHome({ _id: `${org_id}/${at.t}.${at.i}`, ...home });
    }
    const before = Math.floor(this.clock.wall() / 1000) - this.env.JOURNAL_DAYS * DAY_S;
    await this.rows.needNewBases(LONG, new Timestamp({ t: before, i: 0 }));
    this.scannedAt = this.clock.monotonic();
  }

  private async *active(): AsyncGenerator<DatabaseRow, void> {
    for (let after = ''; ;) {
      const page = await this.databases.listActive(after, PAGE);
      yield* page;
      if (page.length < PAGE) return;
      after = page.at(-1)!._id;
    }
  }

  private async *unknown(): AsyncGenerator<DatabaseRow, void> {
    for (let after = ''; ;) {
      const page = await this.databases.listActive(after, PAGE);
      const known = await this.rows.known(page.map(({ _id }) => _id));
      yield* page.filter(({ _id }) => !known.has(_id));
      if (page.length < PAGE) return;
      after = page.at(-1)!._id;
    }
  }
}

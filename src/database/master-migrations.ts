import { Injectable, Logger } from '@nestjs/common';
import type { Collection } from 'mongodb';
import type { Connection } from 'mongoose';
import { type LeasedRow, MASTER_LEASE_TIMES, MasterLease, type MasterLeaseTimes } from './master-lease.js';
import { StartRefused } from './start-refused.js';
import { Clock } from './work/clock.js';

/** The layout of master before migrations were numbered; a master without a version has it. */
export const FIRST_VERSION = 1;

/** One step of master's layout. */
export interface MasterMigration {
  /** The version that master has afterwards: the next number, counting from {@link FIRST_VERSION}. */
  version: number;
  name: string;
  /**
   * Runs before the indexes are made and before the first request. It may have run in part before (kill -9), and
   * while instances of the version before serve: each write must be safe to repeat and leave what they need.
   * @param signal aborted when another instance has taken over; stop then
   */
  up(connection: Connection, signal: AbortSignal): Promise<void>;
}

/** The row of `schema` that says which layout master has. */
interface VersionRow extends LeasedRow {
  _id: 'master';
  version?: number;
}

/** Brings master's layout to the version of this program: each step once, also when instances start at once. */
@Injectable()
export class MasterMigrations {
  private readonly log = new Logger(MasterMigrations.name);
  private readonly steps = new Map<number, MasterMigration>();
  private times = MASTER_LEASE_TIMES;

  constructor(private readonly clock: Clock) {}

  /** For tests. */
  static withTimes(clock: Clock, times: MasterLeaseTimes): MasterMigrations {
    return Object.assign(new MasterMigrations(clock), { times });
  }

  /** Call it in a constructor: all steps must be known when the modules are initialized. */
  register(step: MasterMigration): void {
    if (this.steps.has(step.version)) throw new Error(`two migrations have the number ${step.version}`);
    this.steps.set(step.version, step);
  }

  /** @throws StartRefused when master was changed by a newer program */
  async run(connection: Connection): Promise<void> {
    const newest = this.newest();
    const rows = connection.db!.collection<VersionRow>('schema');
    const lease = MasterLease.withTimes(connection, this.clock, this.times);
    for (let version = await current(rows); version !== newest; version = await current(rows)) {
      if (version !== undefined && version > newest) throw tooNew(connection.name, version, newest);
      await lease.hold('master', (lost) => this.migrate(connection, { rows, lease, newest, lost }));
    }
  }

  private newest(): number {
    for (let n = FIRST_VERSION + 1; n <= FIRST_VERSION + this.steps.size; n++) {
      if (!this.steps.has(n)) throw new Error(`migration ${n} is missing: the numbers must have no gap`);
    }
    return FIRST_VERSION + this.steps.size;
  }

  private async migrate(
    connection: Connection,
    {
      rows,
      lease,
      newest,
      lost,
    }: { rows: Collection<VersionRow>; lease: MasterLease; newest: number; lost: AbortSignal },
  ): Promise<void> {
    const mine = lease.mine('master');
    await rows.updateOne({ ...mine, version: { $exists: false } }, { $set: { version: FIRST_VERSION } });
    const isNew = (await connection.db!.collection('organizations').findOne()) === null;
    try {
      for (let version = ((await current(rows)) ?? FIRST_VERSION) + 1; version <= newest; version++) {
        const step = this.steps.get(version)!;
        // A first start has nothing to change.
        this.log[isNew ? 'debug' : 'warn'](`master goes to layout ${version}: ${step.name}`);
        await step.up(connection, lost);
        const { matchedCount } = await rows.updateOne(
          { ...mine, version: version - 1 },
          { $set: { version } },
        );
        if (matchedCount === 0) return; // another instance has the lease and goes on from what was done
      }
    } catch (error) {
      if (!lost.aborted) throw error;
    }
  }
}

function tooNew(name: string, version: number, known: number): StartRefused {
  return new StartRefused(
    `The database ${name} has layout ${version}, made by a newer Rowhouse, and this one knows ${known}: start the newer one, or restore the backup from before the update`,
  );
}

/** Undefined for a master that was never started by a program that counts. */
async function current(rows: Collection<VersionRow>): Promise<number | undefined> {
  const row = await rows.findOne({ _id: 'master' }, { readConcern: { level: 'majority' } });
  return row?.version;
}

import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import type { Collection, MongoServerError } from 'mongodb';
import type { Connection } from 'mongoose';
import { StartRefused } from './start-refused.js';

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

/** `schema` holds one row: the version of master and who is changing it. */
interface SchemaRow {
  _id: 'master';
  version: number;
  lease?: { owner: string; expires_at: Date };
}

export interface MigrationTimes {
  /** An instance that was killed keeps the others waiting this long. Unit of all: milliseconds. */
  lease: number;
  beat: number;
  poll: number;
}
const TIMES: MigrationTimes = { lease: 15_000, beat: 3000, poll: 250 };

const DUPLICATE_KEY = 11000;

/** Brings master's layout to the version of this program: each step once, whoever starts at the same time. */
@Injectable()
export class MasterMigrations {
  private readonly log = new Logger(MasterMigrations.name);
  private readonly steps = new Map<number, MasterMigration>();
  private readonly owner = `${hostname()}:${process.pid}:${randomUUID()}`;
  private times = TIMES;

  /** For tests. */
  static withTimes(times: MigrationTimes): MasterMigrations {
    return Object.assign(new MasterMigrations(), { times });
  }

  /** Call it in a constructor: all steps must be known when the modules are initialized. */
  register(step: MasterMigration): void {
    if (this.steps.has(step.version)) throw new Error(`two migrations have the number ${step.version}`);
    this.steps.set(step.version, step);
  }

  /** @throws StartRefused when master was changed by a newer program */
  async run(connection: Connection): Promise<void> {
    const newest = this.newest();
    const rows = connection.db!.collection<SchemaRow>('schema');
    await begin(rows);
    for (let version = await current(rows); version !== newest; version = await current(rows)) {
      if (version > newest) {
        throw new StartRefused(
          `The database ${connection.name} has layout ${version}, made by a newer Rowhouse, and this one knows ${newest}: start the newer one, or restore the backup from before the update`,
        );
      }
      if (await this.take(rows)) await this.migrate(connection, rows, newest);
      else await sleep(this.times.poll);
    }
  }

  private newest(): number {
    for (let n = FIRST_VERSION + 1; n <= FIRST_VERSION + this.steps.size; n++) {
      if (!this.steps.has(n)) throw new Error(`migration ${n} is missing: the numbers must have no gap`);
    }
    return FIRST_VERSION + this.steps.size;
  }

  /** False while another instance has the lease. Clocks of instances need not agree: the server's counts. */
  private async take(rows: Collection<SchemaRow>): Promise<boolean> {
    const free = {
      $or: [{ lease: { $exists: false } }, { $expr: { $lte: ['$lease.expires_at', '$$NOW'] } }],
    };
    const { matchedCount } = await rows.updateOne({ _id: 'master', ...free }, [this.leaseStage()]);
    return matchedCount === 1;
  }

  private leaseStage() {
    return {
      $set: {
        lease: { owner: { $literal: this.owner }, expires_at: { $add: ['$$NOW', this.times.lease] } },
      },
    };
  }

  private async migrate(connection: Connection, rows: Collection<SchemaRow>, newest: number): Promise<void> {
    const lost = new AbortController();
    const mine = { _id: 'master' as const, 'lease.owner': this.owner };
    const beat = setInterval(() => {
      rows.updateOne(mine, [this.leaseStage()]).then(
        ({ matchedCount }) => matchedCount === 0 && lost.abort(),
        () => undefined, // the next beat tries again; without any, the lease runs out and the version stays
      );
    }, this.times.beat);
    try {
      for (let version = (await current(rows)) + 1; version <= newest; version++) {
        const step = this.steps.get(version)!;
        this.log.warn(`master goes to layout ${version}: ${step.name}`);
        await step.up(connection, lost.signal);
        const { matchedCount } = await rows.updateOne(
          { ...mine, version: version - 1 },
          { $set: { version } },
        );
        if (matchedCount === 0) return; // somebody else has the lease and goes on from what was done
      }
    } catch (error) {
      if (!lost.signal.aborted) throw error;
    } finally {
      clearInterval(beat);
      await rows.updateOne(mine, { $unset: { lease: 1 } });
    }
  }
}

async function begin(rows: Collection<SchemaRow>): Promise<void> {
  try {
    await rows.updateOne({ _id: 'master' }, { $setOnInsert: { version: FIRST_VERSION } }, { upsert: true });
  } catch (error) {
    if ((error as MongoServerError).code !== DUPLICATE_KEY) throw error; // another start wrote it at this moment
  }
}

async function current(rows: Collection<SchemaRow>): Promise<number> {
  const row = await rows.findOne({ _id: 'master' }, { readConcern: { level: 'majority' } });
  return row?.version ?? FIRST_VERSION;
}

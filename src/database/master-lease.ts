import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { Collection, MongoServerError } from 'mongodb';
import type { Connection } from 'mongoose';

export interface LeaseTimes {
  /** An instance that was killed keeps the others waiting this long. Unit of all: milliseconds. */
  lease: number;
  beat: number;
  poll: number;
}
export const LEASE_TIMES: LeaseTimes = { lease: 15_000, beat: 3000, poll: 250 };

export interface LeasedRow {
  _id: string;
  lease?: { owner: string; expires_at: Date };
}

const DUPLICATE_KEY = 11000;

/** The right of one instance at a time to change the layout of master; rows of `schema`. */
@Injectable()
export class MasterLease {
  private readonly owner = `${hostname()}:${process.pid}:${randomUUID()}`;
  private readonly rows: Collection<LeasedRow>;
  private times = LEASE_TIMES;

  constructor(@InjectConnection() connection: Connection) {
    this.rows = connection.db!.collection<LeasedRow>('schema');
  }

  static withTimes(connection: Connection, times: LeaseTimes): MasterLease {
    return Object.assign(new MasterLease(connection), { times });
  }

  /** What a row that is written under the lease must match. */
  mine<Id extends string>(id: Id): { _id: Id; 'lease.owner': string } {
    return { _id: id, 'lease.owner': this.owner };
  }

  /** Waits for its turn, then works. @param work its signal is aborted when the lease was lost; stop then */
  async hold<T>(id: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    await this.ensureRow(id);
    while (!(await this.take(id))) await sleep(this.times.poll);
    const lost = new AbortController();
    const beat = setInterval(() => {
      this.rows.updateOne(this.mine(id), [this.stage()]).then(
        ({ matchedCount }) => matchedCount === 0 && lost.abort(),
        () => undefined, // the next beat tries again; without any, the lease runs out
      );
    }, this.times.beat);
    try {
      return await work(lost.signal);
    } finally {
      clearInterval(beat);
      await this.rows.updateOne(this.mine(id), { $unset: { lease: 1 } });
    }
  }

  private async ensureRow(id: string): Promise<void> {
    try {
      await this.rows.updateOne({ _id: id }, { $setOnInsert: { _id: id } }, { upsert: true });
    } catch (error) {
      if ((error as MongoServerError).code !== DUPLICATE_KEY) throw error; // another start wrote it at this moment
    }
  }

  /** False while another instance has it. Clocks of instances need not agree: the server's counts. */
  private async take(id: string): Promise<boolean> {
    const free = {
      $or: [{ lease: { $exists: false } }, { $expr: { $lte: ['$lease.expires_at', '$$NOW'] } }],
    };
    const { matchedCount } = await this.rows.updateOne({ _id: id, ...free }, [this.stage()]);
    return matchedCount === 1;
  }

  private stage() {
    const expires_at = { $add: ['$$NOW', this.times.lease] };
    return { $set: { lease: { owner: { $literal: this.owner }, expires_at } } };
  }
}

import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { Collection, Document, MongoServerError } from 'mongodb';
import type { Connection } from 'mongoose';
import { Clock } from './work/clock.js';
import { Lease, type LeaseTimes } from './work/lease.js';
import { LeaseRows } from './work/lease-rows.js';

export interface MasterLeaseTimes extends LeaseTimes {
  /** How often it is asked for while another instance has it. */
  poll: number;
}
export const MASTER_LEASE_TIMES: MasterLeaseTimes = { lasts: 15_000, beat: 3000, margin: 3000, poll: 250 };

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
  private readonly leases: LeaseRows<LeasedRow>;
  private times = MASTER_LEASE_TIMES;

  constructor(
    @InjectConnection() connection: Connection,
    private readonly clock: Clock,
  ) {
    this.rows = connection.db!.collection<LeasedRow>('schema');
    const fields = { owner: 'lease.owner', until: 'lease.expires_at', within: 'lease' };
    this.leases = new LeaseRows(() => this.rows, fields);
  }

  static withTimes(connection: Connection, clock: Clock, times: MasterLeaseTimes): MasterLease {
    return Object.assign(new MasterLease(connection, clock), { times });
  }

  /** What a row that is written under the lease must match. */
  mine<Id extends string>(id: Id): Document & { _id: Id } {
    return { ...this.leases.mine(id, this.owner), _id: id };
  }

  /** Waits for its turn, then works. @param work its signal is aborted when the lease was lost; stop then */
  async hold<T>(id: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { times, clock, owner } = this;
    await this.ensureRow(id);
    let takenAt = clock.moment();
    for (; !(await this.leases.take(id, owner, times.lasts)); takenAt = clock.moment())
      await clock.sleep(times.poll);
    const renew = (ms: number) => this.leases.renew(id, owner, ms);
    const lease = new Lease(clock, { name: `master (${id})`, times, renew, takenAt }).start();
    try {
      return await work(lease.signal);
    } finally {
      await lease.end();
      await this.leases.release(id, owner);
    }
  }

  private async ensureRow(id: string): Promise<void> {
    try {
      await this.rows.updateOne({ _id: id }, { $setOnInsert: { _id: id } }, { upsert: true });
    } catch (error) {
      if ((error as MongoServerError).code !== DUPLICATE_KEY) throw error; // another start wrote it at this moment
    }
  }
}

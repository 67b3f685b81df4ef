import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';
import { beforeNow, fromNow, isAhead, SERVER_NOW } from '../../database/work/server-time.js';

/** The row of an instance is of no use any more. */
const DEAD_MS = 3_600_000;

/** What somebody asks of an instance. */
export interface Asked {
  /** A digest of whose it is. */
  key: string;
  /** Small requests in one to two seconds. */
  work: number;
}

/** What an instance tells of itself with each beat. */
export interface Beat {
  host: string;
  pid: number;
  /** Those who ask for least. */
  asked: readonly Asked[];
}

interface InstanceRow extends Beat {
  _id: string;
  started_at: Date;
  expires_at: Date;
}

interface AckRow {
  _id: string;
  token: string;
  instance: string;
  at: Date;
}

/** Which instances of the service are running, and which of them keep a fence. */
@Injectable()
export class InstancesRepository {
  constructor(@InjectConnection() private readonly connection: Connection) {}

  async ensureIndexes(): Promise<void> {
    // An acknowledgement is of use for seconds.
    await this.acks.createIndex({ at: 1 }, { expireAfterSeconds: 60 });
    await this.acks.createIndex({ token: 1 }); // who keeps this fence?
  }

  /** Extends the lease by the server's own clock, so that clocks of instances need not agree. */
  async beat(id: string, { host, pid, asked }: Beat, leaseMs: number): Promise<void> {
    await this.instances.updateOne(
      { _id: id },
      [
        {
          $set: {
            host,
            pid,
            asked: { $literal: asked },
            started_at: { $ifNull: ['$started_at', SERVER_NOW] },
            expires_at: fromNow(leaseMs),
          },
        },
      ],
      { upsert: true },
    );
  }

  /** Of the instances whose lease runs. */
  async listBeats(): Promise<(Pick<Beat, 'host'> & Partial<Beat> & { id: string })[]> {
    const rows = await this.instances.find({ $expr: isAhead('$expires_at') }).toArray();
    return rows.map(({ _id, host, asked }) => ({ id: _id, host, asked }));
  }

  async listLive(): Promise<string[]> {
    const rows = await this.instances
      .find({ $expr: isAhead('$expires_at') }, { projection: { _id: 1 } })
      .toArray();
    return rows.map((row) => row._id);
  }

  /** Instances whose lease runs, but not for longer than `ms` any more. */
  async listSilent(ms: number): Promise<string[]> {
    const rows = await this.instances
      .find(
        {
          $expr: {
            $and: [isAhead('$expires_at'), { $lt: ['$expires_at', fromNow(ms)] }],
          },
        },
        { projection: { _id: 1 } },
      )
      .toArray();
    return rows.map((row) => row._id);
  }

  /** When the leases of these instances end, of those that still run. */
  async listLeases(ids: readonly string[]): Promise<Map<string, Date>> {
    if (ids.length === 0) return new Map();
    const rows = await this.instances
      .find({ _id: { $in: [...ids] }, $expr: isAhead('$expires_at') })
      .toArray();
    return new Map(rows.map((row) => [row._id, row.expires_at]));
  }

  /** Those whose lease ended an hour ago. */
  async removeDead(): Promise<void> {
    await this.instances.deleteMany({ $expr: { $lt: ['$expires_at', beforeNow(DEAD_MS)] } });
  }

  async remove(id: string): Promise<void> {
    await this.instances.deleteOne({ _id: id });
  }

  async acknowledge(token: string, instance: string): Promise<void> {
    await this.acks.updateOne(
      { _id: `${token}:${instance}` },
      { $set: { token, instance, at: new Date() } },
      { upsert: true },
    );
  }

  async listAcknowledged(token: string): Promise<string[]> {
    const rows = await this.acks.find({ token }).toArray();
    return rows.map((row) => row.instance);
  }

  private get instances() {
    return this.connection.collection<InstanceRow>('instances');
  }

  private get acks() {
    return this.connection.collection<AckRow>('fence_acks');
  }
}

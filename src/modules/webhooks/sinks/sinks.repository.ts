import { Injectable } from '@nestjs/common';
import { InjectConnection, InjectModel } from '@nestjs/mongoose';
import type { Collection, Document } from 'mongodb';
import { type ClientSession, type Connection, type Model, trusted } from 'mongoose';
import { QueueRows } from '../../../database/work/queue-rows.js';
import { fromNow, isPast, SERVER_NOW } from '../../../database/work/server-time.js';
import type { LogPlace } from '../../audit/audit.types.js';
import type { OffReason } from '../webhooks.types.js';
import type { SinkRow } from './sink.schema.js';

const THERE = { closing: trusted({ $exists: false }) };

/** A sink that has nothing to send, as far as it knows. */
export interface IdleSink {
  id: string;
  log: string;
  /** Entries it has. */
  count: number;
  /** It need not wait for more entries. */
  isRested: boolean;
}

@Injectable()
export class SinksRepository {
  /** Those that have something to send. */
  readonly queue: QueueRows<SinkRow>;

  constructor(
    @InjectModel('AuditSink') private readonly sinks: Model<SinkRow>,
    @InjectConnection() private readonly connection: Connection,
  ) {
    this.queue = new QueueRows(() => this.raw, { enabled: true, pending: true });
  }

  async insert(row: SinkRow, session: ClientSession): Promise<void> {
    await this.sinks.create([row], { session });
  }

  async list(log: string): Promise<SinkRow[]> {
    return this.sinks
      .find({ log, ...THERE })
      .sort({ _id: 1 })
      .lean<SinkRow[]>();
  }

  async count(log: string, session: ClientSession): Promise<number> {
    return this.sinks.countDocuments({ log, ...THERE }).session(session);
  }

  async find(log: string, id: string, session?: ClientSession): Promise<SinkRow | null> {
    return this.sinks
      .findOne({ _id: id, log, ...THERE })
      .session(session ?? null)
      .lean<SinkRow>();
  }

  /** The new row. Two versions never share a moment. */
  async update(
    { _id, updated_at }: SinkRow,
    set: Partial<SinkRow>,
    session: ClientSession,
    unset: Partial<Record<keyof SinkRow, 1>> = {},
  ): Promise<SinkRow> {
    const later = new Date(Math.max(Date.now(), updated_at.getTime() + 1));
    const row = await this.sinks
      .findByIdAndUpdate(
        _id,
        { $set: { ...set, updated_at: later }, $unset: unset },
        { session, returnDocument: 'after' },
      )
      .lean<SinkRow>();
    return row!; // a removal meanwhile makes this transaction conflict
  }

  async remove(id: string, session?: ClientSession): Promise<void> {
    await this.sinks.deleteOne({ _id: id }, { session });
  }

  /** The organization goes: what is left of its log is sent, by those that are on. */
  async closeAll(log: string, session: ClientSession): Promise<void> {
    await this.sinks.deleteMany({ log, enabled: false }, { session });
    await this.sinks.updateMany(
      { log, enabled: true },
      { $set: { closing: true, pending: true, next_at: new Date(0) } },
      { session },
    );
  }

  /** @returns false when it is off already, or gone */
  async switchOff(id: string, reason: OffReason, session: ClientSession): Promise<boolean> {
    const { modifiedCount } = await this.sinks.updateOne(
      { _id: id, enabled: true },
      { $set: { enabled: false, off: { reason, at: new Date() }, updated_at: new Date() } },
      { session },
    );
    return modifiedCount === 1;
  }

  async listIdle(): Promise<IdleSink[]> {
    return this.raw
      .aggregate<IdleSink>([
        { $match: { enabled: true, pending: false } },
        {
          $project: {
            _id: 0,
            id: '$_id',
            log: 1,
            count: '$position.count',
            isRested: isPast('$rests_until'),
          },
        },
      ])
      .toArray();
  }

  async wake(ids: readonly string[]): Promise<void> {
    await this.raw.updateMany(
      { _id: { $in: [...ids] }, pending: false },
      { $set: { pending: true, next_at: new Date(0) } },
    );
  }

  /** The sink has accepted the entries up to `to`. @returns false when another instance works on it meanwhile */
  async advance({ _id, lease_owner }: SinkRow, from: number, to: LogPlace): Promise<boolean> {
    const { matchedCount } = await this.raw.updateOne({ _id, lease_owner, 'position.count': from }, [
      {
        $set: {
          position: { $literal: to },
          delivered_at: SERVER_NOW,
          attempts: 0,
          failing_since: '$$REMOVE',
          last_error: '$$REMOVE',
        },
      },
    ]);
    return matchedCount === 1;
  }

  /** Everything is sent. @param rest milliseconds that it waits for more than a few entries */
  async finish(row: SinkRow, rest: number): Promise<void> {
    const rested: Document = rest > 0 ? { rests_until: fromNow(rest) } : {};
    await this.queue.change(row, { pending: false, attempts: 0, ...rested });
  }

  /** @returns since when it fails; undefined when another instance works on it meanwhile */
  async fail({ _id, lease_owner }: SinkRow): Promise<Date | undefined> {
    const row = await this.raw.findOneAndUpdate(
      { _id, lease_owner },
      [{ $set: { failing_since: { $ifNull: ['$failing_since', SERVER_NOW] } } }],
      { returnDocument: 'after' },
    );
    return row?.failing_since;
  }

  /** A page behind an id. */
  async page(after: string, limit: number): Promise<SinkRow[]> {
    return this.sinks
      .find({ _id: trusted({ $gt: after }) })
      .sort({ _id: 1 })
      .limit(limit)
      .lean<SinkRow[]>();
  }

  /** Seals anew, unless it was replaced meanwhile. */
  async reseal(
    id: string,
    field: 'sealed_key' | `secrets.${number}.sealed`,
    before: Buffer,
    after: Buffer,
  ): Promise<void> {
    await this.raw.updateOne({ _id: id, [field]: before }, { $set: { [field]: after } });
  }

  private get raw(): Collection<SinkRow> {
    return this.connection.db!.collection<SinkRow>('audit_sinks');
  }
}

import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { Collection, Document } from 'mongodb';
import { type ClientSession, type Connection, Types } from 'mongoose';
import { literal, QueueRows } from '../../database/work/queue-rows.js';
import { fromNow, SERVER_NOW } from '../../database/work/server-time.js';
import type { Locale } from '../../common/locales.js';
import type { Mail } from './mail.types.js';
import type { OutboxRow } from './outbox.schema.js';
import { waitingIn, type Waiting } from '../../database/work/waiting.js';

/** How long the row of a mail that ended is kept: the question "was it sent?" comes within weeks. Unit: ms. */
const KEEP_MS = 30 * 24 * 3_600_000;

@Injectable()
export class OutboxRepository {
  /** What waits to be delivered. */
  readonly queue: QueueRows<OutboxRow>;

  constructor(@InjectConnection() private readonly connection: Connection) {
    this.queue = new QueueRows(() => this.rows, { state: 'pending' });
  }

  /** A key that is known is left alone. An insert that breaks the unique index would end the transaction. */
  async insertAllOnce(
    mails: readonly (Mail & { locale: Locale })[],
    domain: string,
    session: ClientSession,
  ): Promise<void> {
    const operations = mails.map((mail) => {
      const id = new Types.ObjectId();
      const $setOnInsert = {
        _id: id,
        to: mail.to,
        template: mail.template,
        data: mail.data,
        locale: mail.locale,
        ...(mail.orgId === undefined ? {} : { org_id: mail.orgId }),
        state: 'pending' as const,
        attempts: 0,
        next_at: new Date(0), // due at once, whatever this instance's clock says
        message_id: `<${id.toHexString()}@${domain}>`,
        created_at: new Date(),
      };
      return { updateOne: { filter: { key: mail.key }, update: { $setOnInsert }, upsert: true } };
    });
    await this.rows.bulkWrite(operations, { session });
  }

  async markSent(row: OutboxRow): Promise<boolean> {
    return this.end(row, { state: 'sent', sent_at: SERVER_NOW, data: '$$REMOVE', last_error: '$$REMOVE' });
  }

  async markFailed(row: OutboxRow, reason: string): Promise<boolean> {
    return this.end(row, { state: 'failed', data: '$$REMOVE', last_error: literal(reason) });
  }

  /** @param withData false: names and links are taken away */
  async markKept(row: OutboxRow, withData: boolean): Promise<boolean> {
    return this.end(row, { state: 'kept', ...(withData ? {} : { data: '$$REMOVE' }) });
  }

  /** The newest first. */
  async listKept(limit: number): Promise<OutboxRow[]> {
    return this.rows.find({ state: 'kept' }).sort({ _id: -1 }).limit(limit).toArray();
  }

  /** Mails that wait to be delivered. */
  waiting(): Promise<Waiting> {
    return waitingIn(this.rows);
  }

  /** So many at most. */
  countWaiting(most: number): Promise<number> {
    return this.rows.countDocuments({ state: 'pending' }, { limit: most });
  }

  /** Age of the mail that has waited longest, of those that are due first; 0 without one. */
  async oldestMs(): Promise<number> {
    const [oldest] = await this.rows.find({ state: 'pending' }).sort({ next_at: 1 }).limit(1).toArray();
    return oldest === undefined ? 0 : Math.max(0, Date.now() - oldest.created_at.getTime());
  }

  /** False when the lease was lost: the row then belongs to another worker. */
  private end(row: OutboxRow, change: Document): Promise<boolean> {
    return this.queue.change(row, { expires_at: fromNow(KEEP_MS), ...change });
  }

  private get rows(): Collection<OutboxRow> {
    return this.connection.db!.collection<OutboxRow>('outbox');
  }
}

import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { Document } from 'mongodb';
import { type ClientSession, type Connection, Types } from 'mongoose';
import type { Mail } from './mail.types.js';
import type { OutboxRow } from './outbox.schema.js';

/** How long the row of a mail that ended is kept: the question "was it sent?" comes within weeks. Unit: ms. */
const KEEP_MS = 30 * 24 * 3_600_000;
/** SMTP servers answer with pages at times; the log and the row need a sentence. */
const MAX_REASON = 500;

/** Takes the row from its worker and dates its end. */
const ENDED = { expires_at: { $add: ['$$NOW', KEEP_MS] }, lease_owner: '$$REMOVE' };

@Injectable()
export class OutboxRepository {
  constructor(@InjectConnection() private readonly connection: Connection) {}

  /** A key that is known is left alone. An insert that breaks the unique index would end the transaction. */
  async insertAllOnce(mails: readonly Mail[], domain: string, session: ClientSession): Promise<void> {
    const operations = mails.map((mail) => {
      const id = new Types.ObjectId();
      const $setOnInsert = {
        _id: id,
        to: mail.to,
        template: mail.template,
        data: mail.data,
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

  /** Takes one mail that is due. It is due again after `leaseMs`, should this worker die. */
  async lease(owner: string, leaseMs: number): Promise<OutboxRow | null> {
    return this.rows.findOneAndUpdate(
      { state: 'pending', $expr: { $lte: ['$next_at', '$$NOW'] } },
      [
        {
          $set: {
            lease_owner: owner,
            next_at: { $add: ['$$NOW', leaseMs] },
            attempts: { $add: ['$attempts', 1] },
          },
        },
      ],
      { sort: { next_at: 1 }, returnDocument: 'after' },
    );
  }

  async markSent(row: OutboxRow): Promise<boolean> {
    return this.end(row, { state: 'sent', sent_at: '$$NOW', data: '$$REMOVE', last_error: '$$REMOVE' });
  }

  async markFailed(row: OutboxRow, reason: string): Promise<boolean> {
    return this.end(row, { state: 'failed', data: '$$REMOVE', last_error: literal(reason) });
  }

  /** @param withData false: names and links are taken away */
  async markKept(row: OutboxRow, withData: boolean): Promise<boolean> {
    return this.end(row, { state: 'kept', ...(withData ? {} : { data: '$$REMOVE' }) });
  }

  /** Due again after `delayMs`. */
  async postpone(row: OutboxRow, delayMs: number, reason: string): Promise<boolean> {
    return this.change(row, {
      next_at: { $add: ['$$NOW', delayMs] },
      last_error: literal(reason),
      lease_owner: '$$REMOVE',
    });
  }

  /** Gives back what a worker holds: it stops. */
  async releaseAll(owner: string): Promise<void> {
    await this.rows.updateMany(
      { state: 'pending', lease_owner: owner },
      { $set: { next_at: new Date(0) }, $unset: { lease_owner: 1 } },
    );
  }

  /** The newest first. */
  async listKept(limit: number): Promise<OutboxRow[]> {
    return this.rows.find({ state: 'kept' }).sort({ _id: -1 }).limit(limit).toArray();
  }

  private end(row: OutboxRow, change: Document): Promise<boolean> {
    return this.change(row, { ...ENDED, ...change });
  }

  /** False when the lease was lost: the row then belongs to another worker. */
  private async change(row: OutboxRow, change: Document): Promise<boolean> {
    const result = await this.rows.updateOne(
      { _id: row._id, state: 'pending', lease_owner: row.lease_owner },
      [{ $set: change }],
    );
    return result.matchedCount === 1;
  }

  private get rows() {
    return this.connection.collection<OutboxRow>('outbox');
  }
}

/** A pipeline reads a text that begins with `$` as a field. */
const literal = (reason: string): Document => ({ $literal: reason.slice(0, MAX_REASON) });

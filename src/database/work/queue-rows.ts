import type { Collection, Document, Filter, ObjectId } from 'mongodb';
import { fromNow, isPast } from './server-time.js';

/** What waits to be done. A row is due at once when `next_at` is 1970, whatever the clock of who wrote it says. */
export interface QueueRow {
  _id: ObjectId | string;
  /** Times that it was begun. */
  attempts: number;
  /** When it may be taken, by the server's clock; while an instance works on it, the end of its lease. */
  next_at: Date;
  lease_owner?: string;
  last_error?: string;
}

/** Answers of other servers are pages at times; the log and the row need a message. Characters. */
const MAX_REASON = 500;

/**
 * Rows of a collection that instances take from each other. An index has the fields of `pending` and then `next_at`.
 */
export class QueueRows<Row extends QueueRow> {
  /**
   * @param rows asked for when it is needed: the connection may not be open yet
   * @param pending which rows still wait
   */
  constructor(
    private readonly rows: () => Collection<Row>,
    private readonly pending: Document,
  ) {}

  /** Takes the row that is due longest. It is due again after so many milliseconds, should this instance die. */
  async take(owner: string, ms: number): Promise<Row | null> {
    const lease = { lease_owner: { $literal: owner }, next_at: fromNow(ms) };
    const row = await this.rows().findOneAndUpdate(
      { ...this.pending, $expr: isPast('$next_at') } as Document as Filter<Row>,
      [{ $set: { ...lease, attempts: { $add: ['$attempts', 1] } } }],
      { sort: { next_at: 1 }, returnDocument: 'after' },
    );
    return row as Row | null;
  }

  /** @param change of an aggregation stage `$set` @returns false when the lease was lost: it is another owner's row */
  async change({ _id, lease_owner }: Row, change: Document): Promise<boolean> {
    const filter = { _id, ...this.pending, lease_owner } as unknown as Filter<Row>;
    const { matchedCount } = await this.rows().updateOne(filter, [
      { $set: { ...change, lease_owner: '$$REMOVE' } },
    ]);
    return matchedCount === 1;
  }

  /** Due again after so many milliseconds. @returns as change() */
  postpone(row: Row, ms: number, { reason }: { reason: string }): Promise<boolean> {
    return this.change(row, { next_at: fromNow(ms), last_error: literal(reason) });
  }

  /** Gives back what an owner holds. */
  async releaseAll(owner: string): Promise<void> {
    await this.rows().updateMany({ ...this.pending, lease_owner: owner } as Filter<Row>, [
      { $set: { next_at: new Date(0), lease_owner: '$$REMOVE' } },
    ]);
  }
}

/** A pipeline reads a text that begins with `$` as a field. */
export const literal = (text: string): Document => ({ $literal: text.slice(0, MAX_REASON) });

import type { Collection, Document, Filter } from 'mongodb';

/** Counted up to this many. */
export const COUNTED_MOST = 10_000;

/** What an outbox has to do yet. */
export interface Waiting {
  /** {@link COUNTED_MOST} at most. */
  rows: number;
  /** Age of the row that is due longest; undefined without one. */
  oldestMs: number | undefined;
}

/** Of rows whose `state` is `pending`; an index begins with `state` and `next_at`. */
export async function waitingIn<Row extends Document & { created_at: Date }>(
  rows: Collection<Row>,
): Promise<Waiting> {
  const pending = { state: 'pending' } as unknown as Filter<Row>;
  const [count, oldest] = await Promise.all([
    rows.countDocuments(pending, { limit: COUNTED_MOST }),
    rows.findOne<{ created_at: Date }>(pending, { sort: { next_at: 1 }, projection: { created_at: 1 } }),
  ]);
  const oldestMs = oldest === null ? undefined : Math.max(0, Date.now() - oldest.created_at.getTime());
  return { rows: count, oldestMs };
}

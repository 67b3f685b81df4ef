import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { duplicateKey } from '../../database/duplicate-key.js';
import { fromNow, isAhead, SERVER_NOW } from '../../database/work/server-time.js';
import type { RateLimitRow } from './rate-limit.schema.js';

export interface Ask {
  key: string;
  /** Points asked for; as many as there are left are granted. */
  points: number;
  limit: number;
  /** The limit while the row is a known network's. */
  knownLimit?: number;
  windowMs: number;
}

export interface Count {
  granted: number;
  used: number;
  /** Milliseconds until the window ends. */
  leftMs: number;
  window: Date;
}

type Row = RateLimitRow & { left: number };

/** Milliseconds until the window ends, computed where the window is kept: clocks of instances may differ. */
const LEFT = { used: 1, granted: 1, resets_at: 1, left: { $subtract: ['$resets_at', SERVER_NOW] } };
const IS_OPEN = isAhead('$resets_at');

/** Counts in windows, each change one atomic update by the clock of the database. */
@Injectable()
export class RateLimitsRepository {
  constructor(@InjectModel('RateLimit') private readonly rows: Model<RateLimitRow>) {}

  /** Counts what is granted and nothing else; a window begins with its first point. */
  async take(ask: Ask): Promise<Count> {
    const row = await this.upsert(ask);
    return toCount(row);
  }

  /** Counts for many keys at once, without a limit. @returns the counts that are now shared */
  async addAll(points: ReadonlyMap<string, number>, windowMs: number): Promise<Map<string, Count>> {
    await this.rows.collection.bulkWrite(
      [...points].map(([key, added]) => ({
        updateOne: {
          filter: { _id: key as never },
          update: counting({ key, points: added, limit: Number.MAX_SAFE_INTEGER, windowMs }),
          upsert: true,
        },
      })),
      { ordered: false },
    );
    const found = this.rows.collection.find(
      { _id: { $in: [...points.keys()] as never[] } },
      { projection: LEFT },
    );
    const rows = (await found.toArray()) as unknown as Row[];
    return new Map(rows.map((row) => [row._id, toCount(row)]));
  }

  /** What is taken in the open window. */
  async used(key: string): Promise<number> {
    const row = await this.rows.collection.findOne(
      { _id: key as never, $expr: IS_OPEN },
      { projection: { used: 1 } },
    );
    return (row as RateLimitRow | null)?.used ?? 0;
  }

  /**
   * Gives a point back, if its window is still the open one.
   * @param knownUntil marks the row as a known network's
   */
  async giveBack(key: string, window: Date, knownUntil?: Date): Promise<void> {
    const isIts = { $and: [{ $eq: ['$resets_at', window] }, { $gt: ['$used', 0] }] };
    const known = { known_until: knownUntil, expires_at: { $max: ['$resets_at', knownUntil] } };
    await this.rows.collection.updateOne({ _id: key as never }, [
      {
        $set: {
          used: { $cond: [isIts, { $subtract: ['$used', 1] }, '$used'] },
          ...(knownUntil ? known : {}),
        },
      },
    ]);
  }

  /** Two first points at once: one upsert inserts, the other finds the row on its second try. */
  private async upsert(ask: Ask): Promise<Row> {
    const change = () =>
      this.rows.collection.findOneAndUpdate({ _id: ask.key as never }, counting(ask), {
        upsert: true,
        returnDocument: 'after',
        projection: LEFT,
      });
    const row = await change().catch((error: unknown) => {
      if (duplicateKey(error) === null) throw error;
      return change();
    });
    return row as unknown as Row;
  }
}

function toCount({ granted, used, left, resets_at: window }: Row): Count {
  return { granted, used, leftMs: left, window };
}

function counting({ points, limit, knownLimit = limit, windowMs }: Ask): Record<string, object>[] {
  const allowed = { $cond: [isAhead('$known_until'), knownLimit, limit] };
  return [
    {
      $set: {
        used: { $cond: [IS_OPEN, '$used', 0] },
        resets_at: { $cond: [IS_OPEN, '$resets_at', fromNow(windowMs)] },
      },
    },
    { $set: { granted: { $max: [0, { $min: [points, { $subtract: [allowed, '$used'] }] }] } } },
    {
      $set: {
        used: { $add: ['$used', '$granted'] },
        expires_at: { $max: ['$resets_at', '$known_until'] },
      },
    },
  ];
}

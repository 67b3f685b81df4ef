import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { Collection, Document } from 'mongodb';
import type { ClientSession, Connection } from 'mongoose';
import { fromNow, isPast, SERVER_NOW } from '../../database/work/server-time.js';
import type { LaneRow } from './endpoint.schema.js';

/** How the lane of an endpoint is left. */
export interface LaneEnd {
  /** A delivery succeeded. */
  succeeded: boolean;
  failed: number;
  /** Milliseconds. */
  rest: number;
}

/** Which instance delivers to an endpoint. */
@Injectable()
export class LanesRepository {
  constructor(@InjectConnection() private readonly connection: Connection) {}

  /** @returns null when another instance has it, when it rests, or when it is gone */
  async take(id: string, owner: string, ms: number): Promise<LaneRow | null> {
    return this.rows.findOneAndUpdate(
      { _id: id, $expr: { $and: [isPast('$until'), isPast('$rests_until')] } },
      [{ $set: { owner: { $literal: owner }, until: fromNow(ms) } }],
      { returnDocument: 'after' },
    );
  }

  /** @returns how it stands now; null when the lease was lost */
  async leave({ _id, owner }: LaneRow, { succeeded, failed, rest }: LaneEnd): Promise<LaneRow | null> {
    const failing = failed > 0 && !succeeded;
    const change: Document = {
      until: new Date(0),
      owner: '$$REMOVE',
      rests_until: rest > 0 ? fromNow(rest) : new Date(0),
      ...(succeeded ? { failures: 0, failing_since: '$$REMOVE' } : {}),
      ...(failing
        ? {
            failures: { $add: ['$failures', failed] },
            failing_since: { $ifNull: ['$failing_since', SERVER_NOW] },
          }
        : {}),
    };
    return this.rows.findOneAndUpdate({ _id, owner }, [{ $set: change }], { returnDocument: 'after' });
  }

  /** Which of these could be taken now. */
  async listFree(ids: readonly string[]): Promise<string[]> {
    const free = { $and: [isPast('$until'), isPast('$rests_until')] };
    const rows = await this.rows
      .find({ _id: { $in: [...ids] }, $expr: free }, { projection: { _id: 1 } })
      .toArray();
    return rows.map(({ _id }) => _id);
  }

  async failingSince(ids: readonly string[]): Promise<Map<string, Date>> {
    const rows = await this.rows.find({ _id: { $in: [...ids] }, failing_since: { $exists: true } }).toArray();
    return new Map(rows.map(({ _id, failing_since }) => [_id, failing_since!]));
  }

  /** As if nothing had failed: it is switched on again. */
  async reset(id: string, session: ClientSession): Promise<void> {
    await this.rows.updateOne(
      { _id: id },
      { $set: { failures: 0, rests_until: new Date(0) }, $unset: { failing_since: 1 } },
      { session },
    );
  }

  async releaseAll(owner: string): Promise<void> {
    await this.rows.updateMany({ owner }, { $set: { until: new Date(0) }, $unset: { owner: 1 } });
  }

  private get rows(): Collection<LaneRow> {
    return this.connection.db!.collection<LaneRow>('webhook_lanes');
  }
}

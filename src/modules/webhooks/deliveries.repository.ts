import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { AnyBulkWriteOperation, Collection, Document, Filter } from 'mongodb';
import { type ClientSession, type Connection, Types } from 'mongoose';
import { type Waiting, waitingIn } from '../../database/work/waiting.js';
import { beforeNow, fromNow, isPast } from '../../database/work/server-time.js';
import type { DeliveryRow } from './delivery.schema.js';
import type { EventBody } from './events.types.js';
import {
  KEPT_DAYS,
  type Delivery,
  type DeliveryQuery,
  type DeliveryState,
  type Try,
} from './webhooks.types.js';

const KEPT_MS = KEPT_DAYS * 24 * 3_600_000;
/** Tries that a delivery shows. */
const SHOWN_TRIES = 10;
/** Deliveries of a removed endpoint that one command removes. */
const CHUNK = 5000;

/** What became of a try. */
export interface Outcome {
  row: DeliveryRow;
  state: DeliveryState;
  /** Milliseconds until the next one, while it is pending. */
  wait: number;
  tried: Try;
}

@Injectable()
export class DeliveriesRepository {
  constructor(@InjectConnection() private readonly connection: Connection) {}

  /** One event for some endpoints, in the transaction of the act. */
  async insert(
    event: EventBody,
    endpointIds: readonly string[],
    session: ClientSession,
  ): Promise<DeliveryRow[]> {
    const rows = endpointIds.map((id) => newRow(event, id));
    await this.rows.insertMany(rows, { session });
    return rows;
  }

  /** Writes deliveries, and makes those that were written before due again. */
  async replay(
    endpointId: string,
    events: readonly EventBody[],
    missingOnly: boolean,
    session: ClientSession,
  ): Promise<number> {
    if (events.length === 0) return 0;
    const known = new Map(
      (
        await this.rows
          .find(
            { endpoint_id: endpointId, event_id: { $in: events.map(({ id }) => id) } },
            { session, projection: { event_id: 1, state: 1 } },
          )
          .toArray()
      ).map(({ event_id, state }) => [event_id, state]),
    );
    const skipped = (state: DeliveryState | undefined) =>
      state === 'pending' || (missingOnly && state === 'delivered');
    const chosen = events.filter(({ id }) => !skipped(known.get(id)));
    if (chosen.length === 0) return 0;
    const again = chosen.filter(({ id }) => known.has(id)).map(({ id }) => id);
    const operations: AnyBulkWriteOperation<DeliveryRow>[] = chosen
      .filter(({ id }) => !known.has(id))
      .map((event) => ({ insertOne: { document: newRow(event, endpointId) } }));
    if (again.length > 0) {
      operations.push({
        updateMany: { filter: { endpoint_id: endpointId, event_id: { $in: again } }, update: AGAIN() },
      });
    }
    await this.rows.bulkWrite(operations, { session });
    return chosen.length;
  }

  /** Makes one due again, whatever became of it. */
  async again(endpointId: string, id: string, session: ClientSession): Promise<DeliveryRow | null> {
    return this.rows.findOneAndUpdate({ _id: new Types.ObjectId(id), endpoint_id: endpointId }, AGAIN(), {
      session,
      returnDocument: 'after',
    });
  }

  /** Endpoints that have something due. */
  async listDueEndpoints(limit: number): Promise<string[]> {
    const groups = await this.rows
      .aggregate<{ _id: string }>([
        { $match: { state: 'pending', $expr: isPast('$next_at') } },
        { $group: { _id: '$endpoint_id' } },
        { $limit: limit },
      ])
      .toArray();
    return groups.map(({ _id }) => _id);
  }

  /** What is due for an endpoint, in the order of the events. */
  async listDue(endpointId: string, limit: number): Promise<DeliveryRow[]> {
    return this.rows
      .find({ endpoint_id: endpointId, state: 'pending', $expr: isPast('$next_at') })
      .sort({ n: 1 })
      .limit(limit)
      .toArray();
  }

  /** The first delivery that is not over, and only if it is due: the next one waits for it. */
  async firstInOrder(endpointId: string): Promise<DeliveryRow[]> {
    const [row] = await this.rows
      .aggregate<DeliveryRow & { due: boolean }>([
        { $match: { endpoint_id: endpointId, state: 'pending' } },
        { $sort: { n: 1 } },
        { $limit: 1 },
        { $set: { due: isPast('$next_at') } },
      ])
      .toArray();
    return row?.due ? [row] : [];
  }

  async settle(outcomes: readonly Outcome[]): Promise<void> {
    if (outcomes.length === 0) return;
    await this.rows.bulkWrite(
      outcomes.map(({ row, state, wait, tried }) => ({
        updateOne: {
          // What was sent again, or cancelled, meanwhile stays so.
          filter: { _id: row._id, state: 'pending', attempts: row.attempts },
          update: [
            {
              $set: {
                state,
                attempts: { $add: ['$attempts', 1] },
                next_at: fromNow(wait),
                tries: { $slice: [{ $concatArrays: ['$tries', [{ $literal: tried }]] }, -SHOWN_TRIES] },
              },
            },
          ],
        },
      })),
      { ordered: false },
    );
  }

  /** What waits for an endpoint that is off is not sent any more. */
  async cancelAll(endpointId: string): Promise<void> {
    await this.rows.updateMany(
      { endpoint_id: endpointId, state: 'pending' },
      { $set: { state: 'cancelled' } },
    );
  }

  /** @returns whether nothing is left */
  async removeSome(endpointId: string): Promise<boolean> {
    const some = await this.rows
      .find({ endpoint_id: endpointId }, { projection: { _id: 1 } })
      .limit(CHUNK)
      .toArray();
    if (some.length > 0) await this.rows.deleteMany({ _id: { $in: some.map(({ _id }) => _id) } });
    return some.length < CHUNK;
  }

  async find(endpointId: string, id: string): Promise<DeliveryRow | null> {
    return this.rows.findOne({ _id: new Types.ObjectId(id), endpoint_id: endpointId });
  }

  /** Newest first. */
  async list(endpointId: string, { state, type, cursor, limit }: DeliveryQuery): Promise<DeliveryRow[]> {
    const filter: Filter<DeliveryRow> = {
      endpoint_id: endpointId,
      ...(state === undefined ? {} : { state }),
      ...(type === undefined ? {} : { type }),
      ...(cursor === undefined ? {} : { _id: { $lt: new Types.ObjectId(cursor) } }),
    };
    return this.rows.find(filter).sort({ _id: -1 }).limit(limit).toArray();
  }

  /** Of all endpoints. */
  waiting(): Promise<Waiting> {
    return waitingIn(this.rows);
  }

  private get rows(): Collection<DeliveryRow> {
    return this.connection.db!.collection<DeliveryRow>('webhook_deliveries');
  }
}

export const presentDelivery = (row: DeliveryRow): Delivery => ({
  id: row._id.toHexString(),
  eventId: row.event_id,
  type: row.type,
  state: row.state,
  attempts: row.attempts,
  nextAt: row.state === 'pending' ? row.next_at : undefined,
  createdAt: row.created_at,
  tries: row.tries,
  body: row.body,
});

function newRow(event: EventBody, endpointId: string): DeliveryRow {
  const now = new Date();
  return {
    _id: new Types.ObjectId(),
    endpoint_id: endpointId,
    event_id: event.id,
    n: event.seq ?? 0,
    type: event.type,
    body: JSON.stringify(event),
    state: 'pending',
    attempts: 0,
    next_at: new Date(0),
    since: now,
    tries: [],
    created_at: now,
    expires_at: new Date(now.getTime() + KEPT_MS),
  };
}

const AGAIN = (): Document[] => [
  {
    $set: {
      state: 'pending',
      next_at: new Date(0),
      since: beforeNow(0),
      expires_at: fromNow(KEPT_MS),
    },
  },
];

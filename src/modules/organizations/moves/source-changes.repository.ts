import { setTimeout as sleep } from 'node:timers/promises';
import type { TenantDb } from '@rowhouse/tenancy';
import type { AggregationCursor, Timestamp } from 'mongodb';
import { isTransient } from '../../../common/transient.js';
import { MARK_COLLECTION } from '../marks/marks.repository.js';
import { BUCKETS, FUNCTIONS } from '../../../database/past/past-catalog.js';
import { toMap, type RawDocument } from '../../../database/raw-documents.js';

/** The collection that marks the end of the writes of a database that is being left. */
export const SENTINEL = '_rowhouse_fence';
const EMPTY_ROUND_MS = 50;
/** An election: the stream goes on behind its last event. */
const MAX_REOPENED = 5;
const REOPEN_MS = 500;

/** What happened in the source since the copy began, in order. */
export type SourceChange =
  | { kind: 'document'; collection: string; id: unknown }
  | { kind: 'dropped'; collection: string }
  | { kind: 'renamed'; collection: string; to: string }
  | { kind: 'sentinel'; token: string };

/** `change` is undefined for an event that means nothing to a copy. */
export interface SourceEvent {
  at: Timestamp;
  change: SourceChange | undefined;
}

/**
 * The changes of a database from a moment on. The driver's ChangeStream is the same cursor, and cannot ask for
 * showSystemEvents: without it the buckets of time series collections change unseen.
 */
export class SourceChanges {
  private cursor: AggregationCursor;
  private last: unknown;
  private reopened = 0;

  /** @param system also the changes of collections whose names begin with `system.` */
  constructor(
    private readonly db: TenantDb,
    private readonly from: Timestamp,
    readonly system: boolean,
  ) {
    this.cursor = this.open();
  }

  /** The next event, or null when there was none for a moment. */
  async next(): Promise<SourceEvent | null> {
    const event = await this.tryNext();
    if (event === null) return null;
    this.last = event.get('_id');
    return { at: event.get('clusterTime') as Timestamp, change: toChange(event) };
  }

  async close(): Promise<void> {
    await this.cursor.close().catch(() => undefined); // the connection may be gone
  }

  private open(): AggregationCursor {
    const start = this.last === undefined ? { startAtOperationTime: this.from } : { resumeAfter: this.last };
    const stage = { $changeStream: { ...start, ...(this.system ? { showSystemEvents: true } : {}) } };
    const shown = { $project: { operationType: 1, ns: 1, to: 1, documentKey: 1, clusterTime: 1 } };
    return this.db.db.aggregate([stage, shown], {
      raw: true, // an _id keeps the order of its keys
      maxAwaitTimeMS: EMPTY_ROUND_MS,
      batchSize: 1000,
    });
  }

  private async tryNext(): Promise<Map<string, unknown> | null> {
    for (;;) {
      try {
        const event = (await this.cursor.tryNext()) as RawDocument | null;
        if (event !== null) this.reopened = 0;
        return event && toMap(event);
      } catch (error) {
        if (!isTransient(error) || ++this.reopened > MAX_REOPENED) throw error;
        await this.close();
        await sleep(REOPEN_MS);
        this.cursor = this.open();
      }
    }
  }
}

function toChange(event: Map<string, unknown>): SourceChange | undefined {
  const collection = collectionOf(event, 'ns');
  if (collection === undefined || collection === MARK_COLLECTION) return undefined;
  const ofServer = collection.startsWith('system.') && collection !== FUNCTIONS;
  if (ofServer && !collection.startsWith(BUCKETS)) return undefined;
  const type = event.get('operationType');
  if (type === 'drop') return { kind: 'dropped', collection };
  if (type === 'rename') return { kind: 'renamed', collection, to: collectionOf(event, 'to')! };
  const key = event.get('documentKey');
  if (!(key instanceof Map)) return undefined;
  const id: unknown = key.get('_id');
  return collection === SENTINEL
    ? { kind: 'sentinel', token: String(id) }
    : { kind: 'document', collection, id };
}

function collectionOf(event: Map<string, unknown>, field: 'ns' | 'to'): string | undefined {
  const namespace = event.get(field);
  return namespace instanceof Map ? (namespace.get('coll') as string | undefined) : undefined;
}

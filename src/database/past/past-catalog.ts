import { Injectable } from '@nestjs/common';
import { type ClientSession, type Db, type Document, Timestamp } from 'mongodb';
import { lruOf } from '../../common/lru.js';
import { fieldOf } from '../raw-documents.js';
import { asOf } from './moment.js';

/** Where a time series collection has its documents: some hundred measurements in one (MongoDB 5.0 to 8.2). */
export const BUCKETS = 'system.buckets.';
const VIEWS = 'system.views';
/** Stored functions, the one collection of this kind that people write. */
export const FUNCTIONS = 'system.js';
const ASKED_AT_ONCE = 5;
/** Milliseconds the server looks for a change before it answers without one. */
const ROUND_MS = 500;
/** Databases whose looked through stretch of the oplog is remembered. */
const MAX_LOOKED = 1000;
/** With more collections that have gone, it is read again each time: all of them would be asked for. */
const MAX_GONE = 1000;
/** The oplog does not reach back so far. */
const HISTORY_LOST = 286;

/** A specification whose keys stay in their order and whose values keep their types. */
export type Spec = ReadonlyMap<string, unknown>;

/** A collection as the database had it. */
export interface PastCollection {
  name: string;
  kind: 'collection' | 'timeseries' | 'view';
  /** The collection that has its documents: of a time series its buckets. */
  store: string;
  /** What `create` takes. */
  options: Spec;
  /** All but that of `_id`; of a time series those of its buckets. */
  indexes: Spec[];
}

/**
 * Which collections a database had at a moment, with their options and indexes. The server lists collections of the
 * present only. What it says of one name at a moment (`$listCatalog`) is exact; the names to ask for are those of the
 * present and those that a change stream shows to have gone since.
 */
@Injectable()
export class PastCatalog {
  /** A stretch of the oplog is read once: a preview, an undo and its clone ask for the same moment. */
  private readonly looked = lruOf<Looked>(MAX_LOOKED);

  /** Empty for a database that was not there. @throws MongoServerError 239, 286 when the moment is forgotten */
  async collections(db: Db, at: Timestamp): Promise<PastCollection[]> {
    const names = [...(await this.candidates(db, at))].filter((name) => name !== VIEWS);
    const found: PastCollection[] = [];
    for (let i = 0; i < names.length; i += ASKED_AT_ONCE) {
      const some = names.slice(i, i + ASKED_AT_ONCE).map((name) => this.find(db, name, at));
      found.push(...(await Promise.all(some)).flat());
    }
    return [...found, ...(await this.views(db, at))].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** One of them, by where its documents are. @throws MongoServerError as collections() */
  async collection(db: Db, store: string, at: Timestamp): Promise<PastCollection | null> {
    return (await this.find(db, store, at)).at(0) ?? null;
  }

  /** Those of the present may have come since. */
  private async candidates(db: Db, at: Timestamp): Promise<Set<string>> {
    const session = db.client.startSession({ causalConsistency: false });
    try {
      const present = await db.listCollections({}, { nameOnly: true }).toArray();
      const gone = await this.namesGone(db, at, session);
      // Views and time series stand in system.views and by their buckets; the server refuses to look them up by name.
      const made = present.filter(({ type }) => type === 'collection').map(({ name }) => name);
      const names = new Set([...made, ...gone]);
      return new Set([...names].filter(isOfOrganization));
    } finally {
      await session.endSession();
    }
  }

  private async namesGone(db: Db, at: Timestamp, session: ClientSession): Promise<string[]> {
    const { operationTime: until } = (await db.command({ ping: 1 })) as { operationTime: Timestamp };
    const before = this.looked.get(db.databaseName);
    const isBehind = before !== undefined && !at.lessThan(before.from) && !at.greaterThan(before.until);
    const since = isBehind ? before : { from: at, until: at, gone: new Map<string, Timestamp>() };
    const { gone, isDropped } = await this.goneBetween(db, { from: since.until, until }, session);
    for (const [name, last] of since.gone) if (!gone.has(name)) gone.set(name, last);
    if (isDropped || gone.size > MAX_GONE) this.looked.delete(db.databaseName);
    else this.looked.set(db.databaseName, { from: since.from, until, gone });
    return [...gone].filter(([, last]) => !last.lessThan(at)).map(([name]) => name);
  }

  /** By commands: the driver's change stream does not tell how far it has come when there is nothing to tell. */
  private async goneBetween(
    db: Db,
    { from, until }: { from: Timestamp; until: Timestamp },
    session: ClientSession,
  ): Promise<{ gone: Map<string, Timestamp>; isDropped: boolean }> {
    const pipeline = [
      { $changeStream: { startAtOperationTime: from, showExpandedEvents: true, showSystemEvents: true } },
      { $match: { operationType: { $in: ['drop', 'rename'] } } },
      { $project: { operationType: 1, ns: 1, clusterTime: 1 } },
    ];
    const gone = new Map<string, Timestamp>();
    let answer = await db.command({ aggregate: 1, pipeline, cursor: {} }, { session });
    for (;;) {
      const cursor = answer['cursor'] as ChangeCursor;
      for (const { ns, clusterTime } of cursor.firstBatch ?? cursor.nextBatch ?? [])
        if (ns.coll) gone.set(ns.coll, clusterTime);
      if (isZero(cursor.id)) return { gone, isDropped: true }; // nothing of the moment is behind that
      if (timeOf(cursor.postBatchResumeToken).greaterThanOrEqual(until)) {
        await db.command({ killCursors: '$cmd.aggregate', cursors: [cursor.id] }, { session });
        return { gone, isDropped: false };
      }
      const more = { getMore: cursor.id, collection: '$cmd.aggregate', maxTimeMS: ROUND_MS };
      answer = await db.command(more, { session });
    }
  }

  private async find(db: Db, store: string, at: Timestamp): Promise<PastCollection[]> {
    const entry = await this.rows(db, { aggregate: store, pipeline: [{ $listCatalog: {} }], cursor: {} }, at);
    if (entry.length === 0) return [];
    const { options, indexes } = Object.fromEntries(entry[0].get('md') as Spec) as {
      options: Spec;
      indexes: Spec[];
    };
    if (options.get('temp') !== undefined) return [];
    const ready = indexes.filter((index) => String(index.get('ready')) === 'true');
    const specs = ready
      .map((index) => index.get('spec') as Spec)
      .filter((spec) => spec.get('name') !== '_id_');
    const isSeries = store.startsWith(BUCKETS);
    return [
      {
        name: isSeries ? store.slice(BUCKETS.length) : store,
        kind: isSeries ? 'timeseries' : 'collection',
        store,
        options: without(options, isSeries ? ['uuid', 'validator', 'clusteredIndex'] : ['uuid']),
        indexes: specs,
      },
    ];
  }

  /** Without those of time series. @throws MongoServerError as collections() */
  async views(db: Db, at: Timestamp): Promise<PastCollection[]> {
    const rows = await this.rows(db, { find: VIEWS, batchSize: 10_000 }, at);
    return rows.flatMap((row) => {
      const name = String(row.get('_id')).slice(db.databaseName.length + 1);
      if (String(row.get('viewOn')).startsWith(BUCKETS)) return [];
      return [{ name, kind: 'view' as const, store: name, options: without(row, ['_id']), indexes: [] }];
    });
  }

  /** One reply, in which every value keeps its type and place. */
  private async rows(db: Db, command: Document, at: Timestamp): Promise<Spec[]> {
    const reply = await db.command({ ...command, readConcern: asOf(at) }, { raw: true });
    const cursor = reply['cursor'] as Uint8Array;
    return (fieldOf(cursor, 'firstBatch') as Spec[] | undefined) ?? [];
  }
}

/** The oplog is shorter than the history: what was dropped since is not known. */
export const isStreamLost = (error: unknown): boolean => (error as { code?: unknown }).code === HISTORY_LOST;

/** The collections that a database lost between two moments, each with its last end. */
interface Looked {
  from: Timestamp;
  until: Timestamp;
  gone: ReadonlyMap<string, Timestamp>;
}

interface Gone {
  ns: { coll?: string };
  clusterTime: Timestamp;
}

interface ChangeCursor {
  id: { isZero(): boolean } | number;
  firstBatch?: Gone[];
  nextBatch?: Gone[];
  postBatchResumeToken: { _data: string };
}

/** A resume token begins with the moment it stands for: a type byte, seconds, operation; all in hexadecimal. */
function timeOf({ _data: token }: { _data: string }): Timestamp {
  return new Timestamp({ t: parseInt(token.slice(2, 10), 16), i: parseInt(token.slice(10, 18), 16) });
}

const isZero = (id: ChangeCursor['id']): boolean => (typeof id === 'number' ? id === 0 : id.isZero());

/** Not the service's, the server's, or a collection on its way. */
export function isOfOrganization(name: string): boolean {
  if (name.startsWith('_rowhouse') || name.startsWith('tmp.agg_out.')) return false;
  return !name.startsWith('system.') || name.startsWith(BUCKETS) || name === FUNCTIONS;
}

const without = (spec: Spec, names: readonly string[]): Spec =>
  new Map([...spec].filter(([name]) => !names.includes(name)));

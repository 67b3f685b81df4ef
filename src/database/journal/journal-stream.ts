import type { Admin, ClientSession, Document, MongoClient, Timestamp } from 'mongodb';
import { prefixPattern } from '../prefix-pattern.js';
import { type RawDocument } from '../raw-documents.js';
import { type Field, fieldsOf, numberOf, OBJECT, textOf } from './bson-parts.js';
import { eventOf, type JournalEvent } from './journal-entry.js';
import { momentBefore, timeOfToken } from './moments.js';

/** Events of a batch; the server ends it at 16 MiB in any case. */
const BATCH_EVENTS = 5000;

/** Where a stream begins: behind a token, or with a moment. */
export type StreamStart = { readonly token: string } | { readonly at: Timestamp };

/** What came, and how far the stream is: everything until `at` is in this batch or was in those before. */
export interface StreamBatch {
  readonly events: JournalEvent[];
  readonly token: string;
  readonly at: Timestamp;
}

export interface StreamOptions {
  prefix: string;
  /** Databases of other names that are watched as well. */
  others: readonly string[];
  /** The collection of master that says who lives where. */
  homes: { db: string; coll: string };
}

/**
 * One change stream of the cluster, filtered to the databases of organizations, read by commands: the driver's own
 * neither hands the bytes of documents over nor tells how far an idle stream has come. The events are those that a
 * replica would apply (`showRawUpdateDescription`, `showSystemEvents`, `showExpandedEvents`).
 */
export class JournalStream {
  private readonly session: ClientSession;
  private cursor: { id: unknown; isOpen: boolean } | undefined;
  /** The parts of an event that is larger than a document may be. */
  private fragments: Field[] = [];

  constructor(
    client: MongoClient,
    private readonly admin: Admin,
    private readonly start: StreamStart,
    private readonly options: StreamOptions,
  ) {
    this.session = client.startSession({ causalConsistency: false });
  }

  /** @param ms how long the server waits for the first event @throws MongoServerError 286 and others: see isStreamOver */
  async next(ms: number): Promise<StreamBatch> {
    const cursor = this.cursor?.isOpen ? await this.more(this.cursor.id, ms) : await this.open();
    const events: JournalEvent[] = [];
    for (const bytes of documentsOf(cursor)) {
      const event = this.whole(bytes);
      if (event !== undefined) events.push(event);
    }
    const ofBatch = cursor.get('postBatchResumeToken')!;
    // The token stands between two parts: it is that of the last whole event.
    const last = this.fragments.length > 0 ? events.at(-1)?.token : ofBatch.value;
    const token = last === undefined ? undefined : dataOf(last);
    if (token === undefined) return this.next(ms);
    // More of the same moment may come.
    return { events, token, at: momentBefore(timeOfToken(token)) };
  }

  async close(): Promise<void> {
    const { cursor } = this;
    this.cursor = undefined;
    if (cursor?.isOpen) {
      const kill = { killCursors: '$cmd.aggregate', cursors: [cursor.id] };
      await this.admin.command(kill, { session: this.session }).catch(() => undefined); // the connection may be gone
    }
    await this.session.endSession();
  }

  private open(): Promise<ReadonlyMap<string, Field>> {
    const { prefix, others, homes } = this.options;
    const { start } = this;
    const from =
      'token' in start ? { resumeAfter: { _data: start.token } } : { startAtOperationTime: start.at };
    const watched = [
      { 'ns.db': { $regex: prefixPattern(prefix) } },
      ...(others.length === 0 ? [] : [{ 'ns.db': { $in: [...others] } }]),
      { 'ns.db': homes.db, 'ns.coll': homes.coll },
    ];
    const pipeline = [
      {
        $changeStream: {
          allChangesForCluster: true,
          showExpandedEvents: true,
          showSystemEvents: true,
          showRawUpdateDescription: true,
          ...from,
        },
      },
      { $match: { $or: watched } },
      { $changeStreamSplitLargeEvent: {} },
    ];
    const command = {
      aggregate: 1,
      pipeline,
      cursor: { batchSize: 0 },
      readConcern: { level: 'majority' },
    };
    return this.command(command);
  }

  private more(id: unknown, ms: number): Promise<ReadonlyMap<string, Field>> {
    const batch = { batchSize: BATCH_EVENTS, maxTimeMS: ms };
    return this.command({ getMore: id, collection: '$cmd.aggregate', ...batch });
  }

  private async command(command: Document): Promise<ReadonlyMap<string, Field>> {
    // `raw` leaves every document of the answer as its bytes.
    const reply = await this.admin.command(command, { session: this.session, raw: true });
    const cursor = new Map(fieldsOf(reply['cursor'] as RawDocument).map((field) => [field.name, field]));
    const id = cursor.get('id')!;
    const number = Buffer.from(id.value.buffer, id.value.byteOffset, id.value.length).readBigInt64LE();
    this.cursor = { id: number, isOpen: number !== 0n };
    return cursor;
  }

  /** Undefined while more parts of it are to come. */
  private whole(bytes: RawDocument): JournalEvent | undefined {
    const fields = fieldsOf(bytes);
    const split = fields.find(({ name }) => name === 'splitEvent');
    if (split === undefined) return eventOf(named(fields));
    this.fragments.push(...fields);
    const parts = named(fieldsOf(split.value));
    if (numberOf(parts.get('fragment')!) < numberOf(parts.get('of')!)) return undefined;
    const whole = named(this.fragments); // the token is that of the last part
    this.fragments = [];
    return eventOf(whole);
  }
}

const named = (fields: readonly Field[]): Map<string, Field> =>
  new Map(fields.map((field) => [field.name, field]));

function documentsOf(cursor: ReadonlyMap<string, Field>): Uint8Array[] {
  const batch = cursor.get('firstBatch') ?? cursor.get('nextBatch');
  return batch === undefined
    ? []
    : fieldsOf(batch.value)
        .filter(({ type }) => type === OBJECT)
        .map(({ value }) => value);
}

/** The text of a resume token. */
export function dataOf(token: Uint8Array): string {
  return textOf(fieldsOf(token).find(({ name }) => name === '_data')!);
}

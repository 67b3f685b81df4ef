import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { ChangeFeed } from '../../database/change-feed.js';
import { BackgroundWork } from '../../database/work/background-work.js';
import type { PeriodicTask } from '../../database/work/periodic-task.js';
import { type Actor, organizationOf } from '../access/actor.types.js';
import { AuditService } from '../audit/audit.service.js';
import { EventStream } from './event-stream.js';
import { type EventBody, eventOf, matches, readerOf } from './events.types.js';
import { KEPT_DAYS } from './webhooks.types.js';

const KEPT_MS = KEPT_DAYS * 24 * 3_600_000;
/** Streams of one organization on this instance. */
export const MAX_STREAMS = 50;
/** A stream ends at the latest so long after its reader may not read any more. Unit: ms. */
const JUDGE_MS = 400;
const HEARTBEAT_MS = 15_000;
/** Seconds that a client waits which finds too many streams open. */
const RETRY_SECONDS = 30;
/** Entries that one page looks at, whether they are chosen or not. */
const LOOKED_AT = 1000;

/** What a reader wants to see. */
export interface Wanted {
  /** Place behind which it begins; undefined: at the end. */
  after: number | undefined;
  types: readonly string[];
}

export interface EventPage {
  events: EventBody[];
  /** The place up to which it was looked. */
  place: number;
  more: boolean;
}

/**
 * The events of an organization as they are committed on any instance, for any number of readers: all of them live on
 * the one change stream of the instance.
 */
@Injectable()
export class EventStreamsService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly streams = new Map<string, Set<EventStream>>();
  private readonly judging: PeriodicTask;
  private readonly beating: PeriodicTask;

  constructor(
    private readonly audit: AuditService,
    work: BackgroundWork,
    feed: ChangeFeed,
  ) {
    this.judging = work.periodic({ name: 'event streams', every: JUDGE_MS, run: () => this.judgeAll() });
    this.beating = work.periodic({
      name: 'event stream heartbeats',
      every: HEARTBEAT_MS,
      run: () => {
        for (const stream of this.all()) stream.heartbeat();
        return Promise.resolve();
      },
    });
    feed.on('audit_log', ({ kind, fields }) => {
      if (kind !== 'insert') return;
      const readers = this.streams.get(String(fields['chain']));
      if (readers === undefined) return;
      const entry = audit.read(fields);
      for (const stream of readers) stream.offer(entry);
    });
    feed.onGap(() => {
      for (const stream of this.all()) void stream.catchUp();
    });
  }

  onApplicationBootstrap(): void {
    this.judging.start();
    this.beating.start();
  }

  /** Readers come back to another instance, with the place they are at. */
  async onModuleDestroy(): Promise<void> {
    for (const stream of this.all()) stream.end('service.unavailable');
    await Promise.all([this.judging.stop(), this.beating.stop()]);
  }

  /**
   * A stream that begins behind a place, or with a `reset` where events are missing between the place and now.
   * @throws AppError events.too_many_streams, organization.not_found
   */
  async open(actor: Actor, { after, types }: Wanted, standing: () => Promise<Actor>): Promise<EventStream> {
    const orgId = organizationOf(actor);
    const readers = this.streams.get(orgId) ?? new Set();
    if (readers.size >= MAX_STREAMS) {
      throw new AppError('events.too_many_streams', { retryAfter: RETRY_SECONDS });
    }
    const read = (place: number, limit: number) => this.audit.listAfter(orgId, place, limit);
    const end = await this.audit.endOf(orgId);
    const stream = new EventStream({ orgId, after: after ?? end, types, actor, standing, read });
    readers.add(stream);
    this.streams.set(orgId, readers);
    stream.once('close', () => {
      readers.delete(stream);
      if (readers.size === 0 && this.streams.get(orgId) === readers) this.streams.delete(orgId);
    });
    const missing = after === undefined ? undefined : await this.missing(orgId, after, end);
    if (missing === undefined) stream.begin();
    else stream.reset(end, missing);
    void stream.catchUp();
    return stream;
  }

  /** The same without a stream: a page at a time. */
  async page(actor: Actor, { after = 0, types }: Wanted, limit: number): Promise<EventPage> {
    const orgId = organizationOf(actor);
    const entries = await this.audit.listAfter(orgId, after, LOOKED_AT);
    const events: EventBody[] = [];
    let place = after;
    for (const entry of entries) {
      if (events.length === limit) return { events, place, more: true };
      place = entry.seq;
      const event = eventOf(entry);
      if (event === undefined || !matches(types, event.type)) continue;
      if (actor.permissions.has(readerOf(event.type))) events.push(event);
    }
    return { events, place, more: entries.length === LOOKED_AT };
  }

  /** Why a reader cannot go on where it was. */
  private async missing(
    orgId: string,
    after: number,
    end: number,
  ): Promise<'expired' | 'unknown' | undefined> {
    if (after > end) return 'unknown'; // of another life of the organization, such as one from a backup
    const [next] = await this.audit.listAfter(orgId, after, 1);
    return next !== undefined && next.at.getTime() < Date.now() - KEPT_MS ? 'expired' : undefined;
  }

  private async judgeAll(): Promise<void> {
    await Promise.all([...this.all()].map((stream) => stream.judge()));
  }

  private *all(): Generator<EventStream> {
    for (const readers of this.streams.values()) yield* readers;
  }
}

import { Readable } from 'node:stream';
import type { Actor } from '../access/actor.types.js';
import type { AuditEntry } from '../audit/audit.types.js';
import { eventOf, matches, readerOf } from './events.types.js';

/** Bytes that wait for a reader; with more it is too slow, and is dropped. It may come back with Last-Event-ID. */
const MOST_WAITING = 1024 * 1024;
/** Entries that are read at once while a stream catches up, and bytes that may wait before the next ones are. */
const PAGE = 200;
const CALM = 64 * 1024;
/** Milliseconds that a browser waits before it connects again. */
const RETRY_MS = 3000;

export interface EventStreamOptions {
  orgId: string;
  /** Place behind which it begins. */
  after: number;
  /** Filters. */
  types: readonly string[];
  actor: Actor;
  /** Whether the reader may go on, and as whom. @throws when not */
  standing: () => Promise<Actor>;
  read: (after: number, limit: number) => Promise<AuditEntry[]>;
}

/** The events of an organization as one reader gets them: text/event-stream, in the order of their places. */
export class EventStream extends Readable {
  readonly orgId: string;
  private place: number;
  private actor: Actor;
  private catching = false;
  private isBehind = false;
  private isOver = false;
  private wanted?: () => void;

  constructor(private readonly options: EventStreamOptions) {
    super({ highWaterMark: CALM });
    this.orgId = options.orgId;
    this.place = options.after;
    this.actor = options.actor;
  }

  /** The reader has something to resume from before the first event comes. */
  begin(): void {
    this.write(`retry: ${RETRY_MS}\nid: ${this.place}\n\n`);
  }

  /** What the reader knows is worth nothing: events are missing. It goes on behind a place. */
  reset(place: number, reason: 'expired' | 'unknown'): void {
    this.place = place;
    this.write(`event: reset\nid: ${place}\ndata: ${JSON.stringify({ reason, seq: place })}\n\n`);
  }

  /** Keeps proxies from closing the connection, and the place of a reader whose filter lets nothing through. */
  heartbeat(): void {
    this.write(`: heartbeat\nid: ${this.place}\n\n`);
  }

  /** An entry that was committed just now. */
  offer(entry: AuditEntry): void {
    if (entry.seq <= this.place) return;
    if (this.catching || entry.seq > this.place + 1) void this.catchUp();
    else this.tell(entry);
  }

  /** Reads what is there behind its place. */
  async catchUp(): Promise<void> {
    if (this.catching) {
      this.isBehind = true;
      return;
    }
    this.catching = true;
    try {
      do {
        this.isBehind = false;
        await this.readOn();
      } while (this.isBehind && !this.destroyed);
    } catch (error) {
      this.destroy(error as Error);
    } finally {
      this.catching = false;
    }
  }

  /** Ends it when the reader may not go on. */
  async judge(): Promise<void> {
    try {
      this.actor = await this.options.standing();
    } catch (error) {
      this.end((error as { code?: string }).code ?? 'service.unavailable');
    }
  }

  /** The last thing a reader hears. */
  end(code: string): void {
    if (this.isOver) return;
    this.write(`event: end\ndata: ${JSON.stringify({ code })}\n\n`);
    this.isOver = true;
    this.push(null);
  }

  override _read(): void {
    this.wanted?.();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.wanted?.();
    done(error);
  }

  private async readOn(): Promise<void> {
    for (;;) {
      const entries = await this.options.read(this.place, PAGE);
      for (const entry of entries) {
        if (this.readableLength > CALM) await this.calm();
        if (this.destroyed || this.isOver) return;
        this.tell(entry);
      }
      if (entries.length < PAGE) return;
    }
  }

  private tell(entry: AuditEntry): void {
    this.place = entry.seq;
    const event = eventOf(entry);
    if (event === undefined || !matches(this.options.types, event.type)) return;
    if (!this.actor.permissions.has(readerOf(event.type))) return;
    this.write(`id: ${event.seq}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  }

  private write(text: string): void {
    if (this.destroyed || this.isOver) return;
    if (this.readableLength > MOST_WAITING) {
      this.destroy();
      return;
    }
    this.push(text);
  }

  /** Until the reader has taken something. */
  private calm(): Promise<void> {
    return new Promise((resolve) => {
      this.wanted = resolve;
    });
  }
}

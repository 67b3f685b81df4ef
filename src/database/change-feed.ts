import { setTimeout as sleep } from 'node:timers/promises';
import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type BeforeApplicationShutdown,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { InjectConnection } from '@nestjs/mongoose';
import type { ChangeStream, ChangeStreamDocument, Document } from 'mongodb';
import type { Connection } from 'mongoose';
import { metric } from '../common/metrics/metric.js';
import { Metrics } from '../common/metrics/metrics.js';

/** What metrics say of a cache. */
interface CacheStats {
  size: number;
  /** Answers from memory, and those that needed the database or joined a read under way. They only go up. */
  hits: number;
  misses: number;
}

/** One change of a master collection. */
export interface MasterChange {
  id: unknown;
  kind: 'insert' | 'update' | 'delete';
  /** The whole new document of an insert or replace, the changed fields of an update. */
  fields: Document;
  /** Names of the fields an update took away. */
  removed: string[];
}

const COHERENT = metric(
  'gauge',
  'rowhouse_change_feed_coherent',
  '1 while caches may be answered from: the change feed has beaten within the last second',
);
const GAPS = metric(
  'counter',
  'rowhouse_change_feed_gaps_total',
  'Times that changes may have been missed, so that every cache was emptied',
);
const CHANGES = metric(
  'counter',
  'rowhouse_change_feed_changes_total',
  'Changes of the master database that were heard',
);
const SIZE = metric('gauge', 'rowhouse_cache_rows', 'Rows in memory', ['cache']);
const HITS = metric('counter', 'rowhouse_cache_hits_total', 'Answers from memory', ['cache']);
const MISSES = metric('counter', 'rowhouse_cache_misses_total', 'Answers that needed the database', [
  'cache',
]);

/** The server answers an idle stream this often; it is the heartbeat of the feed. Unit: milliseconds. */
const HEARTBEAT_MS = 250;
/** Without a heartbeat for this long the feed is not trusted: three beats may be late on a loaded machine. */
const SILENCE_MS = 1000;
const RETRY_MS = 200;

/**
 * The changes of the master database, as they are committed on any instance. Caches stand on it: while
 * `coherent` is false nothing may be answered from memory.
 */
@Injectable()
export class ChangeFeed implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(ChangeFeed.name);
  private readonly listeners = new Map<string, ((change: MasterChange) => void)[]>();
  private readonly resets: (() => void)[] = [];
  private stream?: ChangeStream;
  private lastBeat = -Infinity;
  private gaps = 0;
  private changes = 0;
  private running = false;
  private loop: Promise<void> = Promise.resolve();

  constructor(
    @InjectConnection() private readonly connection: Connection,
    private readonly http: HttpAdapterHost,
    private readonly metrics: Metrics,
  ) {
    metrics.read(COHERENT, () => Number(this.coherent));
    metrics.read(GAPS, () => this.gaps);
    metrics.read(CHANGES, () => this.changes);
  }

  /** Calls `listener` for each change of a collection. */
  on(collection: string, listener: (change: MasterChange) => void): void {
    this.listeners.set(collection, [...(this.listeners.get(collection) ?? []), listener]);
  }

  /** Calls `reset` when changes may have been missed: everything kept in memory is then worthless. */
  onGap(reset: () => void): void {
    this.resets.push(reset);
  }

  /** Tells metrics of a cache that stands on the feed. @param name of it, in the label `cache` */
  show(cache: string, stats: () => CacheStats): void {
    this.metrics.read(SIZE, () => [[{ cache }, stats().size]]);
    this.metrics.read(HITS, () => [[{ cache }, stats().hits]]);
    this.metrics.read(MISSES, () => [[{ cache }, stats().misses]]);
  }

  get coherent(): boolean {
    return performance.now() - this.lastBeat < SILENCE_MS;
  }

  /** Waits for the first heartbeat, so that a started service answers from its caches. */
  async onApplicationBootstrap(): Promise<void> {
    this.running = true;
    this.loop = this.follow();
    for (let i = 0; i < 100 && !this.coherent; i++) await sleep(10);
  }

  /** Requests under way end first: they rely on the feed. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.http.httpAdapter?.close();
    this.running = false;
    await this.stream?.close().catch(() => undefined); // the connection may be gone already
    await this.loop;
  }

  private async follow(): Promise<void> {
    while (this.running) {
      try {
        await this.read();
      } catch (error) {
        if (!this.running) return;
        this.log.warn(`change feed interrupted: ${(error as Error).message}`);
        await sleep(RETRY_MS);
      } finally {
        this.lastBeat = -Infinity;
        await this.stream?.close().catch(() => undefined); // a broken stream cannot be closed politely
      }
    }
  }

  private async read(): Promise<void> {
    const stream = this.connection.db!.watch(
      [{ $match: { 'ns.coll': { $in: [...this.listeners.keys()] } } }],
      { maxAwaitTimeMS: HEARTBEAT_MS, readConcern: { level: 'majority' } },
    );
    this.stream = stream;
    // The server names the place from which on it tells changes; its first answer on an idle stream is a beat later.
    stream.once('resumeTokenChanged', () => {
      if (stream.closed) return;
      this.startOver();
      this.lastBeat = performance.now();
    });
    while (this.running) {
      const event = await stream.tryNext();
      if (!this.coherent) this.startOver();
      if (event) this.publish(event);
      this.lastBeat = performance.now();
    }
  }

  /** Changes before the stream was open, or during a silence, were not seen. */
  private startOver(): void {
    this.gaps++;
    for (const reset of this.resets) reset();
  }

  private publish(event: ChangeStreamDocument): void {
    const change = toChange(event);
    this.changes++;
    if (!change || !('ns' in event) || !('coll' in event.ns)) return;
    for (const listener of this.listeners.get(event.ns.coll) ?? []) listener(change);
  }
}

function toChange(event: ChangeStreamDocument): MasterChange | null {
  switch (event.operationType) {
    case 'insert':
      return { id: event.documentKey._id, kind: 'insert', fields: event.fullDocument, removed: [] };
    case 'replace':
      return { id: event.documentKey._id, kind: 'update', fields: event.fullDocument, removed: [] };
    case 'update': {
      const { updatedFields = {}, removedFields = [] } = event.updateDescription;
      return { id: event.documentKey._id, kind: 'update', fields: updatedFields, removed: removedFields };
    }
    case 'delete':
      return { id: event.documentKey._id, kind: 'delete', fields: {}, removed: [] };
    default:
      return null;
  }
}

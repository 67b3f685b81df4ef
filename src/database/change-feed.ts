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

/** One change of a master collection. */
export interface MasterChange {
  id: unknown;
  kind: 'insert' | 'update' | 'delete';
  /** The whole new document of an insert or replace, the changed fields of an update. */
  fields: Document;
  /** Names of the fields an update took away. */
  removed: string[];
}

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
  private running = false;
  private loop: Promise<void> = Promise.resolve();

  constructor(
    @InjectConnection() private readonly connection: Connection,
    private readonly http: HttpAdapterHost,
  ) {}

  /** Calls `listener` for each change of a collection. */
  on(collection: string, listener: (change: MasterChange) => void): void {
    this.listeners.set(collection, [...(this.listeners.get(collection) ?? []), listener]);
  }

  /** Calls `reset` when changes may have been missed: everything kept in memory is then worthless. */
  onGap(reset: () => void): void {
    this.resets.push(reset);
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
    for (const reset of this.resets) reset();
  }

  private publish(event: ChangeStreamDocument): void {
    const change = toChange(event);
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

import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { BackgroundWork } from '../../database/work/background-work.js';
import type { Lease } from '../../database/work/lease.js';
import type { PeriodicTask } from '../../database/work/periodic-task.js';
import { type Asked, InstancesRepository } from './instances.repository.js';

/**
 * It stops writing well before the others stop waiting for it: they may then move a database without asking it.
 * Unit: milliseconds.
 */
const TIMES = { lasts: 6000, beat: 1000, margin: 2000 };
/** An instance that missed two beats is dead or stopped: better to wait for its lease's end before a fence. */
const LATE_MS = 3000;
/** How often the instances are counted, for what they share, and asked what they are asked. */
const COUNT_EVERY_MS = 1000;

/** The instances that run, this one included, as of a second ago. */
export interface Peers {
  count: number;
  /** Of these, on this machine. */
  here: number;
  /** Who asks for least at the others. */
  asked: readonly Asked[];
}

/** This process among the others: while its lease is not renewed it must not touch an organization's data. */
@Injectable()
export class InstanceService implements OnModuleInit, BeforeApplicationShutdown {
  readonly id = randomUUID();
  private readonly lapseListeners: (() => void)[] = [];
  private readonly lease: Lease;
  private terms = 0;
  private seen: Peers = { count: 1, here: 1, asked: [] };
  private askedHere: () => readonly Asked[] = () => [];
  private readonly counting: PeriodicTask;

  constructor(
    private readonly instances: InstancesRepository,
    private readonly http: HttpAdapterHost,
    work: BackgroundWork,
  ) {
    this.lease = work.lease({
      name: 'heartbeat',
      times: TIMES,
      renew: async (ms) => {
        const beat = { host: hostname(), pid: process.pid, asked: this.askedHere() };
        await this.instances.beat(this.id, beat, ms);
        return true;
      },
      onTaken: () => this.beginTerm(),
    });
    this.counting = work.periodic({
      name: 'count of instances',
      first: 0,
      every: COUNT_EVERY_MS,
      run: () => this.look(),
    });
  }

  /** Instances that run, this one included, as of a second ago. */
  get count(): number {
    return this.seen.count;
  }

  get peers(): Peers {
    return this.seen;
  }

  /** @param asked who asks for least of this instance: the others are told with its beats */
  tell(asked: () => readonly Asked[]): void {
    this.askedHere = asked;
  }

  /** The lease is fresh enough to work under. */
  get alive(): boolean {
    return this.lease.isHeld;
  }

  /** Changes whenever the lease ran out: others may have moved databases without asking. NaN: not known. */
  get term(): number {
    return this.alive ? this.terms : NaN;
  }

  /** Calls `listener` when this instance is back after its lease ran out, before it is alive again. */
  onLapse(listener: () => void): void {
    this.lapseListeners.push(listener);
  }

  /** The other instances that must be asked before a database changes hands. */
  async others(): Promise<string[]> {
    return (await this.instances.listLive()).filter((id) => id !== this.id);
  }

  /** Others whose lease still runs although they are silent: they will not answer. */
  async silentOthers(): Promise<string[]> {
    return (await this.instances.listSilent(TIMES.lasts - LATE_MS)).filter((id) => id !== this.id);
  }

  async removeDead(): Promise<void> {
    await this.instances.removeDead();
  }

  async onModuleInit(): Promise<void> {
    await this.instances.ensureIndexes();
    await this.lease.renew();
    this.lease.start();
    this.counting.start();
  }

  /** Its requests end first: until then the others must wait for it. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.http.httpAdapter?.close();
    await this.counting.stop();
    await this.lease.end();
    await this.instances.remove(this.id).catch(() => undefined); // the lease ends by itself
  }

  private async look(): Promise<void> {
    const others = (await this.instances.listBeats()).filter(({ id }) => id !== this.id);
    this.seen = {
      count: 1 + others.length,
      here: 1 + others.filter(({ host }) => host === hostname()).length,
      asked: others.flatMap(({ asked = [] }) => asked),
    };
  }

  private beginTerm(): void {
    this.terms++;
    for (const listener of this.lapseListeners) listener();
  }
}

import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { InstancesRepository } from './instances.repository.js';

const BEAT_MS = 1000;
/** How long others wait for this instance after its last beat. */
const LEASE_MS = 6000;
/** It stops writing well before the others stop waiting: they may then move a database without asking it. */
const TRUST_MS = 4000;
/** An instance that missed two beats is dead or stopped: better to wait for its lease's end before a fence. */
const LATE_MS = 3000;

/** This process among the others: while its lease is not renewed it must not touch an organization's data. */
@Injectable()
export class InstanceService implements OnModuleInit, BeforeApplicationShutdown {
  readonly id = randomUUID();
  private readonly log = new Logger(InstanceService.name);
  private readonly lapseListeners: (() => void)[] = [];
  private renewedAt: Moment = { monotonic: -Infinity, wall: -Infinity };
  private terms = 0;
  private timer?: NodeJS.Timeout;
  private closed = false;

  constructor(
    private readonly instances: InstancesRepository,
    private readonly http: HttpAdapterHost,
  ) {}

  /** The lease is fresh enough to work under. */
  get alive(): boolean {
    return since(this.renewedAt) < TRUST_MS;
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
    return (await this.instances.listSilent(LEASE_MS - LATE_MS)).filter((id) => id !== this.id);
  }

  async forgetDead(): Promise<void> {
    await this.instances.removeDead();
  }

  async onModuleInit(): Promise<void> {
    await this.instances.ensureIndexes();
    await this.beat();
    this.schedule();
  }

  /** Its requests end first: until then the others must wait for it. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.http.httpAdapter?.close();
    this.closed = true;
    clearTimeout(this.timer);
    this.renewedAt = { monotonic: -Infinity, wall: -Infinity };
    await this.instances.remove(this.id).catch(() => undefined); // the lease ends by itself
  }

  private schedule(): void {
    if (this.closed) return;
    this.timer = setTimeout(() => {
      this.beat()
        .catch((error: unknown) => this.log.warn(`heartbeat failed: ${(error as Error).message}`))
        .finally(() => this.schedule());
    }, BEAT_MS);
    this.timer.unref();
  }

  /** Counts from the moment the beat was sent, not answered: the server's clock started no later. */
  private async beat(): Promise<void> {
    const sentAt = now();
    await this.instances.beat(this.id, hostname(), process.pid, LEASE_MS);
    if (this.closed) return;
    if (since(this.renewedAt) >= LEASE_MS) {
      this.terms++;
      for (const listener of this.lapseListeners) listener();
    }
    this.renewedAt = sentAt;
  }
}

/** Two clocks: the monotonic one stands still while a machine sleeps, the wall clock may be set back. */
interface Moment {
  monotonic: number;
  wall: number;
}

const now = (): Moment => ({ monotonic: performance.now(), wall: Date.now() });
const since = ({ monotonic, wall }: Moment): number =>
  Math.max(performance.now() - monotonic, Date.now() - wall);

import { randomUUID } from 'node:crypto';
import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { AppError } from '../../../common/errors/app-error.js';
import { isTransient } from '../../../common/transient.js';
import { ChangeFeed } from '../../../database/change-feed.js';
import { duplicateKey, refuseDuplicate } from '../../../database/duplicate-key.js';
import { type Tx, Transactions } from '../../../database/transactions.js';
import { BackgroundWork } from '../../../database/work/background-work.js';
import { backoff } from '../../../database/work/backoff.js';
import { type Lease, LeaseLost } from '../../../database/work/lease.js';
import type { PeriodicTask } from '../../../database/work/periodic-task.js';
import { DatabasesRepository } from '../../registry/databases.repository.js';
import { InstanceService } from '../../registry/instance.service.js';
import { DatabaseDropsService } from '../marks/database-drops.service.js';
import type { Build, BuildKind } from './build.types.js';
import { BuildsRepository } from './builds.repository.js';

/** The feed wakes it; this often it looks for what the feed missed. Milliseconds. */
const LOOK_MS = 3000;
const TIMES = { lasts: 10_000, beat: 2_000, margin: 3_000 };
const AT_ONCE = 3;
const MAX_ATTEMPTS = 5;
const LONGEST_PAUSE_MS = 30_000;
const MAX_REASON = 500;
/** Milliseconds between two looks of who waits for the end. */
const POLL_MS = 50;

/** The right to fill a database, asked before each write. */
export interface BuildJournal {
  /** @throws LeaseLost */
  assertHeld(): void;
  /** @throws LeaseLost */
  save(change: Partial<Build>): Promise<void>;
}

/** What a kind of build is filled with, and what makes it an organization. */
export interface BuildHandler {
  /** May be repeated; what was written down as complete is not made again. */
  fill(build: Build, journal: BuildJournal): Promise<void>;
  /** In the transaction after which the organization lives there. */
  settle(build: Build, session: Tx): Promise<void>;
  /** In the transaction that gives it up; its database is dropped. */
  giveUp(build: Build, error: AppError, session: Tx): Promise<void>;
}

/** Fills databases for organizations that are to be there, and makes them so; after a crash on any instance. */
@Injectable()
export class BuildsService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(BuildsService.name);
  private readonly handlers = new Map<BuildKind, BuildHandler>();
  private readonly running = new Map<string, { owner: string; lease: Lease; ended: Promise<void> }>();
  private readonly task: PeriodicTask;
  private isClosed = false;

  constructor(
    private readonly builds: BuildsRepository,
    private readonly databases: DatabasesRepository,
    private readonly drops: DatabaseDropsService,
    private readonly transactions: Transactions,
    private readonly instance: InstanceService,
    private readonly work: BackgroundWork,
    feed: ChangeFeed,
  ) {
    this.task = work.periodic({ name: 'builds', first: 0, every: LOOK_MS, run: () => this.takeFree() });
    feed.on('builds', ({ kind }) => {
      if (kind === 'insert') this.task.wake();
    });
  }

  /** Call it in `onModuleInit`. */
  handle(kind: BuildKind, handler: BuildHandler): void {
    this.handlers.set(kind, handler);
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  /** A stopping service leaves its work to the next instance, at once. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isClosed = true;
    await this.task.stop();
    const runs = [...this.running.entries()];
    for (const [, { lease }] of runs) lease.cancel();
    await Promise.allSettled(runs.map(([, { ended }]) => ended));
    await Promise.allSettled(runs.map(([id, { owner }]) => this.builds.leases.release(id, owner)));
  }

  /** There is a new one. */
  wake(): void {
    this.task.wake();
  }

  /** @returns how it is when it has ended, or when that takes longer than `ms` */
  async wait(id: string, ms: number): Promise<Build> {
    const { clock } = this.work;
    for (const since = clock.moment(); ;) {
      const build = await this.builds.find(id);
      if (build === null) throw new AppError('operation.not_found');
      if (build.phase !== 'filling' || clock.since(since) >= ms) return build;
      await clock.sleep(POLL_MS);
    }
  }

  /**
   * Ends one that is being filled; whoever fills it notices at its next step.
   * @param alongside what is true with its end
   * @returns false: it had ended before
   */
  async cancel({ _id: id, to }: Build, alongside: (session: Tx) => Promise<void>): Promise<boolean> {
    const isCancelled = await this.transactions.run(async (session) => {
      if (!(await this.builds.cancel(id, session))) return false;
      await this.databases.setState(to, 'dropping', session);
      await alongside(session);
      return true;
    });
    if (!isCancelled) return false;
    const here = this.running.get(id);
    here?.lease.cancel();
    // Not before the last command of this instance has ended. What another one writes late is left to the sweep.
    void Promise.resolve(here?.ended)
      .then(() => this.drops.drop(to))
      .catch(() => false);
    return true;
  }

  private async takeFree(): Promise<void> {
    for (const id of await this.builds.leases.listFree()) {
      if (this.isClosed || this.running.size >= AT_ONCE) return;
      if (!this.running.has(id)) await this.take(id);
    }
  }

  private async take(id: string): Promise<void> {
    const owner = `${this.instance.id}:${randomUUID()}`;
    const takenAt = this.work.clock.moment();
    if (!(await this.builds.leases.take(id, owner, TIMES.lasts))) return;
    const build = await this.builds.find(id);
    if (build === null || build.lease_owner !== owner) return;
    const renew = (ms: number) => this.builds.leases.renew(id, owner, ms);
    const lease = this.work.lease({ name: `build ${id}`, times: TIMES, renew, takenAt }).start();
    const ended = this.run(build, owner, lease)
      .finally(() => lease.end())
      .catch((error: unknown) => this.log.warn(`build ${id}: ${(error as Error).message}`))
      .finally(() => {
        this.running.delete(id);
        this.task.wake();
      });
    this.running.set(id, { owner, lease, ended });
  }

  private async run(build: Build, owner: string, lease: Lease): Promise<void> {
    const journal = this.journalOf(build, owner, lease);
    const handler = this.handlers.get(build.kind)!;
    try {
      await handler.fill(build, journal);
      journal.assertHeld();
      await this.transactions.run(async (session) => {
        if (!(await this.builds.end(build._id, owner, { phase: 'done' }, session))) throw new LeaseLost();
        await handler.settle(build, session);
        await this.databases.setState(build.to, 'active', session);
      });
    } catch (error) {
      if (error instanceof LeaseLost || this.isClosed) return this.databases.noteLateWriter(build.to);
      await this.failed(build, owner, error);
    }
  }

  /** What passes is tried again after a pause; what does not ends it. */
  private async failed(build: Build, owner: string, error: unknown): Promise<void> {
    const attempts = build.attempts + 1;
    const known = refuseDuplicate(error);
    const clash = duplicateKey(error) === 'organizations.slug_1'; // another slug is chosen
    const passes = clash || isTransient(known) || (known as AppError).code === 'backup.store_failed';
    const isOver = known instanceof AppError && !passes;
    const reason = (known as Error).message.slice(0, MAX_REASON);
    this.log.warn(`build ${build._id} (attempt ${attempts}): ${reason}`);
    if (!isOver && attempts < MAX_ATTEMPTS) {
      await this.builds.save(build._id, owner, { attempts, error: reason });
      await this.builds.leases.renew(build._id, owner, backoff(attempts, LONGEST_PAUSE_MS));
      return;
    }
    const told = known instanceof AppError ? known : new AppError('operation.failed', {}, { cause: known });
    await this.transactions.run(async (session) => {
      const ended = { phase: 'failed', attempts, error: told.code } as const;
      if (!(await this.builds.end(build._id, owner, ended, session))) throw new LeaseLost();
      await this.databases.setState(build.to, 'dropping', session);
      await this.handlers.get(build.kind)!.giveUp(build, told, session);
    });
    // What does not succeed here is left to the sweep.
    await this.drops.drop(build.to).catch(() => false);
  }

  private journalOf(build: Build, owner: string, lease: Lease): BuildJournal {
    return {
      assertHeld: () => lease.assertHeld(),
      save: async (change) => {
        lease.assertHeld();
        if (await this.builds.save(build._id, owner, change)) return;
        lease.cancel();
        throw new LeaseLost(`build ${build._id}`);
      },
    };
  }
}

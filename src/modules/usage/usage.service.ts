import { join } from 'node:path';
import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { metric, type Labels } from '../../common/metrics/metric.js';
import { Metrics } from '../../common/metrics/metrics.js';
import { Env } from '../../config/env.js';
import { BackgroundWork } from '../../database/work/background-work.js';
import type { PeriodicTask } from '../../database/work/periodic-task.js';
import { InstanceService } from '../registry/instance.service.js';
import { UsageCountsRepository } from './usage-counts.repository.js';
import {
  journalsIn,
  memberLine,
  readJournal,
  removeJournal,
  sumsLine,
  UsageJournal,
} from './usage-journal.js';
import { hourOf, type InstanceUsage, type UsageSums } from './usage.types.js';

/** The database is told this often. Unit: milliseconds. */
const TELL_MS = 1000;
/** Journals of instances that are no more are looked for this often. */
const RECOVER_MS = 10_000;
/** Counts of earlier hours than so many are not told any more: their rows may be forgotten already. */
const OLDEST_HOURS = 72;

const REQUESTS = metric(
  'gauge',
  'rowhouse_usage_requests',
  'Requests of this hour on this instance, of the organizations with most (METRICS_ORGANIZATIONS)',
  ['organization_id'],
);
const BYTES = metric(
  'gauge',
  'rowhouse_usage_bytes',
  'Bytes of documents written in this hour on this instance, of the same organizations',
  ['organization_id'],
);
const UNTOLD = metric(
  'gauge',
  'rowhouse_usage_untold',
  'Counts of organizations that the database does not have yet',
);
const JOURNALED = metric(
  'gauge',
  'rowhouse_usage_journal',
  '1 while counts survive the end of the process in a file',
);

/** What this instance counted of an organization in an hour. */
interface Entry extends UsageSums {
  readonly organizationId: string;
  readonly hour: number;
  readonly seen: Set<string>;
  /** Members the database was not told of. */
  users: string[];
}

/**
 * Counts what organizations use, in memory: a request costs no round trip. The database is told each second; what it
 * was not told yet is in a file (ADR-0060).
 */
@Injectable()
export class UsageService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(UsageService.name);
  private readonly entries = new Map<string, Entry>();
  /** Not told to the database. */
  private readonly untold = new Set<Entry>();
  /** Not written to the journal. */
  private readonly unwritten = new Set<Entry>();
  private lines = '';
  private isWriting = false;
  private hour = 0;
  private journal?: UsageJournal;
  private readonly folder: string;
  private readonly tasks: readonly PeriodicTask[];

  constructor(
    private readonly counts: UsageCountsRepository,
    private readonly instance: InstanceService,
    private readonly http: HttpAdapterHost,
    private readonly work: BackgroundWork,
    private readonly env: Env,
    metrics: Metrics,
  ) {
    this.folder = join(env.DATA_DIR, 'usage', env.MASTER_DB_NAME);
    this.tasks = [
      work.periodic({ name: 'usage', every: TELL_MS, run: () => this.tell() }),
      work.periodic({ name: 'usage journals', first: 0, every: RECOVER_MS, run: () => this.recover() }),
    ];
    metrics.read(REQUESTS, () => this.top(({ requests }) => requests));
    metrics.read(BYTES, () => this.top(({ bytes }) => bytes));
    metrics.read(UNTOLD, () => this.untold.size);
    metrics.read(JOURNALED, () => Number(this.journal !== undefined));
  }

  onApplicationBootstrap(): void {
    if (this.env.USAGE_JOURNAL) {
      try {
        this.journal = new UsageJournal(this.folder, this.instance.id);
      } catch (error) {
        this.withoutJournal(error);
      }
    }
    for (const task of this.tasks) task.start();
  }

  /** Requests end first: they are counted too. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.http.httpAdapter?.close();
    await Promise.all(this.tasks.map((task) => task.stop()));
    this.writeLines();
    try {
      await this.tell();
      this.journal?.end();
    } catch (error) {
      this.log.warn(`the last second was not told, its journal stays: ${(error as Error).message}`);
    }
    this.journal = undefined;
  }

  /** A request was answered. @param member who made it; undefined for an impersonator */
  countRequest(organizationId: string, member: string | undefined): void {
    const entry = this.entryOf(organizationId);
    entry.requests++;
    if (member !== undefined && !entry.seen.has(member)) {
      entry.seen.add(member);
      entry.users.push(member);
      if (this.journal) this.lines += memberLine(organizationId, entry.hour, member);
    }
    this.note(entry);
    if (this.isWriting || this.journal === undefined) return;
    this.isWriting = true;
    setImmediate(() => this.writeLines());
  }

  /** Documents were stored. The file has it before the answer goes out: microtasks run in the order they were asked. */
  countDocuments(organizationId: string, documents: number, bytes: number): void {
    const entry = this.entryOf(organizationId);
    entry.documents += documents;
    entry.bytes += bytes;
    this.note(entry);
    if (this.journal) queueMicrotask(() => this.writeLines());
  }

  /** Tells the database what it does not know. @throws when it cannot be told: nothing is lost */
  async tell(): Promise<void> {
    this.writeLines();
    const told: InstanceUsage[] = [];
    const entries = [...this.untold];
    const oldest = this.now() - OLDEST_HOURS;
    for (const entry of entries) {
      const { organizationId, hour, requests, documents, bytes, users } = entry;
      if (hour > oldest) told.push({ organizationId, hour, requests, documents, bytes, users });
      entry.users = [];
    }
    this.untold.clear();
    const forget = this.journal?.turn();
    try {
      await this.counts.tell(this.instance.id, told);
      forget?.();
    } catch (error) {
      const usersOf = new Map(told.map((one) => [`${one.organizationId} ${one.hour}`, one.users]));
      for (const entry of entries) {
        this.untold.add(entry);
        entry.users.unshift(...(usersOf.get(`${entry.organizationId} ${entry.hour}`) ?? []));
      }
      throw error;
    }
  }

  /** Tells what instances that are no more have left in their journals on this machine. */
  async recover(): Promise<void> {
    const left = journalsIn(this.folder).filter((id) => id !== this.instance.id);
    if (left.length === 0) return;
    const live = new Set(await this.instance.others());
    const oldest = this.now() - OLDEST_HOURS;
    for (const id of left) {
      if (live.has(id)) continue;
      const usages = readJournal(this.folder, id).filter(({ hour }) => hour > oldest);
      await this.counts.tell(id, usages);
      removeJournal(this.folder, id);
      if (usages.length > 0) this.log.log(`counted what instance ${id} had not told before it ended`);
    }
  }

  private now(): number {
    return hourOf(this.work.clock.wall());
  }

  private entryOf(organizationId: string): Entry {
    const hour = this.now();
    if (hour !== this.hour) {
      this.entries.clear(); // what was not told is in `untold`
      this.hour = hour;
    }
    let entry = this.entries.get(organizationId);
    if (entry === undefined) {
      entry = { organizationId, hour, requests: 0, documents: 0, bytes: 0, seen: new Set(), users: [] };
      this.entries.set(organizationId, entry);
    }
    return entry;
  }

  private note(entry: Entry): void {
    this.untold.add(entry);
    if (this.journal) this.unwritten.add(entry);
  }

  private writeLines(): void {
    this.isWriting = false;
    if (this.journal === undefined || this.unwritten.size === 0) return;
    let text = this.lines;
    for (const entry of this.unwritten) text += sumsLine(entry);
    this.lines = '';
    this.unwritten.clear();
    try {
      this.journal.append(text);
    } catch (error) {
      this.withoutJournal(error);
    }
  }

  private withoutJournal(error: unknown): void {
    this.journal = undefined;
    this.lines = '';
    this.unwritten.clear();
    this.log.warn(
      `no journal of usage in ${this.folder} (${(error as Error).message}): a crash may lose the last second of it`,
    );
  }

  private top(value: (sums: UsageSums) => number): (readonly [Labels, number])[] {
    if (this.now() !== this.hour) return [];
    return [...this.entries.values()]
      .sort((a, b) => b.requests - a.requests)
      .slice(0, this.env.METRICS_ORGANIZATIONS)
      .map((entry) => [{ organization_id: entry.organizationId }, value(entry)] as const);
  }
}

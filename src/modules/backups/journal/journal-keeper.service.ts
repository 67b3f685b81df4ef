import { randomUUID } from 'node:crypto';
import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { histogram, metric } from '../../../common/metrics/metric.js';
import { Metrics } from '../../../common/metrics/metrics.js';
import { Env } from '../../../config/env.js';
import { BackgroundWork } from '../../../database/work/background-work.js';
import { backoff } from '../../../database/work/backoff.js';
import type { Moment } from '../../../database/work/clock.js';
import { LeaseLost } from '../../../database/work/lease.js';
import { NamedLeases } from '../../../database/work/lease-rows.js';
import type { PeriodicTask } from '../../../database/work/periodic-task.js';
import { BackupStores } from '../backup-stores.service.js';
import { type Flushed, JournalFollower } from './journal-follower.service.js';
import type { Reign } from './journal-writer.service.js';
import { JournalRepository } from './journal.repository.js';

const NAME = 'journal';
const LEASE = { lasts: 10_000, beat: 2000, margin: 3000 };
/** How often it is looked whether somebody keeps it. Milliseconds. */
const LOOK_MS = 1000;
/** The longest pause after a failure. Milliseconds. */
const LONGEST_PAUSE_MS = 30_000;
/** The longest that a count of gaps is believed. Milliseconds. */
const GAPS_MS = 10_000;

const KEEPER = metric('gauge', 'rowhouse_journal_keeper', '1 on the instance that keeps the journal');
const LAG = metric(
  'gauge',
  'rowhouse_journal_lag_seconds',
  'How far the journal is behind, in whole seconds of the database; only where it is kept',
);
const EVENTS = metric('counter', 'rowhouse_journal_events_total', 'Entries that this instance journaled');
const BYTES = metric(
  'counter',
  'rowhouse_journal_bytes_total',
  'Bytes of the entries that this instance journaled, before they are packed',
);
const SEGMENTS = metric(
  'counter',
  'rowhouse_journal_segments_total',
  'Sealed segments that this instance wrote: one for each organization that changed in a turn',
);
const GAPS = metric(
  'gauge',
  'rowhouse_journal_gaps',
  'Gaps that the journal knows of; only where it is kept',
);
const DELAY = histogram(
  'rowhouse_journal_delay_seconds',
  'From the oldest event of a turn, by the clock of the database, until it was committed',
  [],
  [0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 10, 60],
);

/** Keeps the journal on one instance at a time: another goes on where it stopped. */
@Injectable()
export class JournalKeeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('Journal');
  private readonly task: PeriodicTask;
  private readonly observe: (seconds: number) => void;
  private readonly counts = { events: 0, bytes: 0, segments: 0 };
  private readonly stopping = new AbortController();
  private keeping: Promise<unknown> | undefined;
  private reign: Reign | undefined;
  private failures = 0;
  private nextAt = -Infinity;

  constructor(
    private readonly journal: JournalRepository,
    private readonly follower: JournalFollower,
    private readonly stores: BackupStores,
    private readonly leases: NamedLeases,
    private readonly work: BackgroundWork,
    private readonly env: Env,
    metrics: Metrics,
  ) {
    this.task = work.periodic({ name: NAME, first: 0, every: LOOK_MS, run: () => this.look() });
    this.observe = metrics.observer(DELAY, {});
    metrics.read(KEEPER, () => Number(this.reign !== undefined));
    metrics.read(LAG, () => this.lag());
    metrics.read(EVENTS, () => this.counts.events);
    metrics.read(BYTES, () => this.counts.bytes);
    metrics.read(SEGMENTS, () => this.counts.segments);
    metrics.readSeldom(GAPS, GAPS_MS, async () => (this.reign === undefined ? [] : journal.countGaps()));
  }

  /** There is a journal at all. */
  get isOn(): boolean {
    return this.env.JOURNAL_DAYS > 0 && this.stores.name !== undefined;
  }

  onApplicationBootstrap(): void {
    if (this.isOn) this.task.start();
  }

  /** Another instance goes on at once. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
    this.stopping.abort();
    await this.keeping;
  }

  private async look(): Promise<void> {
    if (this.keeping !== undefined || this.work.clock.monotonic() < this.nextAt) return;
    const id = randomUUID();
    const takenAt = this.work.clock.moment();
    if (!(await this.leases.take(NAME, id, LEASE.lasts))) return;
    this.keeping = this.keep(id, takenAt)
      .then(() => (this.failures = 0))
      .catch((error: unknown) => {
        const pause = backoff(++this.failures, LONGEST_PAUSE_MS);
        this.nextAt = this.work.clock.monotonic() + pause;
        this.log.warn(`the journal waits: ${(error as Error).message}`);
      })
      .then(() => (this.keeping = undefined));
  }

  /** Until the lease is lost, or the service stops. What was not committed is read again by whoever goes on. */
  private async keep(id: string, takenAt: Moment): Promise<void> {
    const { signal } = this.stopping;
    const renew = (ms: number) => this.leases.renew(NAME, id, ms);
    const lease = this.work.lease({ name: NAME, times: LEASE, renew, takenAt }).start();
    const stop = () => lease.cancel();
    signal.addEventListener('abort', stop);
    try {
      const reign = { id, lease, row: await this.journal.begin(id) };
      this.reign = reign;
      await this.follower.follow(reign, signal, (flushed) => this.note(flushed));
    } catch (error) {
      if (!(error instanceof LeaseLost)) throw error;
    } finally {
      this.reign = undefined;
      signal.removeEventListener('abort', stop);
      await lease.end();
      await this.leases.release(NAME, id).catch(() => undefined); // it ends by itself
    }
  }

  private note({ batch, seconds }: Flushed): void {
    this.counts.events += batch.events;
    this.counts.bytes += batch.bytes;
    this.counts.segments += batch.parts.size;
    if (seconds !== undefined) this.observe(seconds);
  }

  private lag(): number | [] {
    const at = this.reign?.row.at;
    return at === undefined ? [] : Math.max(0, Math.floor(this.work.clock.wall() / 1000) - at.t);
  }
}

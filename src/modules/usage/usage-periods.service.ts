import { randomUUID } from 'node:crypto';
import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { metric } from '../../common/metrics/metric.js';
import { Metrics } from '../../common/metrics/metrics.js';
import { Env } from '../../config/env.js';
import { type Tx, Transactions } from '../../database/transactions.js';
import { BackgroundWork } from '../../database/work/background-work.js';
import { NamedLeases } from '../../database/work/lease-rows.js';
import type { PeriodicTask } from '../../database/work/periodic-task.js';
import type { UsageCountRow } from './usage-count.schema.js';
import { UsageCountsRepository } from './usage-counts.repository.js';
import type { UsagePeriodRow } from './usage-period.schema.js';
import { UsagePeriodsRepository } from './usage-periods.repository.js';
import { UsageSourcesService } from './usage-sources.service.js';
import {
  dateOfHour,
  HOUR_MS,
  hourOf,
  isNothing,
  minus,
  NOTHING,
  type OpenUsage,
  plus,
  type UsageQuery,
  type UsageRecord,
  type UsageSums,
} from './usage.types.js';

const LOOK_MS = 30_000;
/** An hour is closed so long after its end: instances tell each second, and one that was killed starts again. */
const GRACE_MS = 120_000;
/** Another instance goes on after so long. */
const LEASE_MS = 300_000;
/** Organizations of one transaction. */
const AT_ONCE = 50;
/** Databases that are measured at once. */
const MEASURED_AT_ONCE = 4;
/** Rows of counts are kept for so long after they were billed; it is longer than UsageService tells old hours. */
const KEEP_COUNTS_MS = 7 * 24 * HOUR_MS;

const CLOSED = metric(
  'gauge',
  'rowhouse_usage_closed_lag_seconds',
  'Since the end of the newest closed hour',
);

/** What is known of an organization when an hour is closed. */
interface State {
  seats: number | null;
  storage: number | null;
}

/**
 * Closes hours: adds up what the instances told into one record for each organization that used something. A record
 * is never changed. What is told of a closed hour goes into the record of the next one, so that each count is in
 * exactly one record (ADR-0060).
 */
@Injectable()
export class UsagePeriodsService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly task: PeriodicTask;
  private readonly owner = randomUUID();

  constructor(
    private readonly counts: UsageCountsRepository,
    private readonly periods: UsagePeriodsRepository,
    private readonly sources: UsageSourcesService,
    private readonly transactions: Transactions,
    private readonly leases: NamedLeases,
    private readonly work: BackgroundWork,
    private readonly env: Env,
    metrics: Metrics,
  ) {
    const name = 'usage periods';
    this.task = work.periodic({
      name,
      first: 0, // from now on hours are closed
      every: LOOK_MS,
      jitter: 0.2,
      run: (signal) => this.closeIfDue(signal),
    });
    metrics.readSeldom(CLOSED, LOOK_MS, async () => {
      const through = await periods.closed();
      return through === undefined ? 0 : (work.clock.wall() - through * HOUR_MS) / 1000;
    });
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
  }

  /** Records of closed hours, in the order of their ids; no record with an earlier id appears any more. */
  list(query: UsageQuery): Promise<UsageRecord[]> {
    return this.periods.list(query);
  }

  /** Hours before this one are closed. */
  async closedThrough(): Promise<Date> {
    return dateOfHour((await this.periods.closed()) ?? hourOf(this.work.clock.wall()));
  }

  /** What is counted of an organization and not in a record yet, as of a second ago. */
  open(organizationId: string): Promise<OpenUsage[]> {
    return this.counts.sumOpen(organizationId);
  }

  /** Closes the hours that are over, if no other instance does. */
  async closeIfDue(signal?: AbortSignal): Promise<void> {
    const now = this.work.clock.wall();
    const through = await this.periods.through(hourOf(now));
    const edge = hourOf(now - GRACE_MS);
    if (through >= edge || !(await this.leases.take('usage periods', this.owner, LEASE_MS))) return;
    try {
      await this.closeUpTo(edge, through, signal);
    } finally {
      await this.leases.release('usage periods', this.owner);
    }
  }

  private async closeUpTo(edge: number, from: number, signal?: AbortSignal): Promise<void> {
    for (let through = from; through < edge && !signal?.aborted;) {
      const earliest = await this.counts.earliestOpen();
      // Hours of which nobody told anything are closed at once.
      const hour = Math.max(through, Math.min(earliest ?? edge, edge));
      if (hour < edge) await this.close(hour, through, signal);
      if (signal?.aborted) return;
      const closed = Math.min(hour + 1, edge);
      await this.periods.setThrough(through, closed);
      through = closed;
    }
  }

  private async close(hour: number, through: number, signal?: AbortSignal): Promise<void> {
    // Of a closing that was interrupted. What was told of them since goes into their next record.
    const done = await this.periods.organizationsOf(dateOfHour(hour));
    for (;;) {
      const orgIds = await this.counts.listOpen(hour, done, AT_ONCE);
      if (orgIds.length === 0 || signal?.aborted) return;
      const states = await this.statesOf(orgIds);
      await this.transactions.run((session) => this.record(hour, through, states, session));
      await this.leases.renew('usage periods', this.owner, LEASE_MS);
      done.push(...orgIds);
    }
  }

  private async record(
    hour: number,
    through: number,
    states: ReadonlyMap<string, State>,
    session: Tx,
  ): Promise<void> {
    const rows = await this.counts.findOpen([...states.keys()], hour, session);
    const byOrganization = new Map<string, UsageCountRow[]>();
    for (const row of rows) byOrganization.set(row.org_id, [...(byOrganization.get(row.org_id) ?? []), row]);
    const made = [...byOrganization]
      .map(([orgId, own]) => ({ orgId, ...sumsOf(own, hour) }))
      .filter((sums) => !isNothing(sums) || sums.active_members > 0);
    const first = await this.periods.takeIds(made.length, through, session);
    if (first === undefined) throw new Error('the hour was closed by another instance');
    const closedAt = new Date(this.work.clock.wall());
    const expiresAt = new Date(closedAt.getTime() + this.env.USAGE_KEEP_DAYS * 24 * HOUR_MS);
    const records = made.map(({ orgId, ...sums }, i): UsagePeriodRow => ({
      _id: first + i,
      org_id: orgId,
      hour: dateOfHour(hour),
      ...sums,
      ...states.get(orgId)!,
      closed_at: closedAt,
      expires_at: expiresAt,
    }));
    if (records.length > 0) await this.periods.insert(records, session);
    if (rows.length > 0)
      await this.counts.markBilled(rows, new Date(closedAt.getTime() + KEEP_COUNTS_MS), session);
  }

  private async statesOf(orgIds: readonly string[]): Promise<Map<string, State>> {
    const seats = await this.sources.get('seats')(orgIds);
    const storage = this.sources.get('storage');
    const states = new Map<string, State>();
    for (let i = 0; i < orgIds.length; i += MEASURED_AT_ONCE) {
      const some = orgIds.slice(i, i + MEASURED_AT_ONCE);
      const measured = await Promise.all(some.map((orgId) => storage(orgId)));
      some.forEach((orgId, n) => states.set(orgId, { seats: seats.get(orgId) ?? 0, storage: measured[n] }));
    }
    return states;
  }
}

/** What was told of an organization and is not billed: of this hour, and late of earlier ones. */
function sumsOf(
  rows: readonly UsageCountRow[],
  hour: number,
): UsageSums & { active_members: number; late?: UsageSums } {
  const unbilled = (row: UsageCountRow) => minus(countsOf(row), row.billed ?? NOTHING);
  const add = (some: readonly UsageCountRow[]) => some.map(unbilled).reduce(plus, NOTHING);
  const own = rows.filter((row) => row.hour === hour);
  const late = add(rows.filter((row) => row.hour < hour));
  return {
    ...plus(add(own), late),
    active_members: new Set(own.flatMap(({ users = [] }) => users)).size,
    ...(isNothing(late) ? {} : { late }),
  };
}

const countsOf = ({ requests, documents, bytes }: UsageCountRow): UsageSums => ({
  requests,
  documents,
  bytes,
});

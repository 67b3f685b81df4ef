import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import { ANSWER_MS } from '../../../common/egress/outgoing-post.js';
import { DomainEventBus } from '../../../database/domain-events.js';
import { BackgroundWork } from '../../../database/work/background-work.js';
import type { LeasedQueue } from '../../../database/work/leased-queue.js';
import type { PeriodicTask } from '../../../database/work/periodic-task.js';
import { AuditSegmentsService, type SegmentLimits } from '../../audit/audit-segments.service.js';
import { SWITCH_OFF_MS } from '../retries.js';
import type { SinkKind } from './audit-sinks.types.js';
import { SinkOffsService } from './sink-offs.service.js';
import { SinkRefused, SinkSender } from './sink-sender.js';
import type { SinkRow } from './sink.schema.js';
import { SinksRepository } from './sinks.repository.js';

const MIB = 1024 * 1024;
/** What one request, or one object, holds at most. */
const LIMITS: Readonly<Record<SinkKind, SegmentLimits>> = {
  http: { entries: 500, bytes: MIB / 2 },
  s3: { entries: 5000, bytes: 2 * MIB },
};
/** A bucket gets an object each hour, and before that when so many entries wait. Milliseconds. */
const OBJECT_EVERY_MS = 3_600_000;
const FULL = 1000;
/** Segments that are sent before others have their turn. */
const SEGMENTS = 6;
const AT_ONCE = 16;
const POLL_MS = 5000;
const LEASE_MS = SEGMENTS * (ANSWER_MS + 10_000);
const GRACE_MS = 5000;

/**
 * Streams audit logs to their sinks: one instance at a time to each, oldest entry first. The position is committed
 * after the sink has accepted a segment, so that what is sent twice after a crash has the same places in the log.
 */
@Injectable()
export class SinkWorker implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(SinkWorker.name);
  private readonly cut = new AbortController();
  private readonly queue: LeasedQueue<SinkRow>;
  private readonly look: PeriodicTask;

  constructor(
    private readonly sinks: SinksRepository,
    private readonly segments: AuditSegmentsService,
    private readonly sender: SinkSender,
    private readonly offs: SinkOffsService,
    private readonly work: BackgroundWork,
    private readonly events: DomainEventBus,
  ) {
    this.queue = work.queue<SinkRow>({
      name: 'audit sinks',
      rows: sinks.queue,
      atOnce: AT_ONCE,
      lease: LEASE_MS,
      poll: POLL_MS,
      grace: GRACE_MS,
      cut: () => this.cut.abort(),
      handle: (row) => this.handle(row),
    });
    this.look = work.periodic({
      name: 'audit sinks that wait',
      every: POLL_MS,
      first: 0,
      jitter: 0.2,
      run: () => this.wakeWaiting(),
    });
  }

  onModuleInit(): void {
    this.events.on(
      'organization.deleted',
      'audit sinks: send the rest, then remove them',
      ({ orgId }, session) => this.sinks.closeAll(orgId, session),
    );
  }

  onApplicationBootstrap(): void {
    this.queue.start();
    this.look.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.look.stop();
    await this.queue.stop();
  }

  /** One was made due by hand. */
  wake(): void {
    this.queue.wake();
  }

  private async wakeWaiting(): Promise<void> {
    const idle = await this.sinks.listIdle();
    if (idle.length === 0) return;
    const counts = await this.segments.counts([...new Set(idle.map(({ log }) => log))]);
    const due = idle.filter(({ log, count, isRested }) => {
      const waiting = (counts.get(log) ?? 0) - count;
      return isRested ? waiting !== 0 : waiting >= FULL;
    });
    if (due.length === 0) return;
    await this.sinks.wake(due.map(({ id }) => id));
    this.queue.wake();
  }

  private async handle(row: SinkRow): Promise<void> {
    try {
      await this.follow(row);
    } catch (error) {
      if (!this.cut.signal.aborted) await this.failed(row, error);
      throw error; // tried again after a pause that doubles
    }
  }

  private async follow(row: SinkRow): Promise<void> {
    let place = row.position;
    for (let sent = 0; sent < SEGMENTS; sent++) {
      const segment = await this.segments.after(row.log, place, LIMITS[row.kind]);
      if (segment === undefined) {
        if (row.closing === true) return this.sinks.remove(row._id);
        return this.sinks.finish(row, row.kind === 's3' && sent > 0 ? OBJECT_EVERY_MS : 0);
      }
      if (segment.entries > 0) {
        await this.sender.send(row, segment, this.cut.signal);
        if (!(await this.sinks.advance(row, place.count, segment.end))) return; // another instance goes on
        place = segment.end;
      }
      if (segment.broken !== undefined) {
        throw new Error(`the log is broken at entry ${segment.broken}: nothing behind it is sent`);
      }
    }
    await this.sinks.queue.change(row, { next_at: new Date(0), attempts: 0 });
    this.queue.wake();
  }

  private async failed(row: SinkRow, error: unknown): Promise<void> {
    const gone = error instanceof SinkRefused && error.gone;
    const since = await this.sinks.fail(row);
    if (since === undefined) return;
    const isOver = this.work.clock.wall() - since.getTime() > SWITCH_OFF_MS;
    if (gone || isOver) await this.offs.switchOff(row, gone ? 'gone' : 'failing');
    if (row.closing === true && (gone || isOver)) {
      this.log.warn(`audit sink ${row._id} of a deleted organization did not take the end of its log`);
    }
  }
}

import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { metric, type Labels } from '../../common/metrics/metric.js';
import { Metrics } from '../../common/metrics/metrics.js';
import { Clock } from './clock.js';
import { Lease, type LeaseOptions } from './lease.js';
import { LeasedQueue, type LeasedQueueOptions } from './leased-queue.js';
import { PeriodicTask, type PeriodicTaskOptions, type TaskStats } from './periodic-task.js';
import type { QueueRow } from './queue-rows.js';

const TURNS = metric(
  'counter',
  'rowhouse_task_turns_total',
  'Turns of background tasks that have ended; result is done or failed',
  ['task', 'result'],
);
const TURN_SECONDS = metric(
  'counter',
  'rowhouse_task_turn_seconds_total',
  'Seconds that turns of background tasks took, together',
  ['task'],
);
const LAG = metric('gauge', 'rowhouse_task_lag_seconds', 'How late the last turn began', ['task']);
const SINCE = metric(
  'gauge',
  'rowhouse_task_since_done_seconds',
  'Seconds since the last turn that did not fail, or since the start',
  ['task'],
);
const FAILING = metric(
  'gauge',
  'rowhouse_task_failures_in_a_row',
  'Turns that failed since the last one that did not',
  ['task'],
);
const ROWS = metric(
  'counter',
  'rowhouse_queue_rows_total',
  'Rows of a leased queue that were handled; result is done or failed (and postponed)',
  ['queue', 'result'],
);
const ROWS_RUNNING = metric(
  'gauge',
  'rowhouse_queue_rows_running',
  'Rows of a leased queue in hand on this instance',
  ['queue'],
);

/**
 * Makes everything that works in the background, so that it runs by one clock. The owner of a task starts it when
 * it may begin, and stops it in the hook at which nothing may be begun any more.
 */
@Injectable()
export class BackgroundWork implements OnApplicationShutdown {
  private readonly all = new Map<string, Work>();
  private readonly queues = new Map<string, LeasedQueue<QueueRow>>();

  constructor(
    readonly clock: Clock,
    metrics: Metrics,
  ) {
    const tasks =
      <T>(of: (stats: TaskStats, task: string) => T[]) =>
      () =>
        [...this.all].flatMap(([name, work]) => of(work.stats, name));
    const turns = ({ done, failed }: TaskStats, task: string): [Labels, number][] => [
      [{ task, result: 'done' }, done],
      [{ task, result: 'failed' }, failed],
    ];
    metrics.read(TURNS, tasks(turns));
    metrics.read(
      TURN_SECONDS,
      tasks(({ tookMs }, task) => [[{ task }, tookMs / 1000] as const]),
    );
    metrics.read(
      LAG,
      tasks(({ lagMs }, task) => [[{ task }, lagMs / 1000] as const]),
    );
    metrics.read(
      SINCE,
      tasks(({ sinceDoneMs }, task) =>
        sinceDoneMs === undefined ? [] : [[{ task }, sinceDoneMs / 1000] as const],
      ),
    );
    metrics.read(
      FAILING,
      tasks(({ inARow }, task) => [[{ task }, inARow] as const]),
    );
    metrics.read(ROWS, () =>
      [...this.queues].flatMap(
        ([
          queue,
          {
            rowStats: { done, failed },
          },
        ]): [Labels, number][] => [
          [{ queue, result: 'done' }, done],
          [{ queue, result: 'failed' }, failed],
        ],
      ),
    );
    metrics.read(ROWS_RUNNING, () =>
      [...this.queues].map(([queue, { rowStats }]) => [{ queue }, rowStats.running] as const),
    );
  }

  /** What works on this instance, by name. */
  get names(): string[] {
    return [...this.all.keys()].sort();
  }

  /** How the tasks of this instance are, by name. */
  report(): ({ name: string } & TaskStats)[] {
    return this.names.map((name) => ({ name, ...this.all.get(name)!.stats }));
  }

  /** Call it in a constructor. */
  periodic(options: PeriodicTaskOptions): PeriodicTask {
    return this.register(new PeriodicTask(this.clock, options));
  }

  /** Call it in a constructor. */
  queue<Row extends QueueRow>(options: LeasedQueueOptions<Row>): LeasedQueue<Row> {
    const queue = this.register(new LeasedQueue(this.clock, options));
    this.queues.set(queue.name, queue as unknown as LeasedQueue<QueueRow>);
    return queue;
  }

  /** The caller ends it. */
  lease(options: LeaseOptions): Lease {
    return new Lease(this.clock, options);
  }

  /** Before the connection closes; what was stopped before is stopped already. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.all.values()].map((work) => work.stop()));
  }

  private register<Made extends Work>(work: Made): Made {
    if (this.all.has(work.name)) throw new Error(`two tasks have the name "${work.name}"`);
    this.all.set(work.name, work);
    return work;
  }
}

interface Work {
  name: string;
  stats: TaskStats;
  stop(): Promise<void>;
}

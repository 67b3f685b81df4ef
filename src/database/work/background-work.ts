import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from './clock.js';
import { Lease, type LeaseOptions } from './lease.js';
import { LeasedQueue, type LeasedQueueOptions } from './leased-queue.js';
import { PeriodicTask, type PeriodicTaskOptions } from './periodic-task.js';
import type { QueueRow } from './queue-rows.js';

/**
 * Makes everything that works in the background, so that it runs by one clock. The owner of a task starts it when
 * it may begin, and stops it in the hook at which nothing may be begun any more.
 */
@Injectable()
export class BackgroundWork implements OnApplicationShutdown {
  private readonly all = new Map<string, { stop(): Promise<void> }>();

  constructor(readonly clock: Clock) {}

  /** What works on this instance, by name. */
  get names(): string[] {
    return [...this.all.keys()].sort();
  }

  /** Call it in a constructor. */
  periodic(options: PeriodicTaskOptions): PeriodicTask {
    return this.register(new PeriodicTask(this.clock, options));
  }

  /** Call it in a constructor. */
  queue<Row extends QueueRow>(options: LeasedQueueOptions<Row>): LeasedQueue<Row> {
    return this.register(new LeasedQueue(this.clock, options));
  }

  /** The caller ends it. */
  lease(options: LeaseOptions): Lease {
    return new Lease(this.clock, options);
  }

  /** Before the connection closes; what was stopped before is stopped already. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.all.values()].map((work) => work.stop()));
  }

  private register<Work extends { name: string; stop(): Promise<void> }>(work: Work): Work {
    if (this.all.has(work.name)) throw new Error(`two tasks have the name "${work.name}"`);
    this.all.set(work.name, work);
    return work;
  }
}

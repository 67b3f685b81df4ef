import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { AppError } from '../../../common/errors/app-error.js';
import { BackgroundWork } from '../../../database/work/background-work.js';
import type { PeriodicTask } from '../../../database/work/periodic-task.js';
import { ProgressStream, type ProgressStreamOptions } from './progress-stream.js';

/** Streams of one organization on this instance. */
export const MAX_PROGRESS_STREAMS = 20;
/** A change is told at the latest so long after it was stored. Unit: ms. */
const LOOK_MS = 400;
const HEARTBEAT_MS = 15_000;
/** Seconds that a client waits which finds too many streams open. */
const RETRY_SECONDS = 30;

/** Every open stream of progress of this instance. */
@Injectable()
export class ProgressStreamsService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly streams = new Set<ProgressStream<unknown>>();
  private readonly looking: PeriodicTask;
  private readonly beating: PeriodicTask;

  constructor(work: BackgroundWork) {
    this.looking = work.periodic({
      name: 'progress streams',
      every: LOOK_MS,
      run: () => this.each((stream) => void stream.look()),
    });
    this.beating = work.periodic({
      name: 'progress stream heartbeats',
      every: HEARTBEAT_MS,
      run: () => this.each((stream) => stream.heartbeat()),
    });
  }

  onApplicationBootstrap(): void {
    this.looking.start();
    this.beating.start();
  }

  /** Readers come back to another instance. */
  async onModuleDestroy(): Promise<void> {
    await this.each((stream) => stream.end('service.unavailable'));
    await Promise.all([this.looking.stop(), this.beating.stop()]);
  }

  /** @throws AppError events.too_many_streams */
  open<T>(options: ProgressStreamOptions<T>): ProgressStream<T> {
    const own = [...this.streams].filter(({ key }) => key === options.key);
    if (own.length >= MAX_PROGRESS_STREAMS) {
      throw new AppError('events.too_many_streams', { retryAfter: RETRY_SECONDS });
    }
    const stream = new ProgressStream(options);
    this.streams.add(stream as ProgressStream<unknown>);
    stream.once('close', () => this.streams.delete(stream as ProgressStream<unknown>));
    return stream;
  }

  private each(act: (stream: ProgressStream<unknown>) => void): Promise<void> {
    for (const stream of this.streams) act(stream);
    return Promise.resolve();
  }
}

import { Injectable } from '@nestjs/common';
import { Clock } from '../../../database/work/clock.js';
import { JournalBases } from './journal-bases.service.js';
import { JournalBatch } from './journal-batch.js';
import { JournalCollector } from './journal-collector.service.js';
import { JournalRetention } from './journal-retention.service.js';
import { JournalScan } from './journal-scan.service.js';
import type { JournalStream, StreamBatch } from '../../../database/journal/journal-stream.js';
import { JournalStreams } from '../../../database/journal/journal-streams.js';
import { type Reign, JournalWriter } from './journal-writer.service.js';
import { isStreamOver } from '../../../database/journal/moments.js';

/** How long the server waits for an event. Milliseconds. */
const WAIT_MS = 200;
/** While writers are busy the server is asked so seldom: an answer for each insert would cost it more than the stream. */
const GATHER_MS = 150;
/** What happened is written down after so long, or when there is so much of it. */
const FLUSH_MS = 300;
const FLUSH_BYTES = 16 * 1024 * 1024;
/** How often the place is written down when nothing happens. */
const IDLE_MS = 1000;

/** What was written down at once. */
export interface Flushed {
  readonly batch: JournalBatch;
  /** From the oldest event, by the clock of the database, until it was committed. */
  readonly seconds: number | undefined;
}

/** Follows the stream of the cluster for a reign. */
@Injectable()
export class JournalFollower {
  constructor(
    private readonly streams: JournalStreams,
    private readonly collector: JournalCollector,
    private readonly writer: JournalWriter,
    private readonly scan: JournalScan,
    private readonly bases: JournalBases,
    private readonly retention: JournalRetention,
    private readonly clock: Clock,
  ) {}

  /** Until the signal is aborted. @throws LeaseLost, and whatever keeps it from going on */
  async follow(reign: Reign, signal: AbortSignal, told: (flushed: Flushed) => void): Promise<void> {
    if (reign.row.at === undefined) await this.writer.startAnew(reign);
    await this.retention.removeLeftovers(reign.row);
    await this.scan.scan(reign.row.at!);
    while (!signal.aborted) {
      const stream = this.streams.open(reign.row, await this.scan.unusualNames(this.streams.prefix));
      try {
        await this.read(reign, stream, signal, told);
      } catch (error) {
        if (!isStreamOver(error)) throw error;
        await this.writer.startAnew(reign, (error as { codeName?: string }).codeName ?? 'stream');
      } finally {
        await stream.close();
      }
    }
  }

  private async read(
    reign: Reign,
    stream: JournalStream,
    signal: AbortSignal,
    told: (flushed: Flushed) => void,
  ): Promise<void> {
    let batch = new JournalBatch();
    let since = 0;
    let savedAt = performance.now();
    let oldest: number | undefined;
    while (!signal.aborted) {
      reign.lease.assertHeld();
      const come = await stream.next(WAIT_MS);
      if (come.events.length > 0) await this.clock.sleep(GATHER_MS, reign.lease.signal);
      if (batch.isEmpty) [since, oldest] = [performance.now(), undefined];
      oldest ??= come.events.at(0)?.wall;
      await this.collector.collect(come.events, batch);
      const now = performance.now();
      const isDue = now - since >= FLUSH_MS || batch.bytes >= FLUSH_BYTES;
      if (batch.isEmpty ? now - savedAt < IDLE_MS : !isDue) continue;
      if (batch.isEmpty) await this.writer.advance(reign, come);
      else told(await this.flush(reign, batch, come, oldest));
      batch = new JournalBatch();
      savedAt = performance.now();
      await this.scan.look(come.at);
      await this.bases.look();
      await this.retention.look(reign.row);
    }
  }

  private async flush(
    reign: Reign,
    batch: JournalBatch,
    come: StreamBatch,
    oldest: number | undefined,
  ): Promise<Flushed> {
    await this.writer.write(reign, batch, come);
    const seconds = oldest === undefined ? undefined : Math.max(0, this.clock.wall() - oldest) / 1000;
    return { batch, seconds };
  }
}

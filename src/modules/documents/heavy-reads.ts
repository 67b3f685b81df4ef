import { Injectable } from '@nestjs/common';
import { FairQueue } from '../../common/fair-queue.js';
import { Metrics } from '../../common/metrics/metrics.js';
import { showQueue } from '../../common/metrics/queue-metrics.js';
import { rest } from '../../common/sparing.js';
import { DocumentsRepository } from './documents.repository.js';
import type { RawDocument } from './documents.types.js';

/** Reads of large documents under way at once; one more for an organization that has none under way. */
const SLOTS = 1;
const MAX_WAITING = 500;
/**
 * Bytes that a slot reads in a millisecond, in the long run. Each costs the event loop little; what they leave behind
 * is collected in pauses of 10 ms and more, one for some 30 MB, in which nobody is served.
 */
const BYTES_PER_MS = 32 * 1024;

/** Who reads large documents takes turns: one organization's reads wait for each other, not the others for them. */
@Injectable()
export class HeavyReads {
  private readonly queue = new FairQueue({
    slots: SLOTS,
    maxWaiting: MAX_WAITING,
  });

  constructor(
    private readonly documents: DocumentsRepository,
    metrics: Metrics,
  ) {
    showQueue(metrics, 'large reads', this.queue);
  }

  /**
   * What is not known to be heavy runs at once.
   * @param read of how many documents, at most
   * @param deadline of performance.now(); Infinity: none
   * @throws AppError service.unavailable when its turn would come too late
   */
  run<T extends { documents: readonly RawDocument[] }>(
    read: { organizationId: string; collection: string; limit: number },
    deadline: number,
    work: () => Promise<T>,
  ): Promise<T> {
    const { organizationId: key, collection, limit } = read;
    if (!this.documents.isHeavy(key, collection, limit)) return work();
    return new Promise((resolve, reject) => {
      // The result is handed over at once; its slot rests.
      const held = async () => {
        const result = await work();
        resolve(result);
        const bytes = result.documents.reduce((sum, { length }) => sum + length, 0);
        await rest(bytes / BYTES_PER_MS);
      };
      this.queue.run({ key, deadline }, held).catch(reject);
    });
  }
}

import { Injectable } from '@nestjs/common';
import { FairQueue } from '../../common/fair-queue.js';
import { DocumentsRepository } from './documents.repository.js';

/** Reads of large documents under way at once, of all organizations: each holds some megabytes. */
const SLOTS = 4;
const MAX_WAITING = 500;

/** Who reads large documents takes turns: one organization's reads wait for each other, not the others for them. */
@Injectable()
export class HeavyReads {
  private readonly queue = new FairQueue({
    slots: SLOTS,
    maxWaiting: MAX_WAITING,
  });

  constructor(private readonly documents: DocumentsRepository) {}

  /**
   * What is not known to be heavy runs at once.
   * @param read of how many documents, at most
   * @param deadline of performance.now(); Infinity: none
   * @throws AppError service.unavailable when its turn would come too late
   */
  run<T>(
    read: { organizationId: string; collection: string; limit: number },
    deadline: number,
    work: () => Promise<T>,
  ): Promise<T> {
    const { organizationId: key, collection, limit } = read;
    return this.documents.isHeavy(key, collection, limit) ? this.queue.run({ key, deadline }, work) : work();
  }
}

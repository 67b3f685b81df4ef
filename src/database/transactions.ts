import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { ClientSession, Connection } from 'mongoose';
import { AppError } from '../common/errors/app-error.js';
import { pendingClaim } from './effect-claim.js';

/** A transaction in progress, handed from service to repository. */
export type Session = ClientSession;

/** Milliseconds; a killed process's transaction holds its keys for up to 5 s (transactionLifetimeLimitSeconds). */
const DEFAULT_DEADLINE_MS = 4500;

interface Labelled {
  hasErrorLabel?: (label: string) => boolean;
}

/** Multi-document transactions with a deadline. The driver's own loop retries for two minutes. */
@Injectable()
export class Transactions {
  constructor(@InjectConnection() private readonly connection: Connection) {}

  /**
   * Runs `work` in one transaction and commits it. `work` is called again after a transient conflict, so it
   * must have no effect outside the session.
   * @throws AppError service.unavailable when conflicts last longer than the deadline
   */
  async run<T>(work: (session: ClientSession) => Promise<T>, deadlineMs = DEFAULT_DEADLINE_MS): Promise<T> {
    const deadline = performance.now() + deadlineMs;
    const session = await this.connection.startSession();
    try {
      for (let attempt = 1; ; attempt++) {
        try {
          return await this.attempt(session, work, deadline);
        } catch (error) {
          if (!hasLabel(error, 'TransientTransactionError')) throw error;
          const pause = Math.random() * Math.min(5 * 2 ** attempt, 250);
          if (performance.now() + pause > deadline) {
            throw new AppError('service.unavailable', { retryAfter: 5 }, { cause: error });
          }
          await sleep(pause);
        }
      }
    } finally {
      await session.endSession();
    }
  }

  /** A single write, which needs a transaction only when a claim has to be committed with it. */
  runClaimed<T>(work: (session?: ClientSession) => Promise<T>): Promise<T> {
    return pendingClaim() === undefined ? work() : this.run(work);
  }

  private async attempt<T>(
    session: ClientSession,
    work: (session: ClientSession) => Promise<T>,
    deadline: number,
  ): Promise<T> {
    session.startTransaction({
      // MongoDB creates collections inside a transaction only under read concern "local".
      readConcern: { level: 'local' },
      writeConcern: { w: 'majority', journal: true },
    });
    const claim = pendingClaim();
    let result: T;
    try {
      await claim?.write(session);
      result = await work(session);
    } catch (error) {
      await session.abortTransaction().catch(() => undefined); // the server aborts it by itself after its lifetime
      throw error;
    }
    await commit(session, deadline);
    if (claim) claim.committed = true;
    return result;
  }
}

async function commit(session: ClientSession, deadline: number): Promise<void> {
  for (;;) {
    try {
      await session.commitTransaction();
      return;
    } catch (error) {
      // Committing again is safe: the server answers what became of the transaction.
      if (!hasLabel(error, 'UnknownTransactionCommitResult') || performance.now() > deadline) throw error;
      await sleep(20);
    }
  }
}

function hasLabel(error: unknown, label: string): boolean {
  return (error as Labelled).hasErrorLabel?.(label) ?? false;
}

import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { ClientSession, Connection } from 'mongoose';
import { AppError } from '../common/errors/app-error.js';
import { COMMIT_GRACE_MS, notDone, requestScope, type RequestScope } from '../common/request-scope.js';
import { traced } from '../common/tracing/tracing.js';
import { pendingClaim } from './effect-claim.js';

/** A transaction in progress, handed from service to repository. */
export type Tx = ClientSession;

/**
 * Milliseconds, for work without a request; a killed process's transaction holds its keys for up to 5 s
 * (transactionLifetimeLimitSeconds).
 */
const DEFAULT_DEADLINE_MS = 4500;
/** How much the newest duration counts in the average. */
const WEIGHT = 0.1;
/** A slow moment of the server counts no more than this: a request that has just come is always tried. Milliseconds. */
const SLOW_MS = 500;

interface Labelled {
  hasErrorLabel?: (label: string) => boolean;
}

/**
 * Multi-document transactions with a deadline: that of the request, or their own where it has none. The driver's own
 * loop retries for two minutes.
 */
@Injectable()
export class Transactions {
  /** Milliseconds that one takes; there is no use in beginning one with less time than that. */
  private averageMs = 0;

  constructor(@InjectConnection() private readonly connection: Connection) {}

  /**
   * Runs `work` in one transaction and commits it. `work` is called again after a transient conflict, so it
   * must have no effect outside the session. Whatever it throws, nothing was changed, unless the error says that
   * the outcome of the commit is unknown.
   * @throws AppError service.unavailable when conflicts last longer than the deadline; request.not_done
   */
  run<T>(work: (session: ClientSession) => Promise<T>, deadlineMs = DEFAULT_DEADLINE_MS): Promise<T> {
    return traced('transaction', {}, () => this.runInTime(work, deadlineMs));
  }

  private async runInTime<T>(work: (session: ClientSession) => Promise<T>, deadlineMs: number): Promise<T> {
    const scope = requestScope();
    scope?.requireTime(this.averageMs);
    const ofRequest = scope?.deadline ?? Infinity;
    const deadline = ofRequest === Infinity ? performance.now() + deadlineMs : ofRequest;
    const session = await this.connection.startSession();
    try {
      for (let attempt = 1; ; attempt++) {
        try {
          return await this.attempt(session, work, deadline, scope);
        } catch (error) {
          if (!hasLabel(error, 'TransientTransactionError')) throw error;
          const pause = Math.random() * Math.min(5 * 2 ** attempt, 250);
          if (performance.now() + pause + this.averageMs > deadline) {
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
    scope: RequestScope | undefined,
  ): Promise<T> {
    const since = performance.now();
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
      // After this line the outcome may be unknown; before it, never.
      if (scope) scope.beginCommit();
      else if (performance.now() > deadline) throw notDone();
    } catch (error) {
      await session.abortTransaction().catch(() => undefined); // the server aborts it by itself after its lifetime
      throw error;
    }
    await commit(session, deadline, scope);
    if (claim) claim.committed = true;
    this.averageMs += (Math.min(performance.now() - since, SLOW_MS) - this.averageMs) * WEIGHT;
    return result;
  }
}

async function commit(
  session: ClientSession,
  deadline: number,
  scope: RequestScope | undefined,
): Promise<void> {
  for (;;) {
    try {
      await session.commitTransaction();
      scope?.endCommit('done');
      return;
    } catch (error) {
      const isUnknown = hasLabel(error, 'UnknownTransactionCommitResult');
      // Committing again is safe: the server answers what became of the transaction.
      if (isUnknown && performance.now() <= deadline + COMMIT_GRACE_MS) {
        await sleep(20);
        continue;
      }
      scope?.endCommit(isUnknown ? 'unknown' : 'undone');
      throw error;
    }
  }
}

function hasLabel(error: unknown, label: string): boolean {
  return (error as Labelled).hasErrorLabel?.(label) ?? false;
}

import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Move } from './move.schema.js';
import type { MovesRepository } from './moves.repository.js';

/** A crashed instance's move is taken up after this long. */
export const LEASE_MS = 10_000;
const RENEW_MS = 2_000;
/** Nothing is written to the target this long before the lease may end: a write takes its time as well. */
const MARGIN_MS = 3_000;

/** The move belongs to somebody else by now, or is to be left to somebody else. */
export class LeaseLost extends Error {}

/** The right to work on a move, renewed while it lasts; every step of the work asks for it. */
export class MoveLease {
  private readonly log = new Logger(MoveLease.name);
  private renewedAt: number;
  private stopped = false;
  private cancelled?: Error;
  private timer?: NodeJS.Timeout;

  /** @param sentAt when the lease was taken, by performance.now() before the database was asked */
  constructor(
    private readonly moves: MovesRepository,
    private readonly id: string,
    readonly owner: string,
    sentAt: number,
  ) {
    this.renewedAt = sentAt;
    this.timer = setInterval(() => void this.renew(), RENEW_MS).unref();
  }

  /** @throws LeaseLost when the next write might no longer be ours to make, and whatever it was cancelled for */
  assertHeld(): void {
    if (this.cancelled) throw this.cancelled;
    if (this.stopped || performance.now() - this.renewedAt > LEASE_MS - MARGIN_MS) throw new LeaseLost();
  }

  /** @throws LeaseLost */
  async save(change: Partial<Move>): Promise<void> {
    this.assertHeld();
    if (!(await this.moves.save(this.id, this.owner, change))) throw this.lose();
  }

  /** Waits, and holds the lease. @throws LeaseLost */
  async pause(ms: number): Promise<void> {
    for (const until = performance.now() + ms; performance.now() < until;) {
      this.assertHeld();
      await sleep(Math.min(100, ms));
    }
    this.assertHeld();
  }

  /** Makes the work end at its next step, for good. */
  cancel(reason: Error): void {
    this.cancelled = reason;
  }

  /** Makes the work end at its next step. */
  stop(): void {
    this.stopped = true;
  }

  end(): void {
    clearInterval(this.timer);
  }

  /** Counts from the moment it was sent: the server's clock started no earlier. */
  private async renew(): Promise<void> {
    const sentAt = performance.now();
    try {
      if (await this.moves.lease(this.id, this.owner, LEASE_MS)) this.renewedAt = sentAt;
      else this.lose();
    } catch (error) {
      this.log.warn(`lease of move ${this.id} not renewed: ${(error as Error).message}`);
    }
  }

  private lose(): LeaseLost {
    this.stopped = true;
    return new LeaseLost();
  }
}

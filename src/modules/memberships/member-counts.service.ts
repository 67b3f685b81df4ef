import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { Transactions } from '../../database/transactions.js';
import { BackgroundWork } from '../../database/work/background-work.js';
import type { PeriodicTask } from '../../database/work/periodic-task.js';
import { MembershipLockService } from '../registry/membership-lock.service.js';
import { UsageSourcesService } from '../usage/usage-sources.service.js';
import { MemberCountsRepository } from './member-counts.repository.js';

/** After a start, when an earlier version may have changed memberships without counting, and then every hour. */
const FIRST_MS = 5_000;
const AGAIN_MS = 3_600_000;

/**
 * Counts the memberships of organizations that are not counted yet, and mends counts that are wrong. Each organization is
 * one transaction behind the lock of its members, so it may end at any moment and run on several instances at once.
 */
@Injectable()
export class MemberCountsService implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(MemberCountsService.name);
  private readonly task: PeriodicTask;

  constructor(
    private readonly counts: MemberCountsRepository,
    private readonly transactions: Transactions,
    private readonly lock: MembershipLockService,
    private readonly usage: UsageSourcesService,
    work: BackgroundWork,
  ) {
    this.task = work.periodic({
      name: 'member counts',
      first: FIRST_MS,
      every: AGAIN_MS,
      jitter: 0.1,
      run: (signal) => this.mend(signal),
    });
  }

  onModuleInit(): void {
    this.usage.provide('seats', (orgIds) => this.counts.activeIn(orgIds));
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
  }

  /** @returns how many organizations were counted anew */
  async run(signal?: AbortSignal): Promise<number> {
    let mended = 0;
    for (const orgId of await this.counts.listWrong()) {
      if (signal?.aborted) break;
      await this.recount(orgId);
      mended++;
    }
    return mended;
  }

  private async mend(signal: AbortSignal): Promise<void> {
    const mended = await this.run(signal);
    if (mended > 0) this.log.log(`the members of ${mended} organizations were counted anew`);
  }

  private async recount(orgId: string): Promise<void> {
    await this.transactions.run(async (session) => {
      try {
        await this.lock.take(orgId, session);
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'organization.not_found') throw error;
        return this.counts.remove(orgId, session);
      }
      return this.counts.recount(orgId, session);
    });
  }
}

import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { Transactions } from '../../database/transactions.js';
import { MembershipLockService } from '../registry/membership-lock.service.js';
import { MemberCountsRepository } from './member-counts.repository.js';

/** After a start, when an earlier version may have changed places without counting, and then every hour. */
const FIRST_MS = 5_000;
const AGAIN_MS = 3_600_000;

/**
 * Counts the places of organizations that are not counted yet, and mends counts that are wrong. Each organization is
 * one transaction behind the lock of its members, so it may end at any moment and run on several instances at once.
 */
@Injectable()
export class MemberCountsService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(MemberCountsService.name);
  private timer?: NodeJS.Timeout;
  private running?: Promise<number>;
  private stopped = false;

  constructor(
    private readonly counts: MemberCountsRepository,
    private readonly transactions: Transactions,
    private readonly lock: MembershipLockService,
  ) {}

  onApplicationBootstrap(): void {
    this.runIn(FIRST_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running?.catch(() => undefined);
  }

  /** @returns how many organizations were counted anew */
  async run(): Promise<number> {
    let mended = 0;
    for (const orgId of await this.counts.listWrong()) {
      if (this.stopped) break;
      await this.recount(orgId);
      mended++;
    }
    return mended;
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

  private runIn(ms: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.running = this.run();
      this.running
        .then((n) => n > 0 && this.log.log(`the members of ${n} organizations were counted anew`))
        .catch((error: unknown) => this.log.warn(`members were not counted: ${(error as Error).message}`))
        .finally(() => this.runIn(AGAIN_MS));
    }, ms).unref();
  }
}

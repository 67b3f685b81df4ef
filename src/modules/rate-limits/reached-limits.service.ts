import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { AppError, type ErrorDetails } from '../../common/errors/app-error.js';
import { lruOf } from '../../common/lru.js';
import { duplicateKey } from '../../database/duplicate-key.js';
import { Transactions } from '../../database/transactions.js';
import { BackgroundWork } from '../../database/work/background-work.js';
import type { PeriodicTask } from '../../database/work/periodic-task.js';
import { AuditService } from '../audit/audit.service.js';
import { OrganizationRegistryService } from '../registry/organization-registry.service.js';
import { ReachedLimitsRepository } from './reached-limits.repository.js';
import { LIMIT_OF_CODE, type LimitCode, type LimitName } from './reached-limits.types.js';

const HOUR_MS = 3_600_000;
/** A refusal is told within this. Unit: milliseconds. */
const WITHIN_MS = 200;
/** Refusals that could not be told are tried again at the latest after this. */
const RETRY_MS = 60_000;
/** Of this hour, told or waiting: about 100 bytes each. One that is forgotten is found again in the database. */
const MAX_KNOWN = 50_000;
const KEPT_MS = 24 * HOUR_MS;

interface Reached {
  orgId: string;
  limit: LimitName;
  value: number;
  hour: number;
}

/**
 * Tells an organization that a limit of its plan refused something: at most once for each limit and hour. A refusal
 * costs no round trip; what an instance that is killed had not told, the next refusal tells.
 */
@Injectable()
export class ReachedLimitsService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /** The hour that each was noted in last. */
  private readonly known = lruOf<number>(MAX_KNOWN);
  private readonly waiting = new Map<string, Reached>();
  private readonly task: PeriodicTask;

  constructor(
    private readonly rows: ReachedLimitsRepository,
    private readonly organizations: OrganizationRegistryService,
    private readonly audit: AuditService,
    private readonly transactions: Transactions,
    private readonly work: BackgroundWork,
  ) {
    const run = () => this.tellAll();
    this.task = work.periodic({ name: 'reached limits', every: RETRY_MS, wakeWithin: WITHIN_MS, run });
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
    await this.tellAll().catch(() => undefined);
  }

  /** The refusal, which is told; the caller throws it. */
  refusal(code: LimitCode, orgId: string, value: number, details: ErrorDetails = { limit: value }): AppError {
    const limit = LIMIT_OF_CODE[code];
    const hour = Math.floor(this.work.clock.wall() / HOUR_MS);
    const key = `${orgId} ${limit}`;
    if (this.known.get(key) !== hour) {
      this.known.set(key, hour);
      this.waiting.set(`${key} ${hour}`, { orgId, limit, value, hour });
      this.task.wake();
    }
    return new AppError(code, details);
  }

  private async tellAll(): Promise<void> {
    for (const [key, reached] of this.waiting) {
      await this.tell(key, reached);
      this.waiting.delete(key);
    }
  }

  private async tell(key: string, { orgId, limit, value, hour }: Reached): Promise<void> {
    if (!(await this.organizations.byId(orgId))) return; // deleted meanwhile
    const start = new Date(hour * HOUR_MS);
    const details = { limit, value, hour: start.toISOString() };
    const target = { orgId, targetType: 'organization', targetId: orgId };
    try {
      await this.transactions.run(async (session) => {
        await this.rows.insert({ _id: key, expires_at: new Date(start.getTime() + KEPT_MS) }, session);
        await this.audit.record({ action: 'plan.limit_reached', actorId: null, ...target, details }, session);
      });
    } catch (error) {
      if (duplicateKey(error) === null) throw error; // else another instance told it
    }
  }
}

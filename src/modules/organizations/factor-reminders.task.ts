import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Transactions } from '../../database/transactions.js';
import { BackgroundWork } from '../../database/work/background-work.js';
import type { PeriodicTask } from '../../database/work/periodic-task.js';
import { MembershipMailsService } from '../memberships/membership-mails.service.js';
import { OrganizationDetailsRepository } from '../registry/organization-details.repository.js';
import type { OrganizationDetails } from '../registry/organizations.types.js';

/** Milliseconds. */
const SWEEP_MS = 600_000;
const DAY_MS = 24 * 3_600_000;
/** So long before the end of the days of grace, or in the middle of a shorter time. */
const BEFORE_MS = 3 * DAY_MS;
const BATCH = 100;

/** Reminds members without a second factor, once, before their organization takes nobody without one. */
@Injectable()
export class FactorRemindersTask implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly task: PeriodicTask;

  constructor(
    private readonly rows: OrganizationDetailsRepository,
    private readonly mails: MembershipMailsService,
    private readonly transactions: Transactions,
    private readonly work: BackgroundWork,
  ) {
    const run = (signal: AbortSignal) => this.remind(signal);
    this.task = work.periodic({ name: 'reminders of second factors', every: SWEEP_MS, jitter: 0.1, run });
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
  }

  /** Safe to run twice at once: who marks the organization mails, in one transaction. */
  private async remind(signal: AbortSignal): Promise<void> {
    const now = new Date(this.work.clock.wall());
    const due = await this.rows.listUnreminded(now, new Date(now.getTime() + BEFORE_MS), BATCH);
    for (const organization of due) {
      if (signal.aborted) return;
      if (isTime(organization, now)) await this.remindOf(organization, now);
    }
  }

  private async remindOf(organization: OrganizationDetails, now: Date): Promise<void> {
    const { id, factorFrom: from } = organization;
    if (from === undefined) return;
    await this.transactions.run(async (session) => {
      if (!(await this.rows.markReminded(id, from, now, session))) return;
      await this.mails.factorRequired(session, organization, from, 'reminder');
    });
  }
}

function isTime({ factorFrom: from, factorRequiredAt: since }: OrganizationDetails, now: Date): boolean {
  if (from === undefined) return false;
  const grace = from.getTime() - (since?.getTime() ?? 0);
  return from.getTime() - now.getTime() <= Math.min(BEFORE_MS, grace / 2);
}

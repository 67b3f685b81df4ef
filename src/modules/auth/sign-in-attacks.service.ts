import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Transactions } from '../../database/transactions.js';
import { BackgroundWork } from '../../database/work/background-work.js';
import type { PeriodicTask } from '../../database/work/periodic-task.js';
import { AuditService } from '../audit/audit.service.js';
import { UserMembershipsService } from '../memberships/user-memberships.service.js';
import { SignInLimitsService } from '../rate-limits/sign-in-limits.service.js';
import { UsersService } from '../users/users.service.js';

/** Any time in it: when the work is done tells nobody whether there is an account. Unit: milliseconds. */
const WITHIN_MS = 2000;
const RETRY_MS = 60_000;
/** Addresses under attack that wait; more are not told. */
const MAX_WAITING = 1000;

/**
 * Tells the organizations of an account that it is under attack: an hour's wrong passwords have used up what all
 * networks together may try. The request that was wrong does nothing for it but remember the address, whether or not
 * an account has it.
 */
@Injectable()
export class SignInAttacksService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly waiting = new Map<string, number>();
  private readonly task: PeriodicTask;

  constructor(
    limits: SignInLimitsService,
    private readonly users: UsersService,
    private readonly memberships: UserMembershipsService,
    private readonly audit: AuditService,
    private readonly transactions: Transactions,
    work: BackgroundWork,
  ) {
    const run = () => this.tell();
    this.task = work.periodic({ name: 'sign-in attacks', every: RETRY_MS, wakeWithin: WITHIN_MS, run });
    limits.onAttack((email, failures) => this.note(email, failures));
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
    await this.tell().catch(() => undefined);
  }

  private note(email: string, failures: number): void {
    if (this.waiting.size >= MAX_WAITING) return;
    this.waiting.set(email, failures);
    this.task.wake();
  }

  private async tell(): Promise<void> {
    for (const [email, failures] of this.waiting) {
      const account = await this.users.credentials(email);
      if (account !== null) await this.record(account.id, failures);
      this.waiting.delete(email);
    }
  }

  private async record(userId: string, failures: number): Promise<void> {
    const roles = await this.memberships.rolesOf(userId);
    await this.transactions.run(async (session) => {
      for (const orgId of roles.keys()) {
        const target = { orgId, targetType: 'user', targetId: userId };
        const details = { failures };
        await this.audit.record({ action: 'session.blocked', actorId: null, ...target, details }, session);
      }
    });
  }
}

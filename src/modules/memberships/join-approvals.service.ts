import { Injectable } from '@nestjs/common';
import { MemberAccountsRepository } from '../users/member-accounts.repository.js';
import { MembershipsRepository } from './memberships.repository.js';
import { AppError } from '../../common/errors/app-error.js';
import { type Actor, organizationOf } from '../access/actor.types.js';
import { AccountOriginsService } from '../users/account-origins.service.js';
import { MembershipMailsService } from './membership-mails.service.js';
import { type MemberAct, MembershipPolicy } from './membership.policy.js';
import { SeatsService } from './seats.service.js';
import { MembershipTransactionsService } from './membership-transactions.service.js';
import type { Membership } from './memberships.types.js';

/** Pending members: the managers of the organization approve or decline them. */
@Injectable()
export class JoinApprovalsService {
  constructor(
    private readonly policy: MembershipPolicy,
    private readonly seats: SeatsService,
    private readonly memberships: MembershipsRepository,
    private readonly accounts: MemberAccountsRepository,
    private readonly mails: MembershipMailsService,
    private readonly origins: AccountOriginsService,
    private readonly transactions: MembershipTransactionsService,
  ) {}

  /** Approves a pending member, and tells them. */
  approve(actor: Actor, userId: string): Promise<void> {
    return this.decide(actor, userId, async (act, membership) => {
      const { session, organization } = act;
      await this.seats.activate(session, organization, membership);
      const account = await this.seats.account(session, userId);
      await this.mails.answered(session, userId);
      await this.mails.approved(session, organization, membership, account);
      await this.policy.record(act, 'member.approved', userId);
    });
  }

  /**
   * Declines a pending member. An account that only this request made goes with it, so that its address is
   * free for the owner of the mailbox.
   */
  decline(actor: Actor, userId: string): Promise<void> {
    return this.decide(actor, userId, async (act, membership) => {
      const { session } = act;
      const account = await this.seats.account(session, userId);
      await this.memberships.remove(membership, session);
      const hasOthers = (await this.memberships.listOf(userId, session)).length > 0;
      if (!hasOthers && this.origins.isRequest(membership.orgId, account.origin)) {
        await this.mails.gone(session, userId);
        await this.accounts.remove(userId, session);
      } else {
        await this.mails.answered(session, userId);
        await this.accounts.ban(userId, membership.orgId, session);
        await this.seats.reassignDefaultOrganization(session, userId);
      }
      await this.policy.record(act, 'member.declined', userId);
    });
  }

  private decide(
    actor: Actor,
    userId: string,
    decision: (act: MemberAct, membership: Membership) => Promise<void>,
  ): Promise<void> {
    return this.transactions.run(organizationOf(actor), [userId], async (session) => {
      const act = await this.policy.begin(session, actor, 'members.manage');
      const membership = await this.policy.reach(act, userId);
      if (membership.status !== 'pending') throw new AppError('user.not_found');
      await decision(act, membership);
    });
  }
}

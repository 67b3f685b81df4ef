import { Injectable } from '@nestjs/common';
import { MemberAccountsRepository } from '../users/member-accounts.repository.js';
import { MembershipsRepository } from './memberships.repository.js';
import { AppError } from '../../common/errors/app-error.js';
import { type Actor, organizationOf } from '../access/actor.types.js';
import { PasswordsService } from '../credentials/passwords.service.js';
import { AccountOriginsService } from '../users/account-origins.service.js';
import { MembershipMailsService } from './membership-mails.service.js';
import { MembershipPolicy } from './membership.policy.js';
import { MembershipTransactionsService } from './membership-transactions.service.js';
import type { MemberTemporaryPassword } from './memberships.types.js';

/** Temporary passwords instead of passwords: nobody chooses another's password (D18). */
@Injectable()
export class TemporaryPasswordsService {
  constructor(
    private readonly policy: MembershipPolicy,
    private readonly memberships: MembershipsRepository,
    private readonly accounts: MemberAccountsRepository,
    private readonly passwords: PasswordsService,
    private readonly mails: MembershipMailsService,
    private readonly origins: AccountOriginsService,
    private readonly transactions: MembershipTransactionsService,
  ) {}

  /**
   * Replaces a member's password by a temporary password; their sessions end. The secret goes to the caller alone,
   * the member's mailbox learns that it happened. Only an account that this organization made is its to open:
   * not one that a person made, proved to be theirs, or uses elsewhere.
   */
  async reset(actor: Actor, userId: string): Promise<MemberTemporaryPassword> {
    const orgId = organizationOf(actor);
    const present = await this.memberships.findMember(orgId, userId);
    if (!present) throw new AppError('user.not_found'); // before the cost of a hash
    const secret = this.passwords.temporaryPassword();
    const hash = await this.passwords.hash(secret.text);
    const member = await this.transactions.run(orgId, [userId], async (session) => {
      const act = await this.policy.begin(session, actor, 'members.manage');
      const membership = await this.policy.reach(act, userId);
      const account = await this.accounts.touch(userId, session);
      const all = await this.memberships.listOf(userId, session);
      // D18 is a way to help, not a way into an owner's account or into another organization.
      if (!account || account.operator || membership.role === 'owner' || all.length > 1) {
        throw new AppError('auth.forbidden');
      }
      const own = await this.origins.ofOrganization(orgId, [account.origin], session);
      if (!own.has(userId)) throw new AppError('member.own_account');
      await this.accounts.setTemporaryPassword(userId, hash, secret.until, session);
      await this.mails.passwordReset(session, membership, account);
      await this.policy.record(act, 'member.password_reset', userId);
      return (await this.memberships.findMember(orgId, userId, session))!;
    });
    return { member, secret };
  }
}

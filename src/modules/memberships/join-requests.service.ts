import { Injectable } from '@nestjs/common';
import { MemberAccountsRepository } from '../users/member-accounts.repository.js';
import { MembershipsRepository } from './memberships.repository.js';
import { domainOf } from '../../common/email.js';
import { AppError } from '../../common/errors/app-error.js';
import type { Tx } from '../../database/transactions.js';
import type { Actor } from '../access/actor.types.js';
import type { Organization } from '../registry/organizations.types.js';
import { DomainEventBus } from '../../database/domain-events.js';
import { JoinClaimsService } from './join-claims.service.js';
import { type OwnerNews, type MailedRequest, MembershipMailsService } from './membership-mails.service.js';
import { MembershipPolicy } from './membership.policy.js';
import { SeatsService } from './seats.service.js';
import { MembershipTransactionsService } from './membership-transactions.service.js';

/** Joining by what a user proves of their own mailbox, without an approval. */
@Injectable()
export class JoinRequestsService {
  constructor(
    private readonly policy: MembershipPolicy,
    private readonly seats: SeatsService,
    private readonly memberships: MembershipsRepository,
    private readonly accounts: MemberAccountsRepository,
    private readonly mails: MembershipMailsService,
    private readonly claims: JoinClaimsService,
    private readonly events: DomainEventBus,
    private readonly transactions: MembershipTransactionsService,
  ) {}

  /** What a mailed link is about, without using it up. */
  find(code: string): Promise<MailedRequest> {
    return this.mails.requestOf(code);
  }

  /**
   * Uses the mailed code up: the mailbox is proved. A membership that still waits becomes active if an owner has proved
   * a mailbox of that domain as well; else a stranger who claimed it would collect a company's people.
   * @returns whether the member is in
   */
  async prove(code: string, { orgId, userId, email }: MailedRequest): Promise<boolean> {
    return this.transactions.run(orgId, [userId], async (session) => {
      const organization = await this.policy.take(session, orgId);
      if (organization.status !== 'active') throw new AppError('organization.suspended');
      await this.mails.consume(session, code);
      const membership = await this.memberships.find(orgId, userId, session);
      const isProved = await this.accounts.confirmEmail(userId, email, session);
      if (!membership || !isProved) throw new AppError('auth.link_invalid');
      await this.events.emit('mailbox.proved', { userId, email }, session);
      if (membership.status !== 'pending') return membership.status === 'active'; // a manager decided meanwhile
      if (!(await this.isOwnersProved(orgId, domainOf(email), session))) return false;
      await this.seats.activate(session, organization, membership);
      await this.policy.record({ session, organization }, 'member.proved_mailbox', userId);
      return true;
    });
  }

  /** Whether an owner has proved a mailbox of the domain: registering with an address is no proof of it. */
  async isOwnersProved(orgId: string, domain: string, session: Tx): Promise<boolean> {
    const owners = await this.memberships.listActive(orgId, ['owner'], MAX_OWNERS, session);
    const ids = owners.map(({ userId }) => userId);
    return this.accounts.someProved(ids, domain, session);
  }

  /** The organizations that a user is an active owner of. */
  async listOwned(userId: string, session: Tx): Promise<string[]> {
    const memberships = await this.memberships.listOf(userId, session);
    return memberships
      .filter(({ role, status }) => role === 'owner' && status === 'active')
      .map(({ orgId }) => orgId);
  }

  /** Whether an owner of some organization has proved a mailbox of the domain. */
  async isProvedSomewhere(domain: string): Promise<boolean> {
    const ids = await this.accounts.listProved(domain, MAX_OWNERS);
    return this.memberships.hasOwner(ids);
  }

  /** Tells the owners what became of their organization's data, mail domain or webhooks. */
  async tellOwners(session: Tx, organization: Organization, news: OwnerNews): Promise<void> {
    const owners = await this.memberships.listActive(organization.id, ['owner'], MAX_OWNERS, session);
    const ids = owners.map(({ userId }) => userId);
    await this.mails.owners(session, organization, await this.accounts.listMailable(ids, session), news);
  }

  /** Mails another link to a user who waits; nothing to others. */
  async remind(userId: string): Promise<void> {
    const memberships = await this.memberships.listOf(userId);
    const waiting = memberships.find(({ status }) => status === 'pending');
    if (!waiting) return;
    const { orgId } = waiting;
    await this.transactions.run(orgId, [], async (session) => {
      await this.policy.take(session, orgId);
      const membership = await this.memberships.find(orgId, userId, session);
      const { email, synthetic } = await this.seats.account(session, userId);
      if (membership?.status !== 'pending' || synthetic) return;
      await this.mails.reminded(session, orgId, { userId, userName: membership.userName, email });
    });
  }

  /**
   * Takes an account into the organization of its own mail domain, which an owner must have proved as well.
   * @throws AppError request.invalid, auth.email_unverified, auth.forbidden for a user who was removed,
   * organization.domain_unknown, member.exists, member.limit_reached, user.name_taken
   */
  async join(
    actor: Actor,
    { orgId, domain, userName }: { orgId: string; domain: string; userName: string | undefined },
  ): Promise<void> {
    await this.transactions.run(orgId, [actor.userId], async (session) => {
      const organization = await this.policy.take(session, orgId);
      if (organization.status !== 'active') throw new AppError('organization.suspended');
      const account = await this.seats.account(session, actor.userId);
      if (!account.email.endsWith(`@${domain}`) || account.synthetic) {
        throw new AppError('request.invalid', {
          errors: { domain: 'domain must be the domain of your e-mail address' },
        });
      }
      // Else the maker of the account could be another person than the one who confirmed its address.
      if (!account.provedByHolder) throw new AppError('auth.email_unverified');
      if (!(await this.isOwnersProved(orgId, domain, session))) {
        throw new AppError('organization.domain_unknown');
      }
      if (account.removedFrom.includes(orgId)) throw new AppError('auth.forbidden');
      await this.claims.freeName(session, orgId, userName ?? account.email, actor.userId);
      await this.seats.join(session, { orgId, userId: actor.userId, role: 'member', userName });
      await this.mails.answered(session, actor.userId);
      await this.policy.record({ session, organization, actor }, 'member.joined', actor.userId);
    });
  }
}

/** Owners whose address may prove the domain. */
const MAX_OWNERS = 100;

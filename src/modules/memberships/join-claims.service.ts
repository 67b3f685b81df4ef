import { Injectable } from '@nestjs/common';
import { MemberAccountsRepository } from '../users/member-accounts.repository.js';
import { MembershipsRepository } from './memberships.repository.js';
import type { Tx } from '../../database/transactions.js';
import { AuditService } from '../audit/audit.service.js';
import { AccountOriginsService } from '../users/account-origins.service.js';
import { MembershipMailsService } from './membership-mails.service.js';
import { MembershipPolicy } from './membership.policy.js';
import { SeatsService } from './seats.service.js';
import type { Membership } from './memberships.types.js';

/** A user whom a manager approves, or who proved the mailbox. */
interface Entrant {
  orgId: string;
  email: string;
  userName: string;
}

/**
 * What a request to join holds while nobody proved its mailbox: an address and a user name. Any client can make one,
 * so it keeps no user out: neither one who proves the mailbox, nor one whom a manager adds.
 */
@Injectable()
export class JoinClaimsService {
  constructor(
    private readonly memberships: MembershipsRepository,
    private readonly accounts: MemberAccountsRepository,
    private readonly seats: SeatsService,
    private readonly policy: MembershipPolicy,
    private readonly origins: AccountOriginsService,
    private readonly mails: MembershipMailsService,
    private readonly audit: AuditService,
  ) {}

  /** Whether an address is held by nothing but a request that still waits. */
  async isClaimOnly(email: string, session?: Tx): Promise<boolean> {
    return (await this.claimOf(email, session)) !== null;
  }

  /** Frees an address and a user name, under the members' lock, as far as requests hold them. */
  async giveWay(session: Tx, { orgId, email, userName }: Entrant): Promise<void> {
    const claim = await this.claimOf(email, session);
    if (claim) {
      for (const membership of claim.memberships) await this.end(session, membership);
      await this.mails.gone(session, claim.id);
      await this.accounts.remove(claim.id, session);
    }
    await this.freeName(session, orgId, userName, claim?.id);
  }

  /** A request that nobody proved keeps a user name from nobody: it gets its own address as its name. */
  async freeName(session: Tx, orgId: string, userName: string, userId?: string): Promise<void> {
    const holder = await this.memberships.findByName(orgId, userName, session);
    if (!holder || holder.userId === userId || holder.status !== 'pending') return;
    const account = await this.accounts.touch(holder.userId, session);
    if (!account || !this.origins.isRequest(orgId, account.origin)) return;
    const { email } = account;
    const isFree = (await this.memberships.findByName(orgId, email, session)) === null;
    const name = isFree && email !== userName ? email : `${email} ${holder.userId}`;
    await this.memberships.change(holder, { user_name: name }, session);
  }

  /**
   * A user who sets a new password by mail has the mailbox; the requests of the account may be a stranger's, and end.
   * A person then joins by the proved domain, or is invited.
   */
  async endRequests(session: Tx, userId: string): Promise<void> {
    const waiting = (await this.memberships.listOf(userId, session)).filter(isPending);
    for (const membership of waiting) await this.end(session, membership);
    if (waiting.length === 0) return;
    await this.mails.answered(session, userId);
    await this.seats.reassignDefaultOrganization(session, userId);
  }

  /** The requests by a mail domain that the organization no longer has; the accounts they made go with them. */
  async endRequestsOf(session: Tx, orgId: string, domain: string): Promise<void> {
    for (const membership of await this.memberships.listPending(orgId, session)) {
      const account = await this.accounts.touch(membership.userId, session);
      if (!account?.email.endsWith(`@${domain}`)) continue;
      await this.end(session, membership);
      const others = await this.memberships.listOf(membership.userId, session);
      if (others.length === 0 && this.origins.isRequest(orgId, account.origin)) {
        await this.mails.gone(session, membership.userId);
        await this.accounts.remove(membership.userId, session);
      } else {
        await this.mails.answered(session, membership.userId);
        await this.seats.reassignDefaultOrganization(session, membership.userId);
      }
    }
  }

  /**
   * An address that was made up for a tenant's owner gives way to a user who proves the mailbox: the owner gets
   * another made-up one, under a domain that nobody can have (RFC 2606), and goes on. Their log has it.
   */
  async giveUpMadeUp(session: Tx, email: string): Promise<void> {
    const holder = await this.accounts.findMadeUp(email, session);
    if (!holder) return;
    const { id, seq, defaultOrganizationId } = holder;
    const at = email.lastIndexOf('@');
    const to = `${email.slice(0, at)}-${seq}${email.slice(at)}.invalid`;
    await this.accounts.rename(id, to, session);
    const act = { actorId: null, action: 'user.address_given_up' as const, targetType: 'user', targetId: id };
    await this.audit.record({ ...act, orgId: defaultOrganizationId, details: { from: email, to } }, session);
  }

  private async end(session: Tx, membership: Membership): Promise<void> {
    await this.policy.take(session, membership.orgId);
    await this.memberships.remove(membership, session);
    const target = { orgId: membership.orgId, targetType: 'user', targetId: membership.userId };
    await this.audit.record({ actorId: null, action: 'member.request_ended', ...target }, session);
  }

  private async claimOf(
    email: string,
    session?: Tx,
  ): Promise<{ id: string; memberships: Membership[] } | null> {
    const account = await this.accounts.findOrigin(email, session);
    if (!account) return null;
    const memberships = await this.memberships.listOf(account.id, session);
    const isRequest = memberships.some(({ orgId }) => this.origins.isRequest(orgId, account));
    return isRequest && memberships.every(isPending) ? { id: account.id, memberships } : null;
  }
}

const isPending = ({ status }: Membership): boolean => status === 'pending';

import { Injectable, type OnModuleInit } from '@nestjs/common';
import { domainOf } from '../../common/email.js';
import { isFreeMail } from '../../common/free-mail.js';
import { type Tx, Transactions } from '../../database/transactions.js';
import { AuditService } from '../audit/audit.service.js';
import { DomainEventBus } from '../../database/domain-events.js';
import type { MailboxProof } from '../users/users.types.js';
import { JoinClaimsService } from '../memberships/join-claims.service.js';
import { JoinRequestsService } from '../memberships/join-requests.service.js';
import { type DomainClaim, DomainClaimsRepository } from '../registry/domain-claims.repository.js';
import type { Organization } from '../registry/organizations.types.js';
import { OrganizationRegistryService } from '../registry/organization-registry.service.js';

/** How long a claim stands that no owner proves. */
const UNPROVED_MS = 14 * 24 * 3_600_000;
/** Claims ended by one sweep; the next one finds the others. */
const BATCH = 100;

/**
 * Mail domains. Registering claims the domain of one's address, as S0 documents; no claim without a proof counts
 * against a proof: it ends when an owner of another organization proves a mailbox of the domain, who gets it, or
 * after 14 days.
 */
@Injectable()
export class DomainClaimsService implements OnModuleInit {
  constructor(
    private readonly claims: DomainClaimsRepository,
    private readonly requests: JoinRequestsService,
    private readonly members: JoinClaimsService,
    private readonly audit: AuditService,
    private readonly registry: OrganizationRegistryService,
    private readonly transactions: Transactions,
    private readonly events: DomainEventBus,
  ) {}

  onModuleInit(): void {
    this.events.on('mailbox.proved', 'organizations: settle claims of the mail domain', (proof, session) =>
      this.settle(proof, session),
    );
  }

  /** The claim on a domain, if it stands: one whose time is over ends here. */
  async standing(domain: string): Promise<DomainClaim | null> {
    const claim = await this.claims.find(domain);
    return claim && (await this.expire(claim)) ? null : claim;
  }

  /**
   * The domain that registering with an address claims: none at a free mail provider's (D5), and none that an owner
   * of another organization has proved a mailbox of before.
   */
  async claimable(email: string): Promise<string | undefined> {
    const domain = domainOf(email);
    if (isFreeMail(domain)) return undefined;
    if ((await this.standing(domain)) !== null) return domain; // refused as documented (S0-10)
    return (await this.requests.isProvedSomewhere(domain)) ? undefined : domain;
  }

  /** Ends what nobody proved in time. Safe to run twice, and on several instances. */
  async sweep(signal?: AbortSignal): Promise<void> {
    for (const claim of await this.claims.listStale(new Date(Date.now() - UNPROVED_MS), BATCH)) {
      if (signal?.aborted) return;
      await this.expire(claim);
    }
  }

  /** @returns whether the claim is gone */
  private async expire(seen: DomainClaim): Promise<boolean> {
    if (!isStale(seen)) return false;
    const { domain } = seen;
    const isGone = await this.transactions.run(async (session) => {
      const claim = await this.claims.find(domain, session);
      if (claim?.organization.id !== seen.organization.id || !isStale(claim)) return claim === null;
      if (await this.isProved(claim, session)) return false;
      await this.lose(claim, 'expired', session);
      return true;
    });
    this.registry.invalidate(seen.organization.id);
    return isGone;
  }

  /** In the transaction of a proof: the owner's organization has the domain now, unless a proof was there before. */
  private async settle({ userId, email }: MailboxProof, session: Tx): Promise<void> {
    const domain = domainOf(email);
    if (isFreeMail(domain)) return;
    const owned = await this.requests.listOwned(userId, session);
    if (owned.length === 0) return;
    const claim = await this.claims.find(domain, session);
    if (claim && owned.includes(claim.organization.id)) {
      if (!claim.isProved) await this.claims.markProved(claim.organization.id, new Date(), session);
      return;
    }
    if (claim && (await this.isProved(claim, session))) return;
    const candidates = await this.claims.listWithout(owned, session);
    // Only registering (S0) claims a domain that nobody has (C-18).
    const heir = claim ? candidates[0] : candidates.find(({ origin }) => origin === 'register');
    if (claim) await this.lose(claim, 'proved_elsewhere', session);
    if (heir) await this.give(heir.organization, domain, userId, session);
  }

  /** Whether an owner has proved it; what an earlier version did not write down is written now. */
  private async isProved({ isProved, organization, domain }: DomainClaim, session: Tx): Promise<boolean> {
    if (isProved) return true;
    if (!(await this.requests.isOwnersProved(organization.id, domain, session))) return false;
    await this.claims.markProved(organization.id, new Date(), session);
    return true;
  }

  private async lose(
    { organization, domain }: DomainClaim,
    reason: 'expired' | 'proved_elsewhere',
    session: Tx,
  ): Promise<void> {
    const { requests, members, audit } = this;
    await this.claims.release(organization.id, new Date(), session);
    await members.endRequestsOf(session, organization.id, domain);
    await requests.tellOwners(session, organization, { template: 'domain_lost', domain, reason });
    await audit.record(
      {
        ...about(organization),
        actorId: null,
        action: 'organization.domain_lost',
        details: { domain, reason },
      },
      session,
    );
  }

  private async give(organization: Organization, domain: string, userId: string, session: Tx): Promise<void> {
    const { requests, audit } = this;
    await this.claims.give(organization.id, domain, new Date(), session);
    await requests.tellOwners(session, organization, { template: 'domain_proved', domain });
    await audit.record(
      { ...about(organization), actorId: userId, action: 'organization.domain_proved', details: { domain } },
      session,
    );
  }
}

function isStale({ isProved, claimedAt }: DomainClaim): boolean {
  return !isProved && claimedAt !== undefined && claimedAt.getTime() < Date.now() - UNPROVED_MS;
}

const about = ({ id }: Organization) => ({ orgId: id, targetType: 'organization', targetId: id });

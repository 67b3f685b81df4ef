import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { DomainEventBus } from '../../database/domain-events.js';
import type { Tx } from '../../database/transactions.js';
import type { Actor } from '../access/actor.types.js';
import { AuditService } from '../audit/audit.service.js';
import { by } from '../audit/audit.types.js';
import { OrganizationRegistryService } from '../registry/organization-registry.service.js';
import { type MemberAccount, MemberAccountsRepository } from '../users/member-accounts.repository.js';
import { MembershipPolicy } from './membership.policy.js';
import { MembershipsRepository } from './memberships.repository.js';
import { UserMembershipsService } from './user-memberships.service.js';
import type { Membership } from './memberships.types.js';

/** What a deleted account has left. */
export interface Departed {
  account: MemberAccount;
  organizations: string[];
}

/** The end of an account: its memberships end with it, in one transaction. */
@Injectable()
export class PersonDeparturesService {
  constructor(
    private readonly policy: MembershipPolicy,
    private readonly memberships: MembershipsRepository,
    private readonly accounts: MemberAccountsRepository,
    private readonly events: DomainEventBus,
    private readonly audit: AuditService,
    private readonly users: UserMembershipsService,
    private readonly registry: OrganizationRegistryService,
  ) {}

  /**
   * Removes the account with its memberships and requests to join; whoever joins an organization with it meanwhile
   * conflicts, and is then refused.
   * @throws AppError user.not_found, account.operator, account.last_owner naming the organizations
   */
  async end(session: Tx, actor: Actor, id: string): Promise<Departed> {
    const account = await this.accounts.touch(id, session);
    if (!account) throw new AppError('user.not_found');
    if (account.operator) throw new AppError('account.operator');
    const memberships = await this.memberships.listOf(id, session);
    // Each transaction takes the locks in the same order.
    memberships.sort((a, b) => (a.orgId < b.orgId ? -1 : 1));
    const ownerless: Record<string, string> = {};
    for (const membership of memberships) {
      const name = await this.leave(session, actor, membership);
      if (name !== undefined) ownerless[membership.orgId] = `${name}: transfer its ownership, or delete it`;
    }
    if (Object.keys(ownerless).length > 0) throw new AppError('account.last_owner', { errors: ownerless });
    await this.accounts.remove(id, session);
    return { account, organizations: memberships.map(({ orgId }) => orgId) };
  }

  /** After the commit: this instance knows at once, the others learn it from the change feed. */
  forget(id: string, organizations: readonly string[]): void {
    this.users.invalidate(id);
    for (const orgId of organizations) this.registry.invalidate(orgId); // its admin may be another one
  }

  /** @returns the name of the organization when nobody else owns it */
  private async leave(session: Tx, actor: Actor, membership: Membership): Promise<string | undefined> {
    const { orgId, userId, status, role } = membership;
    const organization = await this.policy.take(session, orgId);
    await this.memberships.remove(membership, session);
    const left = await this.policy.permissionsOf({ ...membership, status: 'inactive' });
    await this.events.emit('membership.changed', { orgId, userId, left, actor }, session);
    try {
      await this.policy.keepOwner(session, organization, membership);
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'member.last_owner')) throw error;
      return organization.name;
    }
    const target = { orgId, targetType: 'user', targetId: userId };
    if (status === 'pending') {
      await this.audit.record({ ...by(actor), ...target, action: 'member.request_ended' }, session);
    } else if (actor.userId === userId) {
      await this.audit.record({ ...by(actor), ...target, action: 'member.left' }, session);
    } else {
      await this.audit.record(
        { ...by(actor), ...target, action: 'member.removed', details: { role } },
        session,
      );
    }
    return undefined;
  }
}

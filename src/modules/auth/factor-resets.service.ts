import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import type { Tx } from '../../database/transactions.js';
import { type Actor, organizationOf } from '../access/actor.types.js';
import { CurrentRightsService } from '../access/current-rights.service.js';
import { RolesService } from '../access/roles.service.js';
import { covers } from '../access/roles.types.js';
import { by } from '../audit/audit.types.js';
import { FactorsService } from '../factors/factors.service.js';
import { UserMembershipsService } from '../memberships/user-memberships.service.js';
import { MembershipLockService } from '../registry/membership-lock.service.js';
import { AccountOriginsService } from '../users/account-origins.service.js';
import { AccountsService } from '../users/accounts.service.js';
import { CredentialChangesService } from './credential-changes.service.js';

/**
 * Second factors that their owner has lost, removed by another user (ADR-0055). It opens nothing: the password is
 * the owner's still, every session ends, and the owner is told.
 */
@Injectable()
export class FactorResetsService {
  constructor(
    private readonly factors: FactorsService,
    private readonly accounts: AccountsService,
    private readonly origins: AccountOriginsService,
    private readonly memberships: UserMembershipsService,
    private readonly roles: RolesService,
    private readonly rights: CurrentRightsService,
    private readonly lock: MembershipLockService,
    private readonly changes: CredentialChangesService,
  ) {}

  /**
   * Of a member whose account this organization made and no other one has: what a guest protects is not its host's.
   * @throws AppError user.not_found, auth.forbidden, member.own_account, factor.not_found
   */
  async ofMember(actor: Actor, userId: string): Promise<void> {
    const orgId = organizationOf(actor);
    await this.changes.run(userId, async (session) => {
      await this.lock.take(orgId, session);
      const own = await this.rights.require(session, orgId, actor, 'members.manage');
      const memberships = await this.memberships.list(userId, session);
      const here = memberships.find((one) => one.orgId === orgId);
      if (!here) throw new AppError('user.not_found');
      const reaches = covers(own, await this.roles.permissionsOf(orgId, here.role));
      if (userId === actor.userId || here.role === 'owner' || !reaches) throw new AppError('auth.forbidden');
      const account = await this.accounts.find(userId, session);
      if (account.operator) throw new AppError('auth.forbidden');
      const isTheirs = memberships.length === 1 && (await this.origins.isMadeBy(orgId, userId, session));
      if (!isTheirs) throw new AppError('member.own_account');
      await this.remove(userId, { by: 'organization', actor }, session);
    });
  }

  /**
   * Of any account, for an operator; their own they remove themselves.
   * @throws AppError user.not_found, auth.forbidden, factor.not_found
   */
  async ofAccount(actor: Actor, userId: string, reason?: string): Promise<void> {
    if (userId === actor.userId) throw new AppError('auth.forbidden');
    await this.changes.run(userId, async (session) => {
      await this.rights.requireOperator(session, actor);
      await this.accounts.find(userId, session);
      await this.remove(userId, { by: 'operator', actor, reason }, session);
    });
  }

  private async remove(
    userId: string,
    { by: who, actor, reason }: { by: 'organization' | 'operator'; actor: Actor; reason?: string },
    session: Tx,
  ): Promise<void> {
    const details = reason === undefined ? {} : { reason };
    await this.factors.remove(userId, { by: who, act: by(actor), details }, session);
    await this.changes.endSessions(userId, session);
  }
}

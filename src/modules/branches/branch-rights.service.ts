import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import type { Tx } from '../../database/transactions.js';
import type { Actor } from '../access/actor.types.js';
import { CurrentRightsService } from '../access/current-rights.service.js';
import { AuditService } from '../audit/audit.service.js';
import { type Act, by } from '../audit/audit.types.js';
import { DeletionService } from '../organizations/reconciler/deletion.service.js';
import { PlansService } from '../plans/plans.service.js';
import { ReachedLimitsService } from '../rate-limits/reached-limits.service.js';
import { MembershipLockService } from '../registry/membership-lock.service.js';
import type { Organization } from '../registry/organizations.types.js';
import { type Branch, BRANCHES_OF_PLAN } from './branch.types.js';
import { BranchesRepository } from './branches.repository.js';

/** Who may have branches, and the end of one. */
@Injectable()
export class BranchRightsService {
  constructor(
    private readonly branches: BranchesRepository,
    private readonly deletions: DeletionService,
    private readonly lock: MembershipLockService,
    private readonly rights: CurrentRightsService,
    private readonly plans: PlansService,
    private readonly audit: AuditService,
    private readonly reached: ReachedLimitsService,
  ) {}

  /**
   * Under the lock of the organization, if the actor may have branches of it at that moment.
   * @returns how many it may have
   */
  async take(
    actor: Pick<Actor, 'userId' | 'permissions' | 'apiKeyId'>,
    orgId: string,
    session: Tx,
  ): Promise<number> {
    const { planId } = await this.lock.take(orgId, session);
    await this.rights.require(session, orgId, actor, 'branches.manage');
    return this.limitOf(planId);
  }

  /** How many branches an organization of this plan has at once. */
  async limitOf(planId: Organization['planId']): Promise<number> {
    const plan = await this.plans.find(planId);
    return BRANCHES_OF_PLAN[plan?.type ?? 'none'];
  }

  /** The refusal of one branch too many, which the organization is told of. */
  full(orgId: string, limit: number): AppError {
    return this.reached.refusal('branch.limit_reached', orgId, limit);
  }

  /** By a member of the organization that it is a branch of. */
  async remove(actor: Actor, branch: Branch): Promise<void> {
    await this.end(branch, by(actor), (session) => this.judgeEnd(actor, branch, session));
  }

  /** In the transaction that ends it. @throws AppError auth.forbidden */
  async judgeEnd(actor: Actor, branch: Branch, session: Tx): Promise<void> {
    await this.take(actor, branch.of, session);
    await this.record(by(actor), 'branch.deleted', branch, session);
  }

  /** Its time is over. */
  async expire(branch: Branch): Promise<void> {
    await this.end(branch, { actorId: null }, () => Promise.resolve());
  }

  async record(
    who: Omit<Act, 'action' | 'targetType' | 'targetId'>,
    action: 'branch.requested' | 'branch.created' | 'branch.deleted',
    { _id, of, name, expires_at }: Pick<Branch, '_id' | 'of' | 'name' | 'expires_at'>,
    session: Tx,
  ): Promise<void> {
    const target = { orgId: of, targetType: 'branch', targetId: _id };
    const details = { name, expires_at: expires_at.toISOString() };
    await this.audit.record({ ...who, action, ...target, details }, session);
  }

  /** Nothing of a branch is kept: it is a copy. */
  private async end(
    branch: Branch,
    who: Omit<Act, 'action' | 'targetType' | 'targetId'>,
    judge: (session: Tx) => Promise<void>,
  ): Promise<void> {
    const { _id: id, name } = branch;
    const target = { orgId: id, targetType: 'organization', targetId: id };
    const act = { ...who, ...target, action: 'organization.deleted' as const, details: { name } };
    try {
      if (branch.phase === 'ready') await this.deletions.delete(id, act, judge, { keep: false });
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'organization.not_found') throw error;
    }
    await this.branches.remove(id);
  }
}

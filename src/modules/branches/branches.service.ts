import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { clusterText, secondOf } from '../../database/past/moment.js';
import { SnapshotWindow } from '../../database/past/snapshot-window.js';
import type { Tx } from '../../database/transactions.js';
import type { Actor } from '../access/actor.types.js';
import { by } from '../audit/audit.types.js';
import type { Build } from '../organizations/builds/build.types.js';
import { OrganizationBuildsService } from '../organizations/organization-builds.service.js';
import { OrganizationDraftsService } from '../organizations/organization-drafts.service.js';
import { OrganizationReturnsService } from '../organizations/organization-returns.service.js';
import { OrganizationsService } from '../organizations/organizations.service.js';
import { UndoPlansService } from '../organizations/undo-plans.service.js';
import type { Organization } from '../registry/organizations.types.js';
import { type Mask, maskFault } from './branch-masks.js';
import { BranchRightsService } from './branch-rights.service.js';
import type { Branch } from './branch.types.js';
import { BranchesRepository } from './branches.repository.js';

const HOUR_MS = 3600 * 1000;

export interface NewBranch {
  name: string;
  /** A moment of the snapshot window; now when absent. */
  at?: string;
  hours: number;
  masks: Mask[];
}

/** A branch, and how far it is. */
export interface KnownBranch extends Branch {
  progress: number;
}

/** Copies of the caller's organization to try something out on. */
@Injectable()
export class BranchesService {
  constructor(
    private readonly branches: BranchesRepository,
    private readonly rights: BranchRightsService,
    private readonly organizations: OrganizationsService,
    private readonly plans: UndoPlansService,
    private readonly drafts: OrganizationDraftsService,
    private readonly returns: OrganizationReturnsService,
    private readonly builds: OrganizationBuildsService,
    private readonly window: SnapshotWindow,
  ) {}

  /**
   * Begins one, which goes on when nobody waits for it.
   * @throws AppError request.invalid, moment.*, branch.of_branch, branch.limit_reached, organization.name_taken
   */
  async create(actor: Actor, { name, at, hours, masks }: NewBranch): Promise<KnownBranch> {
    const parent = await this.organizations.ofActor(actor);
    if ((await this.branches.find(parent.id)) !== null) throw new AppError('branch.of_branch');
    const plan = await this.plans.plan(parent, { at: at ?? clusterText(await this.window.now()) });
    checkMasks(
      masks,
      plan.collections.map((one) => one.name),
    );
    const draft = await this.drafts.draft({
      name,
      origin: 'v1',
      owner: { userId: actor.userId },
      planId: parent.planId,
    });
    const wanted = {
      kind: 'branch' as const,
      org_id: draft.id,
      from_org: parent.id,
      name,
      order: { draft, source: plan.source, at: plan.at, masks },
      act: by(actor),
      files: this.returns.filesOf(plan.collections),
    };
    const now = new Date();
    const expires_at = new Date(now.getTime() + hours * HOUR_MS);
    const row = { _id: draft.id, of: parent.id, name, at: secondOf(plan.at), masks, expires_at };
    const build = await this.builds.begin(wanted, async ({ _id }, session) => {
      const branch = {
        ...row,
        build: _id,
        phase: 'building' as const,
        created_by: actor.userId,
        created_at: now,
      };
      await this.admit(actor, parent, branch, session);
    });
    return {
      ...row,
      build: build._id,
      phase: 'building',
      created_by: actor.userId,
      created_at: now,
      progress: 0,
    };
  }

  /** The newest first, and how many there may be at once. */
  async list(actor: Actor): Promise<{ items: KnownBranch[]; limit: number }> {
    const { id, planId } = await this.organizations.ofActor(actor);
    const [rows, limit] = await Promise.all([this.branches.listOf(id), this.rights.limitOf(planId)]);
    return { items: await Promise.all(rows.map((row) => this.known(row))), limit };
  }

  /** @throws AppError branch.not_found, also for one of another organization */
  async find(actor: Actor, id: string): Promise<KnownBranch> {
    const row = await this.branches.find(id);
    if (row === null || row.of !== actor.organizationId) throw new AppError('branch.not_found');
    return this.known(row);
  }

  /** With its database, for good; one that is being made is made no further. @throws AppError branch.not_found */
  async remove(actor: Actor, id: string): Promise<void> {
    const row = await this.find(actor, id);
    const isCancelled =
      row.phase === 'building' &&
      (await this.builds.cancel(row.build, async (session) => {
        await this.rights.judgeEnd(actor, row, session);
        await this.branches.remove(id, session);
      }));
    if (!isCancelled) await this.rights.remove(actor, await this.find(actor, id));
  }

  private async admit(actor: Actor, parent: Organization, branch: Branch, session: Tx): Promise<void> {
    const limit = await this.rights.take(actor, parent.id, session);
    if ((await this.branches.count(parent.id, session)) >= limit) throw this.rights.full(parent.id, limit);
    await this.branches.insert(branch, session);
    await this.rights.record({ ...by(actor) }, 'branch.requested', branch, session);
  }

  private async known(row: Branch): Promise<KnownBranch> {
    if (row.phase !== 'building') return { ...row, progress: row.phase === 'ready' ? 1 : 0 };
    const build: Build | null = await this.builds.find(row.build);
    const { documents_total: total = 0, documents_done: done = 0 } = build ?? {};
    return { ...row, progress: total === 0 ? 0 : Math.min(1, done / total) };
  }
}

/** A mask of a collection that is not there would leave another one as it is. */
function checkMasks(masks: readonly Mask[], collections: readonly string[]): void {
  const errors: Record<string, string> = {};
  for (const [i, mask] of masks.entries()) {
    const isThere = mask.collection === '*' || collections.includes(mask.collection);
    const fault = isThere ? maskFault(mask) : `there is no collection "${mask.collection}"`;
    if (fault !== undefined) errors[`masks.${i}`] = fault;
  }
  if (Object.keys(errors).length > 0) throw new AppError('request.invalid', { errors });
}

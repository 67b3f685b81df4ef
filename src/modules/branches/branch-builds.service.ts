import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { duplicateKey } from '../../database/duplicate-key.js';
import { DomainEventBus } from '../../database/domain-events.js';
import type { ClusterTime } from '../../database/past/moment.js';
import type { Tx } from '../../database/transactions.js';
import { actOf, askerOf, type Build } from '../organizations/builds/build.types.js';
import {
  type BuildHandler,
  type BuildJournal,
  BuildsService,
} from '../organizations/builds/builds.service.js';
import { OrganizationCopiesService } from '../organizations/organization-copies.service.js';
import type { OrganizationDraft } from '../organizations/organization-drafts.service.js';
import { type Mask, stagesOf } from './branch-masks.js';
import { BranchRightsService } from './branch-rights.service.js';
import { BranchesRepository } from './branches.repository.js';

interface Order {
  draft: OrganizationDraft;
  source: string;
  at: ClusterTime;
  masks: Mask[];
}

/** Fills branches inside the database server: no value that is masked leaves it. */
@Injectable()
export class BranchBuildsService implements BuildHandler, OnModuleInit {
  constructor(
    private readonly branches: BranchesRepository,
    private readonly rights: BranchRightsService,
    private readonly copies: OrganizationCopiesService,
    private readonly builds: BuildsService,
    private readonly events: DomainEventBus,
  ) {}

  onModuleInit(): void {
    this.builds.handle('branch', this);
    this.events.on(
      'organization.deleted',
      'branches: end those of the organization',
      async ({ orgId, gone }, session) => {
        await this.branches.remove(orgId, session);
        gone.branches.push(...(await this.branches.expireAll(orgId, session)));
      },
    );
  }

  /** @throws AppError branch.mask_conflict, moment.too_old */
  async fill(build: Build, journal: BuildJournal): Promise<void> {
    const { source, at, masks } = build.order as unknown as Order;
    try {
      await this.copies.fillFromPast(build, journal, { source, at, stagesOf: stagesOf(masks) });
    } catch (error) {
      if (duplicateKey(error) === null) throw error;
      throw new AppError('branch.mask_conflict', {}, { cause: error });
    }
  }

  async settle(build: Build, session: Tx): Promise<void> {
    const { draft } = build.order as unknown as Order;
    const by = actOf(build);
    await this.rights.take(askerOf(build, 'branches.manage'), build.from_org, session);
    await this.copies.insert(build, draft, { branchOf: build.from_org, act: by }, session);
    await this.branches.setPhase(build.org_id, 'ready', undefined, session);
    const branch = (await this.branches.find(build.org_id))!;
    await this.rights.record(by, 'branch.created', branch, session);
  }

  async giveUp({ org_id }: Build, { code }: AppError, session: Tx): Promise<void> {
    await this.branches.setPhase(org_id, 'failed', code, session);
  }
}

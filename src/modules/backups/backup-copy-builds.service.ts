import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Tx } from '../../database/transactions.js';
import type { Actor } from '../access/actor.types.js';
import { CurrentRightsService } from '../access/current-rights.service.js';
import { AuditService } from '../audit/audit.service.js';
import { actOf, askerOf, type Build } from '../organizations/builds/build.types.js';
import {
  type BuildHandler,
  type BuildJournal,
  BuildsService,
} from '../organizations/builds/builds.service.js';
import { OrganizationCopiesService } from '../organizations/organization-copies.service.js';
import type { OrganizationDraft } from '../organizations/organization-drafts.service.js';
import { OrganizationReturnsService } from '../organizations/organization-returns.service.js';
import { MembershipLockService } from '../registry/membership-lock.service.js';
import { RestoreSources } from './restore-sources.service.js';

interface Order {
  draft: OrganizationDraft;
  backup: string;
}

/** Fills the database of a new organization from a backup, and makes it one. */
@Injectable()
export class BackupCopyBuilds implements BuildHandler, OnModuleInit {
  constructor(
    private readonly sources: RestoreSources,
    private readonly returns: OrganizationReturnsService,
    private readonly copies: OrganizationCopiesService,
    private readonly lock: MembershipLockService,
    private readonly rights: CurrentRightsService,
    private readonly audit: AuditService,
    private readonly builds: BuildsService,
  ) {}

  onModuleInit(): void {
    this.builds.handle('copy', this);
  }

  /** In the transaction that begins it. */
  async admit(actor: Actor, build: Build, session: Tx): Promise<void> {
    await this.lock.take(build.from_org, session);
    await this.rights.require(session, build.from_org, actor, 'backups.manage');
    await this.record(build, 'backup.copy_requested', session);
  }

  /** @throws AppError backup.* */
  async fill(build: Build, journal: BuildJournal): Promise<void> {
    const { backup } = build.order as unknown as Order;
    await this.returns.fill(build, journal, () => this.sources.open(backup, build.from_org));
  }

  /** If who asked for it may still have it. */
  async settle(build: Build, session: Tx): Promise<void> {
    const { draft } = build.order as unknown as Order;
    const asker = askerOf(build, 'backups.manage');
    await this.lock.take(build.from_org, session);
    await this.rights.require(session, build.from_org, asker, 'backups.manage');
    await this.copies.insert(build, draft, { act: actOf(build) }, session);
    await this.record(build, 'backup.copied', session);
  }

  giveUp(): Promise<void> {
    return Promise.resolve(); // its row tells
  }

  private async record(
    build: Build,
    action: 'backup.copied' | 'backup.copy_requested',
    session: Tx,
  ): Promise<void> {
    const { backup } = build.order as unknown as Order;
    const target = { orgId: build.from_org, targetType: 'backup', targetId: backup };
    const details = { organization: build.org_id, name: build.name };
    await this.audit.record({ ...actOf(build), action, ...target, details }, session);
  }
}

import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { type Actor, organizationOf } from '../access/actor.types.js';
import { by } from '../audit/audit.types.js';
import { OrganizationBuildsService } from '../organizations/organization-builds.service.js';
import { OrganizationDraftsService } from '../organizations/organization-drafts.service.js';
import { OrganizationReturnsService } from '../organizations/organization-returns.service.js';
import { OrganizationsService } from '../organizations/organizations.service.js';
import { type BackupCopy, toCopy } from './backup-copy.types.js';
import { BackupCopyBuilds } from './backup-copy-builds.service.js';
import { BackupsService } from './backups.service.js';
import { RestoreSources } from './restore-sources.service.js';

const LISTED = 50;

/** Backups that are restored as new organizations. */
@Injectable()
export class BackupCopiesService {
  constructor(
    private readonly backups: BackupsService,
    private readonly sources: RestoreSources,
    private readonly organizations: OrganizationsService,
    private readonly drafts: OrganizationDraftsService,
    private readonly returns: OrganizationReturnsService,
    private readonly builds: OrganizationBuildsService,
    private readonly handler: BackupCopyBuilds,
  ) {}

  /**
   * Begins one, which goes on when nobody waits for it; the caller owns it.
   * @throws AppError backup.*, organization.name_taken, organization.name_reserved, service.capacity_reached
   */
  async create(actor: Actor, id: string, name: string): Promise<BackupCopy> {
    const backup = await this.backups.find(actor, id);
    if (backup.phase !== 'done') throw new AppError('backup.not_ready');
    const { id: orgId, planId } = await this.organizations.ofActor(actor);
    const { collections } = await this.sources.open(id, orgId);
    const draft = await this.drafts.draft({ name, origin: 'v1', owner: { userId: actor.userId }, planId });
    const wanted = {
      kind: 'copy' as const,
      org_id: draft.id,
      from_org: orgId,
      name,
      order: { draft, backup: id },
      act: by(actor),
      files: this.returns.filesOf(collections),
    };
    const build = await this.builds.begin(wanted, (made, session) =>
      this.handler.admit(actor, made, session),
    );
    return toCopy(build);
  }

  /** Those of the organization, the newest first. */
  async list(actor: Actor): Promise<BackupCopy[]> {
    return (await this.builds.list(organizationOf(actor), 'copy', LISTED)).map(toCopy);
  }

  /** @param id of the organization that it becomes @throws AppError backup.copy_not_found */
  async find(actor: Actor, id: string): Promise<BackupCopy> {
    const found = (await this.list(actor)).find((one) => one.id === id);
    if (found === undefined) throw new AppError('backup.copy_not_found');
    return found;
  }
}

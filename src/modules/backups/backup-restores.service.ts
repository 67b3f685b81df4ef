import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import type { Actor } from '../access/actor.types.js';
import type { Operation } from '../organizations/moves/operations.service.js';
import type { RestoreSource } from '../organizations/moves/restore.types.js';
import { OrganizationsService } from '../organizations/organizations.service.js';
import { ReplacementsService } from '../organizations/replacements.service.js';
import type { Backup } from './backup.types.js';
import { BackupsService } from './backups.service.js';
import { changesOf, type CollectionRestore } from './collection-restores.js';
import { RestoreSources } from './restore-sources.service.js';
import { SnapshotsRepository, clusterTimeOf } from './snapshots.repository.js';

/** Puts the data of the organization back to those of a backup, as its next generation. */
@Injectable()
export class BackupRestoresService {
  constructor(
    private readonly backups: BackupsService,
    private readonly sources: RestoreSources,
    private readonly snapshots: SnapshotsRepository,
    private readonly organizations: OrganizationsService,
    private readonly replacements: ReplacementsService,
  ) {}

  /** What restore() would do. @throws AppError as it does */
  async preview(actor: Actor, id: string): Promise<CollectionRestore[]> {
    const { source } = await this.open(actor, id);
    const { database } = await this.organizations.ofActor(actor);
    return changesOf(source.collections, await this.snapshots.counts(database));
  }

  /**
   * Begins a restore, which goes on when nobody waits for it. Members, roles and settings stay as they are; what is
   * replaced is kept as an undo keeps it.
   * @throws AppError backup.not_found, backup.not_ready, backup.damaged, backup.key_wrong, backup.store_failed,
   * organization.busy, service.capacity_reached
   */
  async restore(actor: Actor, id: string): Promise<Operation> {
    const { source, backup } = await this.open(actor, id);
    const organization = await this.organizations.ofActor(actor);
    const at = clusterTimeOf(backup.at!);
    return this.replacements.begin(actor, organization, {
      kind: 'restore',
      at,
      backup: id,
      collections: source.collections,
    });
  }

  private async open(actor: Actor, id: string): Promise<{ source: RestoreSource; backup: Backup }> {
    const backup = await this.backups.find(actor, id);
    if (backup.phase !== 'done') throw new AppError('backup.not_ready');
    return { source: await this.sources.open(id, backup.orgId), backup };
  }
}

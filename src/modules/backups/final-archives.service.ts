import { Injectable } from '@nestjs/common';
import type { Tx } from '../../database/transactions.js';
import type { RestoreSource } from '../organizations/moves/restore.types.js';
import { ArchiveKeysService } from './archive-keys.service.js';
import { newRow } from './backup-rows.js';
import { BackupStores } from './backup-stores.service.js';
import type { BackupRow } from './backup.schema.js';
import { BackupsRepository } from './backups.repository.js';
import { RestoreSources } from './restore-sources.service.js';

/** The archive of an organization that was deleted, and the key that opens it. */
@Injectable()
export class FinalArchivesService {
  constructor(
    private readonly backups: BackupsRepository,
    private readonly keys: ArchiveKeysService,
    private readonly sources: RestoreSources,
    private readonly stores: BackupStores,
  ) {}

  /** Whether there is a store at all. */
  get isOn(): boolean {
    return this.stores.name !== undefined;
  }

  /** That of the organization, made when there is none. @throws AppError backup.key_wrong */
  key(orgId: string): Promise<Buffer> {
    return this.keys.ofOrganization(orgId);
  }

  /** @throws AppError backup.key_wrong when it was destroyed */
  existingKey(orgId: string): Promise<Buffer> {
    return this.keys.existing(orgId);
  }

  /** Writes one down; it is made when it is released. @returns its id */
  async plan(orgId: string, of: NonNullable<BackupRow['of']>, session: Tx): Promise<string> {
    const row = { ...newRow(orgId, 'final', { created_by: null, of }), due: false };
    await this.backups.insert(row, session);
    return row._id;
  }

  /** Nobody writes to the database any more. */
  release(id: string): Promise<void> {
    return this.backups.release(id);
  }

  async isDone(id: string): Promise<boolean> {
    return (await this.backups.find(id))?.phase === 'done';
  }

  /** @throws AppError backup.not_found, backup.damaged, backup.key_wrong, backup.store_failed */
  open(id: string, orgId: string): Promise<RestoreSource> {
    return this.sources.open(id, orgId);
  }

  /** The organization is back: the archive is removed, and the key stays. */
  async remove(id: string, orgId: string, session: Tx): Promise<void> {
    await this.backups.markRemoving(id, orgId, session);
  }
}

import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import type { Actor } from '../access/actor.types.js';
import type {
  CollectionOrigin,
  RestoreChoice,
  RestoredCollection,
  RestoredDocument,
} from '../organizations/collection-restores/collection-restore.types.js';
import { CollectionRestoresService } from '../organizations/collection-restores/collection-restores.service.js';
import { DocumentRestoresService } from '../organizations/collection-restores/document-restores.service.js';
import { BackupsService } from './backups.service.js';
import { RestoreSources } from './restore-sources.service.js';

/** Restores one collection or one document of a backup: of the rest of it only the list of contents is read. */
@Injectable()
export class BackupPartsRestoresService {
  constructor(
    private readonly backups: BackupsService,
    private readonly sources: RestoreSources,
    private readonly collections: CollectionRestoresService,
    private readonly documents: DocumentRestoresService,
  ) {}

  /** @throws AppError backup.*, collection.not_found, and what a restore of a collection refuses */
  async collection(
    actor: Actor,
    id: string,
    name: string,
    choice: RestoreChoice,
  ): Promise<RestoredCollection> {
    return this.collections.restore(actor, await this.origin(actor, id, name), choice);
  }

  /** @throws AppError backup.*, collection.not_found, document.* */
  async document(
    actor: Actor,
    id: string,
    name: string,
    { documentId, isDryRun }: { documentId: unknown; isDryRun: boolean },
  ): Promise<RestoredDocument> {
    return this.documents.restore(actor, await this.origin(actor, id, name), documentId, isDryRun);
  }

  private async origin(actor: Actor, id: string, name: string): Promise<CollectionOrigin> {
    const backup = await this.backups.find(actor, id);
    if (backup.phase !== 'done') throw new AppError('backup.not_ready');
    const source = await this.sources.open(id, backup.orgId);
    const collection = source.collections.find((one) => one.name === name);
    if (collection === undefined) throw new AppError('collection.not_found');
    return {
      collection,
      from: { backup: id },
      permission: 'backups.manage',
      documents: () => source.documentsOf(collection),
    };
  }
}

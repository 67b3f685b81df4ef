import { Injectable } from '@nestjs/common';
import { AppError } from '../../../common/errors/app-error.js';
import { clusterText } from '../../../database/past/moment.js';
import type { Actor } from '../../access/actor.types.js';
import { CloneRepository } from '../moves/clone.repository.js';
import { OrganizationsService } from '../organizations.service.js';
import { OwnOrganizationsService } from '../own-organizations.service.js';
import { isForgotten, SnapshotWindow } from '../../../database/past/snapshot-window.js';
import { UndoPlansService } from '../undo-plans.service.js';
import type {
  CollectionOrigin,
  RestoreChoice,
  RestoredCollection,
  RestoredDocument,
} from './collection-restore.types.js';
import { CollectionRestoresService } from './collection-restores.service.js';
import { DocumentRestoresService } from './document-restores.service.js';

/** Restores of a collection or a document from an earlier moment of the snapshot window. */
@Injectable()
export class PastRestoresService {
  constructor(
    private readonly own: OwnOrganizationsService,
    private readonly organizations: OrganizationsService,
    private readonly plans: UndoPlansService,
    private readonly clones: CloneRepository,
    private readonly window: SnapshotWindow,
    private readonly collections: CollectionRestoresService,
    private readonly documents: DocumentRestoresService,
  ) {}

  /** @throws AppError moment.*, collection.not_found, and what a restore refuses */
  collection(actor: Actor, { id, at, name }: PastPlace, choice: RestoreChoice): Promise<RestoredCollection> {
    return this.within(async () =>
      this.collections.restore(actor, await this.origin(actor, { id, at, name }), choice),
    );
  }

  /** @throws AppError moment.*, collection.not_found, document.not_found, document.exists */
  document(
    actor: Actor,
    { id, at, name }: PastPlace,
    documentId: unknown,
    isDryRun: boolean,
  ): Promise<RestoredDocument> {
    return this.within(async () =>
      this.documents.restore(actor, await this.origin(actor, { id, at, name }), documentId, isDryRun),
    );
  }

  private async origin(actor: Actor, { id, at: text, name }: PastPlace): Promise<CollectionOrigin> {
    await this.own.find(actor, id);
    const organization = await this.organizations.ofActor(actor);
    const { at, source, collections } = await this.plans.plan(organization, { at: text });
    const collection = collections.find((one) => one.name === name);
    if (collection === undefined) throw new AppError('collection.not_found');
    return {
      collection,
      from: { at: clusterText(at) },
      permission: 'data.undo',
      past: { source, at },
      documents: () => this.clones.batches(this.clones.open(source), collection.store, at),
    };
  }

  private async within<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (isForgotten(error)) throw await this.window.tooOld(error);
      throw error;
    }
  }
}

/** A collection of an organization at a moment. */
export interface PastPlace {
  /** Of the organization, or `current`. */
  id: string;
  at: string;
  name: string;
}

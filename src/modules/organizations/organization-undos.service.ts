import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.types.js';
import type { Operation } from './moves/operations.service.js';
import { OwnOrganizationsService } from './own-organizations.service.js';
import { OrganizationsService } from './organizations.service.js';
import { ReplacementsService } from './replacements.service.js';
import {
  type CollectionChange,
  type UndoPlan,
  UndoPlansService,
  type UndoTarget,
} from './undo-plans.service.js';

/** An undo before it is done. */
export interface UndoPreview {
  plan: UndoPlan;
  changes: CollectionChange[];
}

/**
 * Puts the data of an organization back to an earlier moment: as its next generation, so that everything else of it
 * (name, tokens, members, settings) is as it is now. What is replaced is kept for UNDO_KEEP_DAYS.
 */
@Injectable()
export class OrganizationUndosService {
  constructor(
    private readonly own: OwnOrganizationsService,
    private readonly organizations: OrganizationsService,
    private readonly plans: UndoPlansService,
    private readonly replacements: ReplacementsService,
  ) {}

  /** What undo() would do. @param id of the organization of the request, or `current` */
  async preview(actor: Actor, id: string, wanted: UndoTarget): Promise<UndoPreview> {
    await this.own.find(actor, id);
    const organization = await this.organizations.ofActor(actor);
    const plan = await this.plans.plan(organization, wanted);
    return { plan, changes: await this.plans.compare(organization, plan) };
  }

  /**
   * Begins an undo, which goes on when nobody waits for it.
   * @throws AppError moment.*, generation.not_found, organization.busy, service.capacity_reached
   */
  async undo(actor: Actor, id: string, wanted: UndoTarget): Promise<Operation> {
    await this.own.find(actor, id);
    const organization = await this.organizations.ofActor(actor);
    const { at, source, collections } = await this.plans.plan(organization, wanted);
    return this.replacements.begin(actor, organization, { kind: 'undo', at, source, collections });
  }
}

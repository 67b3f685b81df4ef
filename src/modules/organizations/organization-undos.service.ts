import { Injectable, Logger } from '@nestjs/common';
import type { Tx } from '../../database/transactions.js';
import { Env } from '../../config/env.js';
import type { Actor } from '../access/actor.types.js';
import { AdmissionService } from '../capacity/admission.service.js';
import { type DatabaseSlot, DatabaseSlotsService, isSlotTaken } from './database-slots.service.js';
import { type Operation, OperationsService } from './moves/operations.service.js';
import { MovesService, type NewMove } from './moves/moves.service.js';
import { OwnOrganizationsService } from './own-organizations.service.js';
import { OrganizationsService } from './organizations.service.js';
import {
  type CollectionChange,
  type UndoPlan,
  UndoPlansService,
  type UndoTarget,
} from './undo-plans.service.js';

const DAY_MS = 24 * 3600 * 1000;
/** Times an undo starts over because a new organization took its database name first. */
const MAX_ATTEMPTS = 20;
const NOTHING = (_session: Tx): Promise<void> => Promise.resolve();

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
  private readonly log = new Logger(OrganizationUndosService.name);

  constructor(
    private readonly own: OwnOrganizationsService,
    private readonly organizations: OrganizationsService,
    private readonly plans: UndoPlansService,
    private readonly slots: DatabaseSlotsService,
    private readonly moves: MovesService,
    private readonly operations: OperationsService,
    private readonly admission: AdmissionService,
    private readonly env: Env,
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
    const files =
      1 + collections.reduce((sum, { kind, indexes }) => sum + (kind === 'view' ? 0 : 2 + indexes.length), 0);
    const change: Omit<NewMove, 'to' | 'generation' | 'slug'> = {
      kind: 'undo',
      at,
      source,
      kept_until: new Date(Date.now() + this.env.UNDO_KEEP_DAYS * DAY_MS),
      org_id: organization.id,
      from: organization.database,
      name: organization.name,
      actor_id: actor.userId,
      sid: actor.sessionId,
      impersonator_id: actor.impersonatorId,
      request_id: actor.requestId,
      client_request_id: actor.clientRequestId,
      ip: actor.ip,
    };
    const next = () => this.slots.next(organization, organization.name);
    const begun = await this.admission.within(files, () => this.begin(change, next), 'move');
    return this.operations.find(actor, begun);
  }

  private async begin(
    change: Omit<NewMove, 'to' | 'generation' | 'slug'>,
    next: () => Promise<DatabaseSlot>,
  ): Promise<string> {
    for (let attempt = 1; ; attempt++) {
      const { database: to, generation, slug } = await next();
      try {
        const { id, ended } = await this.moves.begin({ ...change, to, generation, slug }, NOTHING);
        ended.catch((error: unknown) => {
          this.log.warn(`undo ${id} of organization ${change.org_id}: ${(error as Error).message}`);
        });
        return id;
      } catch (error) {
        if (attempt >= MAX_ATTEMPTS || !isSlotTaken(error)) throw error;
      }
    }
  }
}

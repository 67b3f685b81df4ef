import { Injectable, Logger } from '@nestjs/common';
import { Env } from '../../config/env.js';
import type { PastCollection } from '../../database/past/past-catalog.js';
import type { Tx } from '../../database/transactions.js';
import type { Actor } from '../access/actor.types.js';
import { AdmissionService } from '../capacity/admission.service.js';
import type { Organization } from '../registry/organizations.types.js';
import { DatabaseSlotsService, isSlotTaken } from './database-slots.service.js';
import { type Operation, OperationsService } from './moves/operations.service.js';
import { MovesService, type NewMove } from './moves/moves.service.js';

const DAY_MS = 24 * 3600 * 1000;
/** Times it starts over because a new organization took its database name first. */
const MAX_ATTEMPTS = 20;
const NOTHING = (_session: Tx): Promise<void> => Promise.resolve();

/** What the next generation is made of. */
export type Replacement = Pick<NewMove, 'at' | 'source' | 'backup'> & {
  kind: NonNullable<NewMove['kind']>;
  /** Its collections: each takes files of the server, and each index one. */
  collections: readonly Pick<PastCollection, 'kind' | 'indexes'>[];
};

/** Gives an organization a next generation with other data. What is replaced is kept for UNDO_KEEP_DAYS. */
@Injectable()
export class ReplacementsService {
  private readonly log = new Logger(ReplacementsService.name);

  constructor(
    private readonly slots: DatabaseSlotsService,
    private readonly moves: MovesService,
    private readonly operations: OperationsService,
    private readonly admission: AdmissionService,
    private readonly env: Env,
  ) {}

  /**
   * Begins it; it goes on when nobody waits for it.
   * @throws AppError organization.busy, service.capacity_reached
   */
  async begin(
    actor: Actor,
    organization: Organization,
    { collections, ...of }: Replacement,
  ): Promise<Operation> {
    const change: Omit<NewMove, 'to' | 'generation' | 'slug'> = {
      ...of,
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
    const files = collections.reduce(
      (sum, { kind, indexes }) => sum + (kind === 'view' ? 0 : 2 + indexes.length),
      1,
    );
    const claim = () => this.claim(organization, change);
    return this.operations.find(actor, await this.admission.within(files, claim, 'move'));
  }

  private async claim(
    organization: Organization,
    change: Omit<NewMove, 'to' | 'generation' | 'slug'>,
  ): Promise<string> {
    for (let attempt = 1; ; attempt++) {
      const { database: to, generation, slug } = await this.slots.next(organization, organization.name);
      try {
        const { id, ended } = await this.moves.begin({ ...change, to, generation, slug }, NOTHING);
        ended.catch((error: unknown) => {
          this.log.warn(`${change.kind} ${id} of organization ${change.org_id}: ${(error as Error).message}`);
        });
        return id;
      } catch (error) {
        if (attempt >= MAX_ATTEMPTS || !isSlotTaken(error)) throw error;
      }
    }
  }
}

import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import type { Tx } from '../../database/transactions.js';
import type { Actor } from '../access/actor.types.js';
import { AdmissionService } from '../capacity/admission.service.js';
import { OrganizationsRepository } from '../registry/organizations.repository.js';
import type { Organization } from '../registry/organizations.types.js';
import { nameKey } from '../registry/slug.js';
import { AdminCredentialsService, fieldsOf } from './admin-credentials.service.js';
import { DatabaseSlotsService, isSlotTaken } from './database-slots.service.js';
import { CopyRepository } from './moves/copy.repository.js';
import { MovesService, type NewMove } from './moves/moves.service.js';
import { OrganizationsService } from './organizations.service.js';

export interface UpdateOrganization {
  name?: string;
  /** Canonical address. */
  email?: string;
  password?: string;
}

/** Times a move starts over because a new organization took its database name first. */
const MAX_ATTEMPTS = 20;

type NextSlot = Pick<NewMove, 'to' | 'generation' | 'slug'>;

/** Updates that move an organization to the next generation of its database. */
@Injectable()
export class OrganizationUpdatesService {
  constructor(
    private readonly organizations: OrganizationsService,
    private readonly names: OrganizationsRepository,
    private readonly credentials: AdminCredentialsService,
    private readonly slots: DatabaseSlotsService,
    private readonly moves: MovesService,
    private readonly copies: CopyRepository,
    private readonly admission: AdmissionService,
  ) {}

  /**
   * Changes name, e-mail or password. E-mail and password are changed at once, with the transaction that begins
   * the move, and stay changed if the move fails; the organization's documents move to the next generation of its
   * database while it is in use (S1-07, C-22).
   */
  async update(actor: Actor, input: UpdateOrganization): Promise<Organization> {
    const organization = await this.organizations.ofActor(actor);
    const name = input.name ?? organization.name;
    const rename = name !== organization.name;
    if (!rename && input.email === undefined && input.password === undefined)
      throw new AppError('organization.unchanged');
    if (input.password !== undefined) {
      this.credentials.check(input.password, { organizationName: name, email: input.email });
    }
    if (rename) await this.refuseTakenName(organization, name);
    if (input.email !== undefined) await this.credentials.refuseTaken(actor, input.email);
    const credentials = await this.credentials.prepare(input);
    const change = {
      org_id: organization.id,
      from: organization.database,
      name,
      name_key: rename ? nameKey(name) : undefined,
      actor_id: actor.userId,
      sid: actor.sessionId,
      impersonator_id: actor.impersonatorId,
      request_id: actor.requestId,
      client_request_id: actor.clientRequestId,
      ip: actor.ip,
      fields: [...(rename ? ['name'] : []), ...fieldsOf(credentials)],
    };
    await this.move(organization, change, (session) => this.credentials.change(actor, credentials, session));
    return this.organizations.ofActor(actor);
  }

  private async move(
    organization: Organization,
    change: Omit<NewMove, keyof NextSlot>,
    alongside: (session: Tx) => Promise<void>,
  ): Promise<void> {
    const files = await this.copies.countFiles(this.copies.open(organization.database));
    await this.admission.within(files, () => this.moveTo(organization, change, alongside), 'move');
  }

  private async moveTo(
    organization: Organization,
    change: Omit<NewMove, keyof NextSlot>,
    alongside: (session: Tx) => Promise<void>,
  ): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const { database: to, generation, slug } = await this.slots.next(organization, change.name);
      try {
        return await this.moves.start({ ...change, to, generation, slug }, alongside);
      } catch (error) {
        if (attempt >= MAX_ATTEMPTS || !isSlotTaken(error)) throw error;
      }
    }
  }

  /** Saves the cost of a copy; the unique index decides when the organization switches over. */
  private async refuseTakenName({ id }: Organization, name: string): Promise<void> {
    const owner = await this.names.nameKeyOwner(nameKey(name));
    if (owner !== null && owner !== id) throw new AppError('organization.name_taken');
  }
}

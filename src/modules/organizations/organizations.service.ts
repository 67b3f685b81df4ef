import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import type { Actor } from '../access/actor.types.js';
import type { Session } from '../../database/transactions.js';
import { AuditService } from '../audit/audit.service.js';
import { type Act, by } from '../audit/audit.types.js';
import { PasswordsService } from '../credentials/passwords.service.js';
import { SessionsService } from '../auth/sessions.service.js';
import { UserMembershipsService } from '../memberships/user-memberships.service.js';
import { Standing } from '../auth/standing.service.js';
import { CurrentRights } from '../access/current-rights.service.js';
import { UsersService } from '../users/users.service.js';
import { AdmissionService } from '../capacity/admission.service.js';
import { CopyRepository } from './moves/copy.repository.js';
import { DeletionService } from './reconciler/deletion.service.js';
import { MovesService, type NewMove } from './moves/moves.service.js';
import { OrganizationRegistry } from '../registry/organization-registry.service.js';
import type { Organization } from '../registry/organizations.types.js';
import { isPlaceTaken, ProvisioningService } from './provisioning.service.js';
import { nameKey } from '../registry/slug.js';

export interface UpdateOrganization {
  name?: string;
  /** Canonical address. */
  email?: string;
  password?: string;
}

/** Times a move starts over because a new organization took its database name first. */
const MAX_ATTEMPTS = 20;

type NextPlace = Pick<NewMove, 'to' | 'generation' | 'slug'>;

/** The changes that take more than one step, in one parameter. */
@Injectable()
export class LifeCycle {
  constructor(
    readonly moves: MovesService,
    readonly deletions: DeletionService,
    readonly sessions: SessionsService,
    readonly audit: AuditService,
    readonly copies: CopyRepository,
    readonly admission: AdmissionService,
    readonly standing: Standing,
    readonly rights: CurrentRights,
  ) {}
}

/** The life of an organization after it was made. */
@Injectable()
export class OrganizationsService {
  constructor(
    private readonly registry: OrganizationRegistry,
    private readonly provisioning: ProvisioningService,
    private readonly change: LifeCycle,
    private readonly users: UsersService,
    private readonly memberships: UserMembershipsService,
    private readonly passwords: PasswordsService,
  ) {}

  /** @throws AppError organization.not_found */
  async findByName(name: string): Promise<Organization> {
    const found = this.registry.byName(name);
    let organization = found instanceof Promise ? await found : found;
    // Names are stored trimmed and composed; one that was adopted is as it was.
    const plain = name.trim().normalize('NFC');
    if (!organization && plain !== name) organization = await this.registry.byName(plain);
    if (!organization) throw new AppError('organization.not_found');
    return organization;
  }

  /** The organization the actor's token speaks for. @throws AppError organization.not_found */
  async ofActor(actor: Actor): Promise<Organization> {
    const organization =
      actor.organizationId === undefined ? null : await this.registry.byId(actor.organizationId);
    if (!organization) throw new AppError('organization.not_found');
    return organization;
  }

  /**
   * Changes name, e-mail or password. E-mail and password are changed at once, with the transaction that begins
   * the move, and stay changed if the move fails; the organization's documents move to the next generation of its
   * database while it is in use (S1-07, C-22).
   * @throws AppError auth.forbidden, organization.unchanged, organization.name_taken, user.email_taken,
   * organization.busy, request.invalid, service.capacity_reached
   */
  async update(actor: Actor, input: UpdateOrganization): Promise<Organization> {
    const organization = await this.ofActor(actor);
    const name = input.name ?? organization.name;
    const rename = name !== organization.name;
    if (!rename && input.email === undefined && input.password === undefined)
      throw new AppError('organization.unchanged');
    if (input.password !== undefined) {
      this.passwords.check(input.password, { organizationName: name, email: input.email });
    }
    await this.refuseEarly(actor, organization, name, input.email);
    const credentials = await this.hashed(input);
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
    await this.move(organization, change, (session) => this.changeCredentials(actor, credentials, session));
    return this.ofActor(actor);
  }

  /**
   * @param name must be the actor's own organization, as it is written
   * @throws AppError organization.not_found, organization.foreign, auth.forbidden
   */
  async delete(actor: Actor, name: string): Promise<void> {
    const organization = await this.findByName(name);
    if (organization.id !== actor.organizationId) throw new AppError('organization.foreign');
    await this.remove(actor, organization);
  }

  /**
   * Deletes the actor's own organization, or any for a platform operator.
   * @throws AppError organization.not_found; auth.forbidden, auth.token_invalid, organization.suspended for an actor
   * who lost the right since the request was let in
   */
  async remove(actor: Actor, { id, name, database }: Organization): Promise<void> {
    const act: Act = {
      ...by(actor),
      action: 'organization.deleted',
      orgId: id,
      targetType: 'organization',
      targetId: id,
      details: { name, database },
    };
    await this.change.deletions.delete(id, act, (session) => this.requireDeleter(actor, id, session));
    this.memberships.invalidate(actor.userId);
  }

  private requireDeleter(actor: Actor, organizationId: string, session: Session): Promise<void> {
    const { rights, standing } = this.change;
    if (actor.operator) return rights.requireOperator(session, actor);
    return standing.require(session, { ...actor, organizationId }, 'organization.delete');
  }

  private async hashed({ email, password }: UpdateOrganization): Promise<{ email?: string; hash?: string }> {
    return {
      ...(email === undefined ? {} : { email }),
      ...(password === undefined ? {} : { hash: await this.passwords.hash(password) }),
    };
  }

  /** Every other session ends with it (D16). */
  private async changeCredentials(
    actor: Actor,
    credentials: { email?: string; hash?: string },
    session: Session,
  ): Promise<void> {
    const fields = fieldsOf(credentials);
    if (fields.length === 0) return;
    const { userId, sessionId: sid } = actor;
    await this.users.changeCredentials(userId, { ...credentials, sid, undo: 'with_password' }, session);
    await this.change.sessions.removeOthers(userId, sid, session);
    await this.change.audit.record(
      {
        ...by(actor),
        action: 'account.credentials_changed',
        orgId: actor.organizationId,
        targetType: 'user',
        targetId: userId,
        details: { fields },
      },
      session,
    );
  }

  private async move(
    organization: Organization,
    change: Omit<NewMove, keyof NextPlace>,
    alongside: (session: Session) => Promise<void>,
  ): Promise<void> {
    const files = await this.change.copies.countFiles(this.change.copies.open(organization.database));
    await this.change.admission.within(files, () => this.moveTo(organization, change, alongside), 'move');
  }

  private async moveTo(
    organization: Organization,
    change: Omit<NewMove, keyof NextPlace>,
    alongside: (session: Session) => Promise<void>,
  ): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const { database: to, generation, slug } = await this.provisioning.nextPlace(organization, change.name);
      try {
        return await this.change.moves.start({ ...change, to, generation, slug }, alongside);
      } catch (error) {
        if (attempt >= MAX_ATTEMPTS || !isPlaceTaken(error)) throw error;
      }
    }
  }

  /** Saves the cost of a copy; the unique indexes decide when the organization switches over. */
  private async refuseEarly(
    actor: Actor,
    organization: Organization,
    name: string,
    email?: string,
  ): Promise<void> {
    const owner = name === organization.name ? null : await this.provisioning.ownerOfName(name);
    if (owner !== null && owner !== organization.id) throw new AppError('organization.name_taken');
    if (email !== undefined) {
      const account = await this.users.credentials(email);
      if (account && account.id !== actor.userId) throw new AppError('user.email_taken');
    }
  }
}

const fieldsOf = ({ email, hash }: { email?: string; hash?: string }): string[] => [
  ...(email === undefined ? [] : ['email']),
  ...(hash === undefined ? [] : ['password']),
];

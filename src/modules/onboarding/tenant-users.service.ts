import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import type { Actor } from '../access/actor.types.js';
import type { TemporaryPassword } from '../credentials/passwords.service.js';
import { TemporaryPasswordsService } from '../memberships/temporary-passwords.service.js';
import { MembersService } from '../memberships/members.service.js';
import type { RoleKey } from '../access/roles.types.js';
import type { Member } from '../memberships/memberships.types.js';
import { OrganizationsService } from '../organizations/organizations.service.js';
import type { Organization } from '../registry/organizations.types.js';

/** Users in one answer. */
const PAGE = 100;

/** The users of a tenant, as its owner manages them (S3-10, S3-14). */
@Injectable()
export class TenantUsersService {
  constructor(
    private readonly organizations: OrganizationsService,
    private readonly members: MembersService,
    private readonly secrets: TemporaryPasswordsService,
  ) {}

  /**
   * In the order of their ids.
   * @param uid the tenant's UUID
   * @param after the id of the user before the first of them
   */
  async list(
    actor: Actor,
    uid: string,
    after: string | undefined,
  ): Promise<{ items: Member[]; next: string | null }> {
    return this.members.page((await this.managed(actor, uid)).id, { after, limit: PAGE });
  }

  async create(
    actor: Actor,
    uid: string,
    user: { name: string; email: string; role: RoleKey },
  ): Promise<{ member: Member; secret: TemporaryPassword }> {
    const organization = await this.managed(actor, uid);
    return this.members.create(actor, organization.id, { ...user, userName: user.email });
  }

  async resetPassword(
    actor: Actor,
    uid: string,
    userId: string,
  ): Promise<{ member: Member; secret: TemporaryPassword }> {
    await this.managed(actor, uid);
    return this.secrets.reset(actor, userId);
  }

  /** The tenant of that UUID, if it is the actor's own: a foreign one is as unknown as none (D11). */
  private async managed(actor: Actor, uid: string): Promise<Organization> {
    const organization = await this.organizations.ofActor(actor);
    if (organization.uid !== uid) throw new AppError('organization.not_found');
    return organization;
  }
}

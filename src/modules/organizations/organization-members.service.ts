import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import type { Actor } from '../auth/auth.types.js';
import { MembersService } from '../users/members.service.js';
import type { Member } from '../users/users.types.js';
import { OrganizationsService } from './organizations.service.js';

const ID = /^[0-9a-f]{24}$/;

/** The members of the actor's organization, for who may manage them. */
@Injectable()
export class OrganizationMembersService {
  constructor(
    private readonly organizations: OrganizationsService,
    private readonly members: MembersService,
  ) {}

  /** @throws AppError auth.forbidden, organization.not_found, query.invalid */
  async list(actor: Actor, cursor: unknown): Promise<{ items: Member[]; next: string | null }> {
    const orgId = await this.managed(actor);
    if (cursor !== undefined && !ID.test(String(cursor))) {
      throw new AppError('query.invalid', { errors: { cursor: 'cursor is not one of this list' } });
    }
    return this.members.page(orgId, { limit: 100, after: cursor === undefined ? undefined : String(cursor) });
  }

  /** Lets a pending member in. @throws AppError auth.forbidden, user.not_found, organization.not_found */
  async approve(actor: Actor, userId: string): Promise<void> {
    await this.members.approve(await this.managed(actor), userId);
  }

  private async managed(actor: Actor): Promise<string> {
    const { id } = await this.organizations.ofActor(actor);
    return id;
  }
}

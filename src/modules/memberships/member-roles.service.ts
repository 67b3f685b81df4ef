import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Tx } from '../../database/transactions.js';
import { RoleHoldersService } from '../access/role-holders.service.js';
import type { RoleKey } from '../access/roles.types.js';
import { UsersService } from '../users/users.service.js';
import { MembershipsRepository } from './memberships.repository.js';

/** Tells the roles who has them: one that a member has cannot be removed, and no member uses one they lost. */
@Injectable()
export class MemberRolesService implements OnModuleInit {
  constructor(
    private readonly holders: RoleHoldersService,
    private readonly memberships: MembershipsRepository,
    private readonly users: UsersService,
  ) {}

  onModuleInit(): void {
    this.holders.add('members', (orgId, session) => this.memberships.countByRole(orgId, session));
    this.holders.activeRole = (orgId, userId, session) => this.activeRole(orgId, userId, session);
    this.holders.isOperator = async (userId, session) => {
      const account = await this.users.getStateIn(userId, session);
      return account?.status === 'active' && account.operator;
    };
  }

  /** Null for a user who is no active member, or whose account is switched off. */
  private async activeRole(orgId: string, userId: string, session: Tx | null): Promise<RoleKey | null> {
    const membership = await this.memberships.find(orgId, userId, session ?? undefined);
    if (membership?.status !== 'active') return null;
    const account = await this.users.getStateIn(userId, session);
    return account?.status === 'active' ? membership.role : null;
  }
}

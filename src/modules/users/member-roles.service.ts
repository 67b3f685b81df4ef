import { Injectable } from '@nestjs/common';
import { RoleHolders } from '../roles/role-holders.service.js';
import { MemberRolesRepository } from './member-roles.repository.js';

/** Tells the roles who has them: one that a member has cannot be removed, and nobody uses one they lost. */
@Injectable()
export class MemberRoles {
  constructor(holders: RoleHolders, members: MemberRolesRepository) {
    holders.add('members', (orgId, session) => members.countByRole(orgId, session));
    holders.activeRole = (orgId, userId, session) => members.activeRole(orgId, userId, session);
    holders.isOperator = (userId, session) => members.isOperator(userId, session);
  }
}

import { Injectable } from '@nestjs/common';
import { OrganizationEndings } from '../registry/organization-endings.service.js';
import { RoleHolders } from '../access/role-holders.service.js';
import { InvitationsRepository } from './invitations.repository.js';

/** A role that is offered cannot be removed, and invitations die with their organization (D23). */
@Injectable()
export class InvitationHolders {
  constructor(holders: RoleHolders, endings: OrganizationEndings, invitations: InvitationsRepository) {
    holders.add('invitations', (orgId, session) => invitations.countByRole(orgId, new Date(), session));
    endings.add((orgId, session) => invitations.removeAllOf(orgId, session));
  }
}

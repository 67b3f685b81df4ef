import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainEventBus } from '../../database/domain-events.js';
import { RoleHoldersService } from '../access/role-holders.service.js';
import { InvitationsRepository } from './invitations.repository.js';

/** A role that is offered cannot be removed, and invitations die with their organization (D23). */
@Injectable()
export class InvitationHoldersService implements OnModuleInit {
  constructor(
    private readonly holders: RoleHoldersService,
    private readonly events: DomainEventBus,
    private readonly invitations: InvitationsRepository,
  ) {}

  onModuleInit(): void {
    this.holders.add('invitations', (orgId, session) =>
      this.invitations.countByRole(orgId, new Date(), session),
    );
    this.events.on('organization.deleted', 'invitations: remove them', ({ orgId }, session) =>
      this.invitations.removeAllOf(orgId, session),
    );
  }
}

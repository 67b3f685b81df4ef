import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainEventBus } from '../../database/domain-events.js';
import type { Tx } from '../../database/transactions.js';
import { AuditService } from '../audit/audit.service.js';
import { by } from '../audit/audit.types.js';
import { RolesService } from '../access/roles.service.js';
import { covers } from '../access/roles.types.js';
import type { ChangedMembership } from '../memberships/memberships.types.js';
import { InvitationsRepository } from './invitations.repository.js';

/** Open invitations die when their inviter leaves or may not offer them any more (D23). */
@Injectable()
export class InviterLossesService implements OnModuleInit {
  constructor(
    private readonly events: DomainEventBus,
    private readonly invitations: InvitationsRepository,
    private readonly roles: RolesService,
    private readonly audit: AuditService,
  ) {}

  onModuleInit(): void {
    this.events.on(
      'membership.changed',
      'invitations: revoke what the member may not offer any more',
      (one, session) => this.revoke(one, session),
    );
  }

  private async revoke({ orgId, userId, left, actor }: ChangedMembership, session: Tx): Promise<void> {
    for (const { id, role, sends } of await this.invitations.listOpenBy(orgId, userId, session)) {
      const mayOffer = left.has('invitations.manage');
      if (mayOffer && covers(left, await this.roles.permissionsOf(orgId, role))) continue;
      await this.invitations.revoke(orgId, id, new Date(), session);
      const target = { orgId, targetType: 'invitation', targetId: id };
      const details = { role, sends };
      await this.audit.record({ ...by(actor), ...target, action: 'invitation.revoked', details }, session);
    }
  }
}

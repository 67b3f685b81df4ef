import { Injectable } from '@nestjs/common';
import type { Session } from '../../database/transactions.js';
import { AuditService } from '../audit/audit.service.js';
import { by } from '../audit/audit.types.js';
import { RolesService } from '../access/roles.service.js';
import { covers } from '../access/roles.types.js';
import { type ChangedPlace, PlaceLosses } from '../users/place-losses.service.js';
import { InvitationsRepository } from './invitations.repository.js';

/** Open invitations die when their inviter leaves or may not offer them any more (D23). */
@Injectable()
export class InviterLosses {
  constructor(
    losses: PlaceLosses,
    private readonly invitations: InvitationsRepository,
    private readonly roles: RolesService,
    private readonly audit: AuditService,
  ) {
    losses.add((place, session) => this.revoke(place, session));
  }

  private async revoke({ orgId, userId, left, actor }: ChangedPlace, session: Session): Promise<void> {
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

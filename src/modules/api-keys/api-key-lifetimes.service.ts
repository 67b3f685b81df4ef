import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainEventBus } from '../../database/domain-events.js';
import type { Tx } from '../../database/transactions.js';
import { AuditService } from '../audit/audit.service.js';
import { by } from '../audit/audit.types.js';
import type { ChangedMembership } from '../memberships/memberships.types.js';
import { UserMembershipsService } from '../memberships/user-memberships.service.js';
import { ApiKeysRepository } from './api-keys.repository.js';

/** A personal key dies with the membership, every key with the organization (D23). */
@Injectable()
export class ApiKeyLifetimesService implements OnModuleInit {
  constructor(
    private readonly events: DomainEventBus,
    private readonly rows: ApiKeysRepository,
    private readonly memberships: UserMembershipsService,
    private readonly audit: AuditService,
  ) {}

  onModuleInit(): void {
    this.events.on('organization.deleted', 'api keys: remove them', ({ orgId }, session) =>
      this.rows.removeAllOf(orgId, session),
    );
    this.events.on('membership.changed', 'api keys: revoke those of a member who left', (one, session) =>
      this.revokeOfLeaver(one, session),
    );
  }

  /** A member who is inactive keeps the keys, which open nothing meanwhile. */
  private async revokeOfLeaver(
    { orgId, userId, left, actor }: ChangedMembership,
    session: Tx,
  ): Promise<void> {
    if (left.size > 0) return;
    const rows = await this.rows.listPersonal(orgId, userId, session);
    if (rows.length === 0) return;
    const memberships = await this.memberships.list(userId, session);
    if (memberships.some((one) => one.orgId === orgId)) return;
    for (const row of rows) {
      await this.rows.revoke(row, 'left', new Date(), session);
      const target = { orgId, targetType: 'api_key', targetId: row._id };
      const details = { kind: 'personal', name: row.name, reason: 'left' };
      await this.audit.record({ ...by(actor), ...target, action: 'api_key.revoked', details }, session);
    }
  }
}

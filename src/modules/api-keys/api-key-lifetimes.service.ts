import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainEventBus } from '../../database/domain-events.js';
import type { Tx } from '../../database/transactions.js';
import { type PermissionHolder, RoleHoldersService } from '../access/role-holders.service.js';
import type { RolePermission } from '../access/roles.types.js';
import { AuditService } from '../audit/audit.service.js';
import { type AuditedActor, by } from '../audit/audit.types.js';
import type { ChangedMembership } from '../memberships/memberships.types.js';
import { UserMembershipsService } from '../memberships/user-memberships.service.js';
import type { ApiKeyRow } from './api-key.schema.js';
import { ApiKeysRepository } from './api-keys.repository.js';

/** A personal key dies with the membership, every key with the organization (D23), a scope with its permission. */
@Injectable()
export class ApiKeyLifetimesService implements OnModuleInit {
  constructor(
    private readonly events: DomainEventBus,
    private readonly rows: ApiKeysRepository,
    private readonly memberships: UserMembershipsService,
    private readonly audit: AuditService,
    private readonly holders: RoleHoldersService,
  ) {}

  onModuleInit(): void {
    this.events.on('organization.deleted', 'api keys: remove them', ({ orgId }, session) =>
      this.rows.removeAllOf(orgId, session),
    );
    this.events.on('membership.changed', 'api keys: revoke those of a member who left', (one, session) =>
      this.revokeOfLeaver(one, session),
    );
    this.holders.keysHolding = async (permissions, limit, session) =>
      (await this.rows.holding(permissions, limit, session)).map((row) => this.holderOf(row));
  }

  private holderOf(row: ApiKeyRow): PermissionHolder {
    return {
      orgId: row.org_id,
      name: `${row.org_id}/api-key:${row._id}`,
      permissions: row.scopes,
      withdraw: (actor, gone, session) => this.withdraw(actor, row, gone, session),
    };
  }

  /** What the product removes leaves the key for good: registered again, the permission is not the key's. */
  private async withdraw(
    actor: AuditedActor,
    row: ApiKeyRow,
    gone: ReadonlySet<string>,
    session: Tx,
  ): Promise<void> {
    const scopes: RolePermission[] = row.scopes.filter((scope) => !gone.has(scope));
    await this.rows.change(row, { scopes }, session);
    const kind = row.user_id === undefined ? 'organization' : 'personal';
    const target = { orgId: row.org_id, targetType: 'api_key', targetId: row._id };
    const details = { kind, changed: ['scopes'], name: row.name, scopes };
    await this.audit.record({ ...by(actor), ...target, action: 'api_key.changed', details }, session);
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

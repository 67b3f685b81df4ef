import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { foreignCursor } from '../../common/errors/foreign-cursor.js';
import { Transactions } from '../../database/transactions.js';
import { AuditService } from '../audit/audit.service.js';
import { by } from '../audit/audit.types.js';
import type { Actor } from '../access/actor.types.js';
import { CurrentRightsService } from '../access/current-rights.service.js';
import { GrantClaimsService } from './grant-claims.service.js';
import { ImpersonatedAccountsService } from './impersonated-accounts.service.js';
import type { ImpersonationRow } from './impersonation.schema.js';
import type { Impersonation, ImpersonationRequest } from './impersonation.types.js';
import { ImpersonationsRepository } from './impersonations.repository.js';
import { TokensService } from './tokens.service.js';

const PAGE = 100;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Platform operators who act as a user for a short time, on the record (RFC 8693, section 4.1). */
@Injectable()
export class ImpersonationsService {
  constructor(
    private readonly rows: ImpersonationsRepository,
    private readonly accounts: ImpersonatedAccountsService,
    private readonly tokens: TokensService,
    private readonly audit: AuditService,
    private readonly transactions: Transactions,
    private readonly rights: CurrentRightsService,
    private readonly grants: GrantClaimsService,
  ) {}

  /** @returns the impersonation with its access token, which is shown once and cannot be refreshed */
  async start(
    operator: Actor,
    { userId, organizationId, reason, minutes }: ImpersonationRequest,
  ): Promise<{ impersonation: Impersonation; accessToken: string }> {
    const { account, organization } = await this.accounts.choose(userId, organizationId);
    const operatorVer = await this.accounts.versionOf(operator.userId);
    const now = new Date();
    // JWT times are whole seconds (RFC 7519, section 2): the row ends with the token.
    const end = Math.floor(now.getTime() / 1000) + minutes * 60;
    const row: ImpersonationRow = {
      _id: randomUUID(),
      operator_id: operator.userId,
      user_id: userId,
      organization_id: organization?.id ?? null,
      reason,
      created_at: now,
      expires_at: new Date(end * 1000),
    };
    await this.transactions.run(async (session) => {
      await this.rights.requireOperator(session, operator);
      await this.rows.insert(row, account.ver, session);
      await this.audit.record(act('impersonation.started', operator, row, { minutes }), session);
    });
    const grantee = { userId, organizationId: organization?.id, operator: false, impersonated: true };
    const grants = await this.grants.of(grantee);
    const accessToken = this.tokens.sign({
      userId,
      organizationId: organization?.id,
      organizationName: organization?.name,
      emailVerified: account.emailVerified,
      ver: account.ver,
      type: 'access',
      sid: row._id,
      lifetimeSeconds: end - Math.floor(Date.now() / 1000),
      impersonator: { id: operator.userId, ver: operatorVer },
      grants,
    });
    return { impersonation: present(row, true), accessToken };
  }

  /** Newest first. @param cursor the id of the last one of the page before */
  async list(cursor: string | undefined): Promise<{ items: Impersonation[]; next: string | null }> {
    const after = cursor === undefined ? undefined : await this.rows.find(cursor);
    if (after === null) {
      throw foreignCursor();
    }
    const rows = await this.rows.list(after, PAGE);
    const live = await this.rows.live(rows.map(({ _id }) => _id));
    const next = rows.length < PAGE ? null : rows.at(-1)!._id;
    return { items: rows.map((row) => present(row, live.has(row._id))), next };
  }

  /** Ends one before its time: its token is refused at once. */
  async end(operator: Actor, id: string): Promise<void> {
    if (!UUID.test(id)) throw new AppError('impersonation.not_found');
    const ended = await this.transactions.run(async (session) => {
      const row = await this.rows.end(id, new Date(), session);
      if (!row) throw new AppError('impersonation.not_found');
      await this.accounts.endSession(row.user_id, id, session);
      await this.audit.record(act('impersonation.ended', operator, row), session);
      return row;
    });
    this.accounts.invalidate(ended.user_id);
  }
}

/** Into the log of the organization it is about, because its people should know; else the platform's. */
function act(
  action: 'impersonation.started' | 'impersonation.ended',
  operator: Actor,
  { _id, user_id, organization_id, reason }: ImpersonationRow,
  more: { minutes?: number } = {},
) {
  return {
    ...by(operator),
    action,
    orgId: organization_id ?? undefined,
    targetType: 'user',
    targetId: user_id,
    details: { impersonation: _id, reason, ...more },
  };
}

function present(row: ImpersonationRow, isLive: boolean): Impersonation {
  const isOver = row.expires_at.getTime() <= Date.now();
  const isEnded = row.ended_at !== undefined || !isLive;
  return {
    id: row._id,
    operatorId: row.operator_id,
    userId: row.user_id,
    organizationId: row.organization_id,
    reason: row.reason,
    status: row.ended_at === undefined && isOver ? 'expired' : isEnded ? 'ended' : 'active',
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    endedAt: row.ended_at ?? null,
  };
}

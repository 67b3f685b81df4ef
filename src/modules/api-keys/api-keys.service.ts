import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { foreignCursor } from '../../common/errors/foreign-cursor.js';
import { type Tx, Transactions } from '../../database/transactions.js';
import { organizationOf } from '../access/actor.types.js';
import { CurrentRightsService } from '../access/current-rights.service.js';
import { PermissionCatalogueService } from '../access/permission-catalogue.service.js';
import { covers, type PermissionSet, type RolePermission } from '../access/roles.types.js';
import type { AuditActionOn } from '../audit/audit-actions.types.js';
import { AuditService } from '../audit/audit.service.js';
import { by } from '../audit/audit.types.js';
import { OrganizationLimitsService } from '../rate-limits/organization-limits.service.js';
import { MembershipLockService } from '../registry/membership-lock.service.js';
import type { Organization } from '../registry/organizations.types.js';
import { digestOf, isKeyId, newKeyId, newKeyText } from './api-key-text.js';
import { ApiKeyChecksService } from './api-key-checks.service.js';
import type { ApiKeyRow } from './api-key.schema.js';
import {
  type ApiKey,
  type ApiKeyChange,
  type ApiKeyKind,
  type ApiKeyStatus,
  DEFAULT_OVERLAP,
  type IssuedApiKey,
  type KeyMaker,
  type NewApiKey,
} from './api-keys.types.js';
import { ApiKeysRepository, type KeyOwner } from './api-keys.repository.js';

/** A change of keys under way: the lock is held. */
interface KeyAct {
  readonly session: Tx;
  readonly maker: KeyMaker;
  readonly kind: ApiKeyKind;
  readonly organization: Organization;
  /** What the maker may do by the role they have in this transaction. */
  readonly own: PermissionSet;
}

export interface KeyPage {
  readonly cursor: string | undefined;
  readonly limit: number;
  readonly kind?: ApiKeyKind;
}

/**
 * API keys as people make, change and revoke them (D23). `organization`: of who may manage the keys of their
 * organization; `personal`: the actor's own in that organization, with no more than they may do there.
 */
@Injectable()
export class ApiKeysService {
  constructor(
    private readonly rows: ApiKeysRepository,
    private readonly checks: ApiKeyChecksService,
    private readonly rights: CurrentRightsService,
    private readonly catalogue: PermissionCatalogueService,
    private readonly lock: MembershipLockService,
    private readonly limits: OrganizationLimitsService,
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
  ) {}

  /** Newest first. Who manages the keys of the organization sees those of its members too. */
  async list(
    maker: KeyMaker,
    whose: ApiKeyKind,
    page: KeyPage,
  ): Promise<{ items: ApiKey[]; next: string | null }> {
    const { cursor, limit, kind } = page;
    const owner = { ...ownerOf(maker, whose), kind };
    const after = cursor === undefined ? undefined : await this.read(owner, cursor);
    if (after === null) {
      throw foreignCursor();
    }
    const rows = await this.rows.list(owner, after, limit + 1);
    const items = rows.slice(0, limit);
    return { items: items.map(toApiKey), next: rows.length > limit ? items.at(-1)!._id : null };
  }

  async get(maker: KeyMaker, whose: ApiKeyKind, id: string): Promise<ApiKey> {
    return toApiKey(await this.find(ownerOf(maker, whose), id));
  }

  /** The key a request came with. @throws AppError api_key.not_found for a person */
  async ofRequest({ apiKeyId, organizationId }: KeyMaker): Promise<ApiKey> {
    if (apiKeyId === undefined || organizationId === undefined) throw new AppError('api_key.not_found');
    return toApiKey(await this.find({ orgId: organizationId }, apiKeyId));
  }

  async create(maker: KeyMaker, kind: ApiKeyKind, wanted: NewApiKey): Promise<IssuedApiKey> {
    if (!maker.emailVerified) throw new AppError('auth.email_unverified'); // D19
    const id = newKeyId(await this.checks.tagKey());
    const text = newKeyText(id);
    const now = new Date();
    const { name, scopes, expiresAt, addresses = [] } = wanted;
    const row: ApiKeyRow = {
      _id: id,
      org_id: organizationOf(maker),
      ...(kind === 'personal' ? { user_id: maker.userId } : {}),
      name,
      scopes: inOrder(scopes),
      digest: digestOf(text).toString('base64'),
      addresses,
      created_by: maker.userId,
      created_at: now,
      updated_at: now,
      ...(expiresAt === undefined ? {} : { expires_at: expiresAt }),
    };
    await this.run(maker, kind, async (act) => {
      await this.requireScopes(act, row.scopes);
      await this.requireRoom(act, now);
      await this.rows.insert(row, act.session);
      await this.record(act, 'api_key.created', row, termsOf(row));
    });
    return { key: toApiKey(row), text };
  }

  /** Who changes a key may do all that it may do afterwards. */
  async change(maker: KeyMaker, kind: ApiKeyKind, id: string, change: ApiKeyChange): Promise<ApiKey> {
    const { name, scopes, expiresAt, addresses } = change;
    const after = await this.run(maker, kind, async (act) => {
      const row = await this.findLive(act, id);
      await this.requireScopes(act, scopes ?? row.scopes);
      const changes = {
        ...(name === undefined ? {} : { name }),
        ...(scopes === undefined ? {} : { scopes: inOrder(scopes) }),
        ...(addresses === undefined ? {} : { addresses }),
        ...(expiresAt === undefined ? {} : this.rows.expiry(expiresAt ?? undefined)),
      };
      if (expiresAt !== undefined && row.expires_at !== undefined && row.expires_at <= new Date())
        await this.requireRoom(act, new Date());
      const changed = await this.rows.change(row, changes, act.session);
      await this.record(act, 'api_key.changed', row, {
        changed: Object.keys(change),
        ...termsOf(changed),
      });
      return changed;
    });
    this.checks.invalidate(id);
    return toApiKey(after);
  }

  /**
   * Gives a key another secret. The one before goes on for a while, so that its users can be changed one by one.
   * @param overlap seconds
   */
  async rotate(
    maker: KeyMaker,
    kind: ApiKeyKind,
    id: string,
    overlap = DEFAULT_OVERLAP,
  ): Promise<IssuedApiKey> {
    if (!maker.emailVerified) throw new AppError('auth.email_unverified');
    const text = newKeyText(id);
    const after = await this.run(maker, kind, async (act) => {
      const row = await this.findLive(act, id);
      await this.requireScopes(act, row.scopes);
      const now = new Date();
      if (row.expires_at !== undefined && row.expires_at <= now) throw new AppError('api_key.expired');
      const previous =
        overlap === 0 ? undefined : { digest: row.digest, until: new Date(now.getTime() + overlap * 1000) };
      const change = { digest: digestOf(text).toString('base64'), previous, rotated_at: now };
      const changed = await this.rows.change(row, change, act.session);
      await this.record(act, 'api_key.rotated', row, { name: row.name, overlap_seconds: overlap });
      return changed;
    });
    this.checks.invalidate(id);
    return { key: toApiKey(after), text };
  }

  /** Refused everywhere within a tenth of a second, here with the answer. */
  async revoke(maker: KeyMaker, kind: ApiKeyKind, id: string): Promise<void> {
    await this.run(maker, kind, async (act) => {
      const row = await this.findLive(act, id, true);
      await this.rows.revoke(row, 'revoked', new Date(), act.session);
      await this.record(act, 'api_key.revoked', row, { name: row.name, reason: 'revoked' });
    });
    this.checks.invalidate(id);
  }

  /** Keys that count against the plan. */
  countOf(orgId: string, session?: Tx): Promise<number> {
    return this.rows.countLive(orgId, new Date(), undefined, session);
  }

  private async run<T>(maker: KeyMaker, kind: ApiKeyKind, work: (act: KeyAct) => Promise<T>): Promise<T> {
    return this.transactions.run(async (session) => {
      const organization = await this.lock.take(organizationOf(maker), session);
      const own =
        kind === 'organization'
          ? await this.rights.require(session, organization.id, maker, 'api_keys.manage')
          : await this.rights.held(session, organization.id, maker);
      return work({ session, maker, kind, organization, own });
    });
  }

  private async requireScopes({ own, session }: KeyAct, scopes: readonly RolePermission[]): Promise<void> {
    await this.catalogue.requireKnown(scopes, session, 'scopes');
    if (!covers(own, scopes)) throw new AppError('api_key.exceeds');
  }

  /** Counts under the lock. */
  private async requireRoom({ organization, session }: KeyAct, now: Date): Promise<void> {
    const { id } = organization;
    const limit = (await this.limits.planOf(organization))?.limits.api_keys ?? null;
    if (limit !== null && (await this.rows.countLive(id, now, limit, session)) >= limit) {
      throw this.limits.refusal('api_key.limit_reached', id, limit);
    }
  }

  /** @param othersToo a manager may also end a key of a member */
  private async findLive(act: KeyAct, id: string, othersToo = false): Promise<ApiKeyRow> {
    const row = await this.find(ownerOf(act.maker, act.kind), id, act.session);
    if (!othersToo && act.kind === 'organization' && row.user_id !== undefined) {
      throw new AppError('auth.forbidden');
    }
    if (row.revoked_at !== undefined) throw new AppError('api_key.revoked_already');
    return row;
  }

  private async find(owner: KeyOwner, id: string, session?: Tx): Promise<ApiKeyRow> {
    const row = await this.read(owner, id, session);
    if (row === null) throw new AppError('api_key.not_found');
    return row;
  }

  private async read({ orgId, userId }: KeyOwner, id: string, session?: Tx): Promise<ApiKeyRow | null> {
    const row = isKeyId(id) ? await this.rows.find(id, session) : null;
    return row?.org_id === orgId && (userId === undefined || row.user_id === userId) ? row : null;
  }

  private record(
    { maker, session, organization }: KeyAct,
    action: AuditActionOn<'api_key'>,
    row: ApiKeyRow,
    details: Record<string, unknown>,
  ): Promise<void> {
    const target = { orgId: organization.id, targetType: 'api_key', targetId: row._id };
    const kind = row.user_id === undefined ? 'organization' : 'personal';
    return this.audit.record({ ...by(maker), ...target, action, details: { kind, ...details } }, session);
  }
}

const ownerOf = (maker: KeyMaker, whose: ApiKeyKind): KeyOwner => ({
  orgId: organizationOf(maker),
  ...(whose === 'personal' ? { userId: maker.userId } : {}),
});

/** What an audit entry says of a key. */
const termsOf = ({ name, scopes, addresses, expires_at }: ApiKeyRow): Record<string, unknown> => ({
  name,
  scopes,
  addresses,
  expires_at: expires_at ?? null,
});

const inOrder = (scopes: readonly RolePermission[]): RolePermission[] => [...new Set(scopes)].sort();

function statusOf({ revoked_at, expires_at }: ApiKeyRow): ApiKeyStatus {
  if (revoked_at !== undefined) return 'revoked';
  return expires_at !== undefined && expires_at.getTime() <= Date.now() ? 'expired' : 'active';
}

export function toApiKey(row: ApiKeyRow): ApiKey {
  const isOverlapping = row.previous !== undefined && row.previous.until.getTime() > Date.now();
  return {
    id: row._id,
    kind: row.user_id === undefined ? 'organization' : 'personal',
    organizationId: row.org_id,
    userId: row.user_id,
    name: row.name,
    scopes: row.scopes,
    addresses: row.addresses,
    status: statusOf(row),
    createdBy: row.created_by,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    expiresAt: row.expires_at ?? null,
    rotatedAt: row.rotated_at ?? null,
    previousUntil: isOverlapping ? row.previous!.until : null,
    revokedAt: row.revoked_at ?? null,
    revocationReason: row.revocation ?? null,
    lastUsedAt: row.last_used_at ?? null,
    lastUsedIp: row.last_used_ip ?? null,
  };
}

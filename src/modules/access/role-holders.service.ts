import { Injectable } from '@nestjs/common';
import type { Tx } from '../../database/transactions.js';
import type { AuditedActor } from '../audit/audit.types.js';
import type { PermissionSet, RoleKey, RolePermission } from './roles.types.js';

/** How many have each role; a role nobody has may be absent. */
type Count = (orgId: string, session?: Tx) => Promise<ReadonlyMap<RoleKey, number>>;

/** The role of an active member whose account is active, as the transaction sees it. */
type ActiveRole = (orgId: string, userId: string, session: Tx | null) => Promise<RoleKey | null>;

/** What an API key of an organization may hold at most, as the transaction sees it; null for one that is dead. */
type KeyScopes = (orgId: string, keyId: string, session: Tx | null) => Promise<PermissionSet | null>;

/** A role or an API key that holds permissions which are about to leave the catalogue. */
export interface PermissionHolder {
  readonly orgId: string;
  /** Stands in the error that refuses the removal. */
  readonly name: string;
  readonly permissions: readonly RolePermission[];
  /** Takes them from it, on the record of its organization. */
  withdraw(actor: AuditedActor, gone: ReadonlySet<string>, session: Tx): Promise<void>;
}

/** API keys of any organization that hold one of these, by id: those that still open something or may again. */
type KeysHolding = (
  permissions: readonly RolePermission[],
  limit: number,
  session: Tx,
) => Promise<PermissionHolder[]>;

/** Whether an active account speaks for the platform, as the transaction sees it. */
type IsOperator = (userId: string, session: Tx) => Promise<boolean>;

/** Who has a role. The modules that give roles count theirs, so that this one need not know them. */
@Injectable()
export class RoleHoldersService {
  private readonly counts: { readonly kind: 'members' | 'invitations'; readonly count: Count }[] = [];

  /** Set once, by the module of the members. */
  activeRole: ActiveRole = () => Promise.resolve(null);
  isOperator: IsOperator = () => Promise.resolve(false);

  /** Set once, by the module of the API keys. */
  keyScopes: KeyScopes = () => Promise.resolve(null);
  keysHolding: KeysHolding = () => Promise.resolve([]);

  add(kind: 'members' | 'invitations', count: Count): void {
    this.counts.push({ kind, count });
  }

  async members(orgId: string): Promise<ReadonlyMap<RoleKey, number>> {
    const sums = new Map<RoleKey, number>();
    for (const { kind, count } of this.counts) {
      if (kind !== 'members') continue;
      for (const [key, number] of await count(orgId)) sums.set(key, (sums.get(key) ?? 0) + number);
    }
    return sums;
  }

  /** Whether a member or an open invitation has the role, as the transaction sees it. */
  async has(orgId: string, key: RoleKey, session: Tx): Promise<boolean> {
    for (const { count } of this.counts) {
      if (((await count(orgId, session)).get(key) ?? 0) > 0) return true;
    }
    return false;
  }
}

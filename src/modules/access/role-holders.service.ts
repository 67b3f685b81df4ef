import { Injectable } from '@nestjs/common';
import type { Tx } from '../../database/transactions.js';
import type { PermissionSet, RoleKey } from './roles.types.js';

/** How many have each role; a role nobody has may be absent. */
type Count = (orgId: string, session?: Tx) => Promise<ReadonlyMap<RoleKey, number>>;

/** The role of an active member whose account is active, as the transaction sees it. */
type ActiveRole = (orgId: string, userId: string, session: Tx | null) => Promise<RoleKey | null>;

/** What an API key of an organization may hold at most, as the transaction sees it; null for one that is dead. */
type KeyScopes = (orgId: string, keyId: string, session: Tx | null) => Promise<PermissionSet | null>;

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

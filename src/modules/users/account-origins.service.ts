import { Injectable } from '@nestjs/common';
import type { Tx } from '../../database/transactions.js';
import { type AccountOrigin, AccountOriginsRepository } from './account-origins.repository.js';

/**
 * Whose an account is: an organization may delete it or replace its password only if it made the account and
 * nobody made it their own since. Whatever cannot be proved is the person's.
 */
@Injectable()
export class AccountOriginsService {
  constructor(private readonly rows: AccountOriginsRepository) {}

  /** Those of the accounts that are the organization's own. */
  async ofOrganization(orgId: string, accounts: readonly AccountOrigin[], session: Tx): Promise<Set<string>> {
    const free = accounts.filter(({ owned }) => !owned);
    const made = free.filter(({ madeBy }) => madeBy?.kind === 'organization' && madeBy.org_id === orgId);
    const unmarked = free.filter(({ madeBy }) => madeBy === undefined);
    const proved = await this.provenOf(orgId, unmarked, session);
    return new Set([...made.map(({ id }) => id), ...proved]);
  }

  /** Whether the organization made the account, even if another user owns it by now. What older rows do not say is not so. */
  async isMadeBy(orgId: string, userId: string, session: Tx): Promise<boolean> {
    const madeBy = await this.rows.findMaker(userId, session);
    return madeBy?.kind === 'organization' && madeBy.org_id === orgId;
  }

  /**
   * Whether nothing but a request to join the organization made the account. A row without the mark that waits
   * there was made by one: nothing else made pending memberships.
   */
  isRequest(orgId: string, { madeBy, owned }: AccountOrigin): boolean {
    if (owned) return false;
    return madeBy === undefined || (madeBy.kind === 'request' && madeBy.org_id === orgId);
  }

  /** Rows of earlier versions: made in the transaction that made the organization, or added by its people. */
  private async provenOf(orgId: string, accounts: readonly AccountOrigin[], session: Tx): Promise<string[]> {
    if (accounts.length === 0) return [];
    const made = await this.rows.listMadeWith(orgId, session);
    const owners = accounts.filter(
      ({ id, createdAt }) => made?.ids.includes(id) && createdAt.getTime() === made.at.getTime(),
    );
    const ids = accounts.map(({ id }) => id);
    return [...owners.map(({ id }) => id), ...(await this.rows.listAdded(orgId, ids, session))];
  }
}

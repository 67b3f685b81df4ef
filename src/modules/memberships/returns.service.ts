import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { DomainEventBus } from '../../database/domain-events.js';
import type { Tx } from '../../database/transactions.js';
import { OrganizationAdminService } from '../registry/organization-admin.service.js';
import type { KeptRows, Keeping } from '../registry/organizations.types.js';
import { type KeptAccount, MemberAccountsRepository } from '../users/member-accounts.repository.js';
import type { MembershipRow } from './membership.schema.js';
import { MembershipsRepository } from './memberships.repository.js';

const MEMBERSHIPS = 'memberships';
const ACCOUNTS = 'accounts';
const HOMES = 'homes';

interface Person {
  readonly id: string;
  readonly isDefault: boolean;
}

/** The people of an organization that was deleted come back with it. */
@Injectable()
export class ReturnsService implements OnModuleInit {
  constructor(
    private readonly memberships: MembershipsRepository,
    private readonly accounts: MemberAccountsRepository,
    private readonly admins: OrganizationAdminService,
    private readonly events: DomainEventBus,
  ) {}

  onModuleInit(): void {
    this.events.on(
      'organization.returned',
      'memberships: bring them back',
      ({ orgId, kept, missing }, session) => this.bringBack(orgId, kept, missing, session),
    );
  }

  /** @param gone accounts that are deleted with it @param staying those that are not */
  async keep(
    orgId: string,
    gone: readonly Person[],
    staying: readonly Person[],
    keeping: Keeping,
    session: Tx,
  ): Promise<void> {
    keeping.keep(MEMBERSHIPS, await this.memberships.listRows(orgId, session));
    keeping.keep(
      ACCOUNTS,
      await this.accounts.readRows(
        gone.map(({ id }) => id),
        session,
      ),
    );
    keeping.keep(
      HOMES,
      staying.filter(({ isDefault }) => isDefault).map(({ id }) => ({ id })),
    );
  }

  /**
   * An account that went comes back, unless its address is another account's by now. That one takes the place if both
   * were proved by who reads the mailbox: otherwise a stranger could have registered the address meanwhile.
   * @throws AppError undelete.no_owner
   */
  private async bringBack(orgId: string, kept: KeptRows, missing: string[], session: Tx): Promise<void> {
    const ids = new Map<string, string | undefined>();
    for (const account of kept.of<KeptAccount>(ACCOUNTS)) {
      const id = account._id.toHexString();
      ids.set(id, await this.accounts.insertAgain(account, orgId, session));
    }
    const back = [...ids].flatMap(([id, now]) => (id === now ? [id] : []));
    await this.events.emit('accounts.returned', { ids: back, kept }, session);
    const rows = kept.of<MembershipRow>(MEMBERSHIPS);
    const others = rows.map(({ user_id }) => user_id).filter((id) => !ids.has(id));
    const there = new Set(await this.accounts.listThere(others, session));
    for (const id of others) ids.set(id, there.has(id) ? id : undefined);
    const places = rows.flatMap((row) => {
      const userId = ids.get(row.user_id);
      if (userId === undefined) missing.push(row.user_name);
      return userId === undefined ? [] : [{ ...row, _id: `${orgId}:${userId}`, user_id: userId }];
    });
    const owners = places.filter(({ role, status }) => role === 'owner' && status === 'active');
    if (owners.length === 0) throw new AppError('undelete.no_owner');
    await this.memberships.insertAgain(orgId, places, session);
    const homes = kept.of<{ id: string }>(HOMES).map(({ id }) => id);
    await this.accounts.returnHome(orgId, homes, session);
    await this.admins.keepAmong(
      orgId,
      owners.map(({ user_id }) => user_id),
      session,
    );
  }
}

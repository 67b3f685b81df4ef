import { Injectable } from '@nestjs/common';
import { UserMembershipsService } from './user-memberships.service.js';
import { KeyedQueue } from '../../common/keyed-queue.js';
import { type Tx, Transactions } from '../../database/transactions.js';
import { OrganizationRegistryService } from '../registry/organization-registry.service.js';
import { UsersService } from '../users/users.service.js';

/** Transactions that change who is in an organization, or what they may do there. */
@Injectable()
export class MembershipTransactionsService {
  private readonly queue = new KeyedQueue();

  constructor(
    private readonly transactions: Transactions,
    private readonly users: UsersService,
    private readonly memberships: UserMembershipsService,
    private readonly registry: OrganizationRegistryService,
  ) {}

  /**
   * Runs one after the other for one organization: at the lock they would only conflict, and a crowd of them
   * would try again until its time is up. Other instances meet at the lock.
   * @param userIds accounts that this instance forgets with the commit, as it does the organization; others learn it
   *   from the change feed
   * @throws AppError service.unavailable when too many wait already
   */
  async run<T>(orgId: string, userIds: readonly string[], work: (session: Tx) => Promise<T>): Promise<T> {
    const result = await this.queue.run(orgId, () => this.transactions.run(work));
    for (const id of userIds) this.memberships.invalidate(id);
    this.registry.invalidate(orgId); // its admin may be another one
    return result;
  }

  /** Work that makes an account of an address, as UsersService. */
  ofEmail<T>(email: string, work: (hasWaited: boolean) => Promise<T>): Promise<T> {
    return this.users.inTurn(email, work);
  }
}

import { Injectable } from '@nestjs/common';
import { Lines } from '../../common/lines.js';
import { type Session, Transactions } from '../../database/transactions.js';
import { UsersService } from './users.service.js';

/** Transactions that change who is in an organization, or what they may do there. */
@Injectable()
export class MemberTransactions {
  private readonly lines = new Lines();

  constructor(
    private readonly transactions: Transactions,
    private readonly users: UsersService,
  ) {}

  /**
   * Runs one after the other for one organization: at the lock they would only conflict, and a crowd of them
   * would try again until its time is up. Other instances meet at the lock.
   * @param userIds accounts this instance forgets with the commit; others learn it from the change feed
   * @throws AppError service.unavailable when too many wait already
   */
  async run<T>(
    orgId: string,
    userIds: readonly string[],
    work: (session: Session) => Promise<T>,
  ): Promise<T> {
    const result = await this.lines.run(orgId, () => this.transactions.run(work));
    for (const id of userIds) this.users.forget(id);
    return result;
  }
}

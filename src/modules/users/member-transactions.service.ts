import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { type Session, Transactions } from '../../database/transactions.js';
import { UsersService } from './users.service.js';

/** Changes of one organization's members that wait on this instance; each takes some ten milliseconds. */
const MAX_WAITING = 200;

interface Line {
  waiting: number;
  last: Promise<unknown>;
}

/** Transactions that change who is in an organization, or what they may do there. */
@Injectable()
export class MemberTransactions {
  private readonly lines = new Map<string, Line>();

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
    const result = await this.inLine(orgId, () => this.transactions.run(work));
    for (const id of userIds) this.users.forget(id);
    return result;
  }

  private async inLine<T>(orgId: string, work: () => Promise<T>): Promise<T> {
    const line = this.lines.get(orgId) ?? { waiting: 0, last: Promise.resolve() };
    if (line.waiting >= MAX_WAITING) throw new AppError('service.unavailable', { retryAfter: 1 });
    line.waiting++;
    this.lines.set(orgId, line);
    const own = line.last.then(work);
    line.last = own.catch(() => undefined); // the next one does not fail with it
    try {
      return await own;
    } finally {
      if (--line.waiting === 0) this.lines.delete(orgId);
    }
  }
}

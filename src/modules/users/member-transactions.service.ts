import { Injectable } from '@nestjs/common';
import { type Session, Transactions } from '../../database/transactions.js';
import { UsersService } from './users.service.js';

/** Transactions that change what somebody may do: this instance knows with the commit, others from the feed. */
@Injectable()
export class MemberTransactions {
  constructor(
    private readonly transactions: Transactions,
    private readonly users: UsersService,
  ) {}

  async run<T>(userIds: readonly string[], work: (session: Session) => Promise<T>): Promise<T> {
    const result = await this.transactions.run(work);
    for (const id of userIds) this.users.forget(id);
    return result;
  }
}

import { Injectable } from '@nestjs/common';
import { KeyedQueue } from '../../common/keyed-queue.js';
import { type Tx, Transactions } from '../../database/transactions.js';
import type { CredentialsChange } from '../users/accounts.types.js';
import { AccountsService } from '../users/accounts.service.js';
import { UsersService } from '../users/users.service.js';
import { SessionsService } from './sessions.service.js';

/** Transactions that change how a user signs in. */
@Injectable()
export class CredentialChangesService {
  private readonly queue = new KeyedQueue();

  constructor(
    private readonly transactions: Transactions,
    private readonly users: UsersService,
    private readonly accounts: AccountsService,
    private readonly sessions: SessionsService,
  ) {}

  /**
   * New passwords of one account take turns. Of a crowd with one password or one mailed code the first one wins; the
   * others see that before they cost a hash, and have no conflict to try again.
   */
  inTurn<T>(userId: string, work: () => Promise<T>): Promise<T> {
    return this.queue.run(userId, work);
  }

  /** With the commit this instance invalidates what it knows of the account; others learn it from the change feed. */
  async run<T>(userId: string, work: (session: Tx) => Promise<T>): Promise<T> {
    const result = await this.transactions.run(work);
    this.users.invalidate(userId);
    return result;
  }

  /** Signs the account out everywhere with the commit. @param kept a session that goes on */
  async endSessions(userId: string, session: Tx, kept?: string): Promise<void> {
    await this.accounts.endSessions(userId, kept, session);
    await this.sessions.removeOthers(userId, kept, session);
  }

  /** Another password or address. Sessions other than `change.sid` end (D16). */
  async change(userId: string, change: CredentialsChange, session: Tx): Promise<void> {
    await this.users.changeCredentials(userId, change, session);
    await this.sessions.removeOthers(userId, change.sid, session);
  }
}

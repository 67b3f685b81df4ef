import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { refuseDuplicate } from '../../database/duplicate-key.js';
import type { Tx } from '../../database/transactions.js';
import { AccountsRepository } from './accounts.repository.js';
import type { Account, AccountChange, FormerCredentials } from './accounts.types.js';
import { DomainEventBus } from '../../database/domain-events.js';
import { UsersService } from './users.service.js';

/** Times a change without a precondition is made again because another one came between. */
const MAX_ATTEMPTS = 5;

/** Accounts as their owners see and change them. */
@Injectable()
export class AccountsService {
  constructor(
    private readonly accounts: AccountsRepository,
    private readonly users: UsersService,
    private readonly events: DomainEventBus,
  ) {}

  async find(id: string, session?: Tx): Promise<Account> {
    const account = await this.accounts.find(id, session);
    if (!account) throw new AppError('user.not_found');
    return account;
  }

  findAny(id: string, session: Tx): Promise<Account | null> {
    return this.accounts.find(id, session);
  }

  findByEmail(email: string, session?: Tx): Promise<Account | null> {
    return this.accounts.findByEmail(email, session);
  }

  /** @param tags the versions the change may be made from; any when absent */
  async update(id: string, change: AccountChange, tags?: string[]): Promise<Account> {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      const before = await this.find(id);
      if (tags !== undefined && !tags.includes(versionOf(before))) throw new AppError('resource.changed');
      if (Object.keys(change).length === 0) return before;
      const after = await this.accounts.update(id, change, before.updatedAt);
      if (after) {
        this.users.invalidate(id);
        return after;
      }
    }
    throw new AppError('resource.changed');
  }

  /**
   * The mailbox of an account is proved, if it still has that address.
   * @param from the hash of the password that vouches for it: it must be the account's still
   */
  async markProved(id: string, email: string, session: Tx, from?: string): Promise<void> {
    if (!(await this.accounts.markProved(id, email, { from, now: new Date() }, session))) {
      throw new AppError('auth.link_invalid');
    }
    await this.events.emit('mailbox.proved', { userId: id, email }, session);
  }

  /** The mailbox is confirmed, and nobody vouched for the account. */
  async markConfirmed(id: string, email: string, session: Tx): Promise<void> {
    if (!(await this.accounts.markConfirmed(id, email, new Date(), session))) {
      throw new AppError('auth.link_invalid');
    }
  }

  /**
   * Gives an account back what it had, for the owner of the mailbox it had. An account that took the address since
   * and never proved it loses it.
   * @throws AppError user.email_taken when another account proved the mailbox since
   */
  async restore(id: string, former: FormerCredentials, session: Tx): Promise<void> {
    const now = new Date();
    await this.accounts.releaseUnproved(former.email, id, now, session);
    await this.accounts.restore(id, former, now, session).catch((error: unknown) => {
      throw refuseDuplicate(error);
    });
  }

  /** Whether the account signs in with a second factor from the commit on. */
  setFactor(id: string, since: Date | undefined, session: Tx): Promise<void> {
    return this.accounts.setFactor(id, since, session);
  }

  /** Ends every session but `sid`, on every instance at once. */
  endSessions(id: string, sid: string | undefined, session: Tx): Promise<void> {
    return this.accounts.endSessions(id, sid, session);
  }
}

/** Changes with each change of the account. */
export const versionOf = ({ updatedAt }: Account): string => updatedAt.getTime().toString(36);

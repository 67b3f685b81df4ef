import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { KeyedQueue } from '../../common/keyed-queue.js';
import { ChangeFeed } from '../../database/change-feed.js';
import type { Tx } from '../../database/transactions.js';
import { CoherentCache } from '../../database/coherent-cache.js';
import { CountersRepository } from '../../database/counters.repository.js';
import { newId } from '../../database/ids.js';
import { refuseDuplicate } from '../../database/duplicate-key.js';
import { AccountCredentialsService } from './account-credentials.service.js';
import type { CredentialsChange } from './accounts.types.js';
import { UsersRepository } from './users.repository.js';
import type { AccountState, Credentials, NewAccount, Operator } from './users.types.js';

/** Accounts kept in memory: 300 bytes each, so 50,000 are 15 MB. */
const CACHED_ACCOUNTS = 50_000;

/** No access token of any surface lives longer (ACCESS_TOKEN_EXPIRE_MINUTES is at most a day). */
const LONGEST_ACCESS_MS = 24 * 3_600_000;

@Injectable()
export class UsersService {
  private readonly states: CoherentCache<AccountState>;
  private readonly emails = new KeyedQueue();

  constructor(
    private readonly users: UsersRepository,
    private readonly counters: CountersRepository,
    private readonly account: AccountCredentialsService,
    feed: ChangeFeed,
  ) {
    this.states = new CoherentCache(feed, (id) => users.findState(id), {
      name: 'accounts',
      max: CACHED_ACCOUNTS,
    });
    feed.on('admin_users', ({ id }) => this.states.invalidate(String(id)));
  }

  /** What a request checks of an account; no database round trip once it is known. */
  getState(id: string): AccountState | null | Promise<AccountState | null> {
    return this.states.get(id);
  }

  /** The account as the transaction sees it, past the memory; as it is now when there is none. */
  getStateIn(id: string, session: Tx | null): Promise<AccountState | null> {
    return this.users.findStateIn(id, session);
  }

  credentials(email: string): Promise<Credentials | null> {
    return this.users.findCredentials(email);
  }

  credentialsById(id: string): Promise<Credentials | null> {
    return this.users.findCredentialsById(id);
  }

  emailExists(email: string): Promise<boolean> {
    return this.users.emailExists(email);
  }

  /**
   * Work that makes an account of an address, one after the other on this instance: the second request sees that
   * it is taken before the cost of a hash. Of several instances the unique index decides.
   */
  inTurn<T>(email: string, work: (hasWaited: boolean) => Promise<T>): Promise<T> {
    return this.emails.run(email, work);
  }

  /** Forgets an account at once on this instance; the others learn it from the change feed. */
  invalidate(id: string): void {
    this.states.invalidate(id);
  }

  /** The integer id of an account that is going to be made. */
  nextSeq(): Promise<number> {
    return this.counters.next('users');
  }

  async emailOf(id: string): Promise<string> {
    const email = await this.users.findEmail(id);
    if (email === null) throw new AppError('user.not_found');
    return email;
  }

  /** The account belongs to a person, who made an organization with it. */
  own(id: string, now: Date, session: Tx): Promise<void> {
    return this.users.own(id, now, session);
  }

  /** The ids of an account without an organization. */
  async prepareAccount(account: Omit<NewAccount, 'seq'>): Promise<NewAccount & { id: string }> {
    return { ...account, id: newId(), seq: await this.counters.next('users') };
  }

  /** Makes an account and enqueues the e-mail that proves its mailbox. */
  async addAccount(
    { id, ...account }: NewAccount & { id: string },
    session: Tx,
    now = new Date(),
  ): Promise<void> {
    await this.insert(id, account, session, now);
    const { email, name, synthetic = false } = account;
    await this.account.mails.verification({ id, email, name, synthetic }, session);
  }

  /** Makes an account and enqueues no e-mail. */
  async insert(id: string, account: NewAccount, session: Tx, now = new Date()): Promise<void> {
    await this.users.insert(id, account, now, session).catch((error: unknown) => {
      throw refuseDuplicate(error);
    });
  }

  /** The integer id of an account. */
  async seqOf(id: string): Promise<number> {
    const seq = await this.users.findSeq(id);
    if (seq === null) throw new AppError('user.not_found');
    return seq;
  }

  /**
   * Changes e-mail or password inside a transaction; sessions other than `change.sid` end with its commit, and
   * the account's mailbox is told.
   */
  changeCredentials(id: string, change: CredentialsChange, session: Tx): Promise<void> {
    return this.account.change(id, change, session);
  }

  /** Refuses the access tokens of a session from the commit on, on every instance. */
  endSession(id: string, sid: string, session: Tx): Promise<void> {
    return this.users.endSession(id, sid, LONGEST_ACCESS_MS, session);
  }

  findOperator(): Promise<Operator | null> {
    return this.users.findOperator();
  }

  listOperators(atMost: number): Promise<Operator[]> {
    return this.users.listOperators(atMost);
  }

  renewTemporaryPassword(id: string, hash: string, expiresAt: Date): Promise<boolean> {
    return this.users.renewTemporaryPassword(id, hash, expiresAt);
  }

  /** An operator with a temporary password must change it first. */
  async addOperator(operator: {
    email: string;
    hash: string;
    secretExpiresAt: Date | undefined;
    /** Nobody reads mail at the address. */
    synthetic?: boolean;
  }): Promise<void> {
    const mustChangePassword = operator.secretExpiresAt !== undefined;
    const madeBy = { kind: 'operator' as const };
    const account = { ...operator, madeBy, operator: true, mustChangePassword };
    const seq = await this.counters.next('users');
    await this.users.insert(newId(), { ...account, seq }, new Date()).catch((error: unknown) => {
      throw refuseDuplicate(error);
    });
  }
}

import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { requestedLocale, servedRequest } from '../../common/request-scope.js';
import { Env } from '../../config/env.js';
import { ChangeFeed } from '../../database/change-feed.js';
import { Transactions } from '../../database/transactions.js';
import { BackgroundWork } from '../../database/work/background-work.js';
import type { PeriodicTask } from '../../database/work/periodic-task.js';
import { AccountMailsService } from '../users/account-mails.service.js';
import { AccountsService } from '../users/accounts.service.js';
import type { AddressRequest } from './address-request.schema.js';
import { AddressRequestsRepository } from './address-requests.repository.js';

/** Finds what the change feed did not tell, and what an instance that died left. */
const POLL_MS = 5000;
/** A request waits for a random part of this, so that its work tells no later request's sender anything. */
const WAIT_MS = 500;
const BATCH = 50;
/** One live mail a minute per account. Unit: seconds. */
const QUIET = 60;

/**
 * "I forgot my password", asked by any client for any address. Asking writes one row: the answer, its time and
 * its work are the same for all addresses (D10). Later, apart from any request, an instance looks
 * whether an account has the address, and enqueues an e-mail to it.
 */
@Injectable()
export class AddressRequestsService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(AddressRequestsService.name);
  private readonly task: PeriodicTask;

  constructor(
    private readonly requests: AddressRequestsRepository,
    private readonly accounts: AccountsService,
    private readonly mails: AccountMailsService,
    private readonly transactions: Transactions,
    private readonly env: Env,
    work: BackgroundWork,
    feed: ChangeFeed,
  ) {
    this.task = work.periodic({
      name: 'address requests',
      every: POLL_MS,
      wakeWithin: WAIT_MS,
      run: (signal) => this.answerOldest(signal),
    });
    feed.on('address_requests', ({ kind }) => {
      if (kind === 'insert') this.task.wake();
    });
  }

  /** Enqueues a link that sets a new password, if there is an account. @param email the canonical form */
  forgotten(email: string): Promise<void> {
    const { returnTo } = servedRequest() ?? {};
    return this.requests.put('reset_password', email, { locale: requestedLocale(), returnTo });
  }

  /**
   * What a stranger is told of an address. With ENUMERATION_PROTECTION=strict all are free, and the user who has this
   * one learns by e-mail of the request (D8).
   */
  async tellFree(email: string, isFree: boolean): Promise<boolean> {
    if (!this.env.hidesAccounts) return isFree;
    await this.requests.put('email_in_use', email);
    return true;
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
  }

  private async answerOldest(signal: AbortSignal): Promise<void> {
    const found = await this.requests.listOldest(BATCH);
    for (const request of found) {
      if (signal.aborted) return;
      // One that fails must not hold up those behind it; it is found again by the poll.
      await this.answer(request).catch((error: unknown) => this.warn(error));
    }
    if (found.length === BATCH) this.task.wake();
  }

  /** The request goes with the transaction that enqueues the e-mail: neither is lost, and there is one mail. */
  private async answer(request: AddressRequest): Promise<void> {
    await this.transactions.run(async (session) => {
      if (!(await this.requests.take(request, session))) return;
      const account = await this.accounts.findByEmail(request.email, session);
      if (!account || account.synthetic) return;
      if (request.kind === 'email_in_use') return this.mails.emailInUse(account, session);
      if (await this.mails.wasSentWithin(QUIET, 'reset_password', account.id, session)) return;
      const locale = account.locale ?? request.locale;
      // By the installation's list: without a token nobody knows the organization.
      const { return_to: address } = request;
      const returnTo = address === undefined ? undefined : { address };
      await this.mails.reset({ ...account, locale }, session, returnTo);
    });
  }

  private warn(error: unknown): void {
    this.log.warn(`mails that were asked for wait: ${(error as Error).message}`);
  }
}

import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { ChangeFeed } from '../../database/change-feed.js';
import { Transactions } from '../../database/transactions.js';
import { AccountMails } from '../users/accounts-mail.service.js';
import { AccountsService } from '../users/accounts.service.js';
import { ResetRequestsRepository } from './reset-requests.repository.js';

/** Finds what the change feed did not tell, and what an instance that died left. */
const POLL_MS = 5000;
/** A request waits for a random part of this, so that its work tells no later request's sender anything. */
const WAIT_MS = 500;
const BATCH = 50;
/** One live mail a minute per account. Unit: seconds. */
const QUIET = 60;

/**
 * "I forgot my password." Asking writes one row, whoever asks for whatever address: the answer, its time and
 * its work are the same for all (programme.md F3). Later, apart from any request, an instance looks whether an
 * account has the address, and owes it a mail.
 */
@Injectable()
export class ResetRequests implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(ResetRequests.name);
  private poll?: NodeJS.Timeout;
  private next?: NodeJS.Timeout;
  private running: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(
    private readonly requests: ResetRequestsRepository,
    private readonly accounts: AccountsService,
    private readonly mails: AccountMails,
    private readonly transactions: Transactions,
    feed: ChangeFeed,
  ) {
    feed.on('reset_requests', ({ kind }) => {
      if (kind === 'insert') this.wake();
    });
  }

  /** @param email the canonical form */
  add(email: string): Promise<void> {
    return this.requests.put(email);
  }

  onApplicationBootstrap(): void {
    this.poll = setInterval(() => this.wake(), POLL_MS);
    this.poll.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.closed = true;
    clearInterval(this.poll);
    clearTimeout(this.next);
    await this.running;
  }

  private wake(): void {
    if (this.closed || this.next !== undefined) return;
    this.next = setTimeout(() => {
      this.next = undefined;
      this.running = this.running.then(() => this.work()).catch((error: unknown) => this.warn(error));
    }, Math.random() * WAIT_MS);
    this.next.unref();
  }

  private async work(): Promise<void> {
    const emails = this.closed ? [] : await this.requests.listOldest(BATCH);
    for (const email of emails) {
      if (this.closed) return;
      await this.answer(email);
    }
    if (emails.length === BATCH) this.wake();
  }

  /** The request goes with the transaction that owes the mail: neither is lost, and there is one mail. */
  private async answer(email: string): Promise<void> {
    await this.transactions.run(async (session) => {
      if (!(await this.requests.take(email, session))) return;
      const account = await this.accounts.findByEmail(email, session);
      if (!account || account.synthetic) return;
      if (await this.mails.wasSentWithin(QUIET, 'reset_password', account.id, session)) return;
      await this.mails.reset(account, session);
    });
  }

  private warn(error: unknown): void {
    this.log.warn(`requests for new passwords wait: ${(error as Error).message}`);
  }
}

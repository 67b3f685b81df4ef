import { createHash, randomUUID } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { ReturnTo } from '../../common/request-scope.js';
import { returnData } from '../../common/return-data.js';
import type { Tx } from '../../database/transactions.js';
import { OneTimeCodesService } from '../credentials/one-time-codes.service.js';
import { MailReadersService } from '../mail/mail-readers.service.js';
import { MailService } from '../mail/mail.service.js';
import type { FactorNews, LinkPath, MailContent } from '../mail/mail.types.js';
import { AccountsRepository } from './accounts.repository.js';
import type { Account, CredentialsChange } from './accounts.types.js';

/** Who a mail is for. */
export type Recipient = Pick<Account, 'id' | 'email' | 'name' | 'synthetic'> &
  Partial<Pick<Account, 'locale'>>;

const HOUR = 3600;
const DAY = 24 * HOUR;

/** Links hold their code in the fragment, which browsers send to nobody: no log and no Referer has it. */
const PAGES = {
  verify_email: { path: '/dashboard/verify-email', ttl: DAY },
  reset_password: { path: '/dashboard/reset-password', ttl: HOUR },
  change_email: { path: '/dashboard/change-email', ttl: DAY },
} as const;
const UNDO = { path: '/dashboard/undo-change', ttl: 3 * DAY } as const;
/** Undo links of one account that work at once: a thief who changes it again and again makes no more. */
const MAX_UNDOS = 20;

/**
 * The mails of an account, enqueued in the transaction they tell of. An address the service made up gets none
 * (D2).
 */
@Injectable()
export class AccountMailsService implements OnModuleInit {
  constructor(
    private readonly codes: OneTimeCodesService,
    private readonly mail: MailService,
    private readonly readers: MailReadersService,
    private readonly accounts: AccountsRepository,
  ) {}

  onModuleInit(): void {
    this.readers.localesOf = (addresses, session) => this.accounts.localesOf(addresses, session);
  }

  /** The link that proves the mailbox of an account. */
  verification(account: Recipient, session: Tx): Promise<void> {
    return this.link('verify_email', account, account.email, returnData(), session);
  }

  /** The link that sets a new password. */
  reset(account: Recipient, session: Tx, returnTo?: ReturnTo): Promise<void> {
    return this.link('reset_password', account, account.email, returnData(returnTo), session);
  }

  /**
   * The link that gives an account the address it is mailed to. An address that is taken gets word of it instead:
   * a code is made all the same, so that asking again is answered alike.
   * @param to.sid the session that goes on when the link is used
   * @returns seconds it works
   */
  async newAddress(
    account: Recipient,
    { email, sid, holder }: { email: string; sid: string; holder: Recipient | null },
    session: Tx,
  ): Promise<number> {
    const { ttl } = PAGES.change_email;
    if (holder) {
      await this.codes.issue('change_email', account.id, ttl, { email, sid }, session);
      await this.emailInUse(holder, session);
    } else
      await this.link(
        'change_email',
        { ...account, synthetic: false },
        email,
        { sid, ...returnData() },
        session,
      );
    return ttl;
  }

  /** Links that would choose another password or address stop working. */
  revokeLinks(userId: string, session?: Tx): Promise<void> {
    return this.codes.revoke(userId, session, ['reset_password', 'change_email']);
  }

  /** Whether an unused link of this kind was mailed less than `seconds` ago. */
  wasSentWithin(seconds: number, purpose: keyof typeof PAGES, userId: string, session: Tx): Promise<boolean> {
    return this.codes.wasIssuedWithin(seconds, purpose, userId, session);
  }

  /**
   * Tells the mailbox an account had what became of its password or address. Links that were mailed before are
   * invalid: the user who changes these must be the only one who can.
   */
  async credentialsChanged(
    before: Account,
    { email, emailProved = false, hash, undo }: CredentialsChange,
    { at: now, former }: { at: Date; former: string | undefined },
    session: Tx,
  ): Promise<void> {
    const { id, name, synthetic } = before;
    await (email === undefined ? this.revokeLinks(id, session) : this.codes.revoke(id, session));
    const to = { id, to: before.email, at: now };
    const untold = synthetic || (email === undefined && hash === undefined);
    const undoes = undo === undefined || untold ? undefined : await this.undoLink(before, former, session);
    if (hash !== undefined && !synthetic) {
      const link = undoes ?? { link: '/dashboard/forgot-password' as const };
      await this.enqueue(
        to,
        { template: 'password_changed', data: { name, ...link, changed_at: now } },
        session,
      );
    }
    if (email === undefined) return;
    if (!synthetic) {
      await this.enqueue(
        to,
        { template: 'email_changed', data: { name, email, changed_at: now, ...undoes } },
        session,
      );
    }
    if (!emailProved) await this.verification({ id, email, name, synthetic: false }, session);
  }

  /** What became of the second factor. @param news.left recovery codes that are left */
  async factorNews(
    account: Recipient,
    { what, changed_at, left }: { what: FactorNews; changed_at: Date; left?: number },
    session: Tx,
  ): Promise<void> {
    if (account.synthetic) return;
    const link = '/dashboard/forgot-password' as const;
    const data = { name: account.name, link, what, changed_at, ...(left === undefined ? {} : { left }) };
    const key = `second_factor:${what}:${account.id}:${randomUUID()}`;
    await this.mail.enqueue({ template: 'second_factor', data, key, to: account.email }, session);
  }

  /** The address was confirmed by the mailed code alone: a reader who did not make the account is asked to take it. */
  async confirmedOnly(account: Recipient, session: Tx): Promise<void> {
    if (account.synthetic) return;
    const data = { name: account.name, link: '/dashboard/forgot-password' } as const;
    const to = { id: account.id, to: account.email, at: new Date() };
    await this.enqueue(to, { template: 'address_confirmed', data }, session);
  }

  /** An administrator replaced the password by a temporary password: links that would set another are dead. */
  async temporaryPasswordIssued(account: Recipient, session: Tx): Promise<void> {
    await this.revokeLinks(account.id, session);
    if (account.synthetic) return;
    const now = new Date();
    const data = { name: account.name, link: '/dashboard/forgot-password', changed_at: now } as const;
    const to = { id: account.id, to: account.email, at: now };
    await this.enqueue(to, { template: 'password_changed', data }, session);
  }

  /**
   * The former password is brought back by the first open link only: of a later one nobody knows whose it was.
   * Undefined when too many are open.
   */
  private async undoLink(
    { id, email, emailVerified, isVouched, hasFactor }: Account,
    former: string | undefined,
    session: Tx,
  ): Promise<{ link: LinkPath; undo_within: number } | undefined> {
    const open = await this.codes.countOpen('undo_change', id, session);
    if (open >= MAX_UNDOS) return undefined;
    const data = {
      email,
      verified: emailVerified && !isVouched ? 'unvouched' : String(emailVerified),
      factor: String(hasFactor),
      ...(former === undefined || open > 0 ? {} : { hash: former }),
    };
    const code = await this.codes.issue('undo_change', id, UNDO.ttl, data, session, true);
    return { link: `${UNDO.path}#code=${code}`, undo_within: UNDO.ttl };
  }

  /** Only the owner of an address learns that a client tried to use it (D8). */
  async emailInUse(account: Recipient, session: Tx): Promise<void> {
    if (account.synthetic) return;
    const data = { name: account.name, link: '/dashboard/sign-in' } as const;
    // One an hour is enough, however often a client tries.
    const at = new Date(Math.floor(Date.now() / (HOUR * 1000)) * HOUR * 1000);
    await this.enqueue(
      { id: account.id, to: account.email, at },
      { template: 'email_in_use', data },
      session,
    );
  }

  private async link(
    purpose: keyof typeof PAGES,
    { id, name, synthetic, locale }: Recipient,
    email: string,
    more: Record<string, string>,
    session: Tx,
  ): Promise<void> {
    if (synthetic) return;
    const { path, ttl } = PAGES[purpose];
    const code = await this.codes.issue(purpose, id, ttl, { email, ...more }, session);
    const data = { name, link: `${path}#code=${code}`, expires_in: ttl } as const;
    const key = `${purpose}:${id}:${createHash('sha256').update(code).digest('hex').slice(0, 16)}`;
    await this.mail.enqueue({ template: purpose, data, key, to: email, locale }, session);
  }

  private enqueue(to: { id: string; to: string; at: Date }, content: MailContent, session: Tx) {
    const key = `${content.template}:${to.id}:${to.at.getTime()}`;
    return this.mail.enqueue({ ...content, key, to: to.to }, session);
  }
}

import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { AccountMails } from '../users/accounts-mail.service.js';
import { AccountsService } from '../users/accounts.service.js';
import type { Actor } from './auth.types.js';
import { CredentialChecks } from './credential-checks.service.js';
import { OneTimeCodesService } from './one-time-codes.service.js';
import { CredentialWrites } from './password-changes.service.js';

/** One live mail a minute per account. Unit: seconds. */
const QUIET = 60;

/** Proving that a mailbox belongs to an account, and giving an account another one. */
@Injectable()
export class EmailProofs {
  constructor(
    private readonly codes: OneTimeCodesService,
    private readonly accounts: AccountsService,
    private readonly mails: AccountMails,
    private readonly checks: CredentialChecks,
    private readonly writes: CredentialWrites,
  ) {}

  /** @throws AppError auth.link_invalid */
  async verify(code: string): Promise<void> {
    const { users, transactions } = this.writes;
    const id = await transactions.run(async (session) => {
      const { userId, data } = await this.codes.consume('verify_email', code, session);
      await this.accounts.markVerified(userId, data['email'] ?? '', session);
      return userId;
    });
    users.forget(id);
  }

  /**
   * Mails the link again; a proved mailbox gets none.
   * @throws AppError request.rate_limited within a minute, user.email_made_up
   */
  async resend({ userId }: Actor): Promise<void> {
    await this.writes.transactions.run(async (session) => {
      const account = await this.accounts.find(userId, session);
      if (account.emailVerified) return;
      if (account.synthetic) throw new AppError('user.email_made_up');
      if (await this.mails.wasSentWithin(QUIET, 'verify_email', userId, session)) {
        throw new AppError('request.rate_limited', { retryAfter: QUIET });
      }
      await this.mails.verification(account, session);
    });
  }

  /**
   * Mails a link to a new address; the account has it when the link is used. With ENUMERATION_PROTECTION=strict
   * a taken address is answered alike, and its owner gets another mail.
   * @param email the canonical form
   * @returns seconds the link works
   * @throws AppError auth.credentials_invalid, request.rate_limited, user.email_taken, user.email_unchanged
   */
  async requestChange(actor: Actor, email: string, password: string): Promise<number> {
    const { userId, sessionId } = actor;
    const { email: present } = await this.checks.ofActor(actor, password);
    if (email === present) throw new AppError('user.email_unchanged');
    return this.writes.transactions.run(async (session) => {
      const holder = await this.accounts.findByEmail(email, session);
      if (holder && !this.writes.env.hidesAccounts) throw new AppError('user.email_taken');
      const account = await this.accounts.find(userId, session);
      if (await this.mails.wasSentWithin(QUIET, 'change_email', userId, session)) {
        throw new AppError('request.rate_limited', { retryAfter: QUIET });
      }
      return this.mails.newAddress(account, { email, sid: sessionId, holder }, session);
    });
  }

  /**
   * Gives the account the address the code was mailed to. Sessions end but for the one that asked; the old
   * mailbox is told.
   * @throws AppError auth.link_invalid, user.email_taken
   */
  async confirmChange(code: string): Promise<void> {
    const { users, sessions, transactions } = this.writes;
    const id = await transactions.run(async (session) => {
      const { userId, data } = await this.codes.consume('change_email', code, session);
      const { email, sid } = data;
      await users.changeCredentials(userId, { email, emailProved: true, sid }, session);
      await sessions.removeOthers(userId, sid, session);
      return userId;
    });
    users.forget(id);
  }
}

import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.js';
import { Transactions } from '../../database/transactions.js';
import { SessionsService } from './sessions.service.js';
import { UsersService } from '../users/users.service.js';
import { AppError } from '../../common/errors/app-error.js';
import { AccountMails } from '../users/accounts-mail.service.js';
import { AccountsService } from '../users/accounts.service.js';
import { JoinClaimsService } from '../memberships/join-claims.service.js';
import type { Actor } from '../access/actor.types.js';
import { CredentialChecks } from './credential-checks.service.js';
import { OneTimeCodesService } from '../credentials/one-time-codes.service.js';
import { RecoveryService } from './recovery.service.js';

/** One live mail a minute per account. Unit: seconds. */
const QUIET = 60;

/** Who uses a mailed code, beside the code: with a session of the account, or its password. */
export interface Holder {
  actor?: Actor;
  password?: string;
  /** Where the request comes from. */
  ip?: string;
}

/** Proving that a mailbox belongs to an account, and giving an account another one. */
@Injectable()
export class EmailProofs {
  constructor(
    private readonly codes: OneTimeCodesService,
    private readonly accounts: AccountsService,
    private readonly mails: AccountMails,
    private readonly checks: CredentialChecks,
    private readonly recovery: RecoveryService,
    private readonly claims: JoinClaimsService,
    private readonly users: UsersService,
    private readonly sessions: SessionsService,
    private readonly transactions: Transactions,
    private readonly env: Env,
  ) {}

  /**
   * Proves the mailbox of an account for who has the mailed code and the account: its session, its password, or a
   * new password, which ends every session. With the code alone its reader would vouch for a stranger who made
   * the account with their address.
   * @throws AppError auth.link_invalid, auth.confirmation_incomplete, auth.forbidden for another account's session,
   * auth.credentials_invalid, auth.password_change_required, user.password_weak, request.rate_limited
   */
  async verify(code: string, { newPassword, ...holder }: Holder & { newPassword?: string }): Promise<void> {
    if (newPassword !== undefined) {
      return this.recovery.reset(code, newPassword, { purpose: 'verify_email' });
    }
    const { users, transactions } = this;
    const { userId, data } = await this.codes.peek('verify_email', code);
    const email = data['email'] ?? '';
    const from = await this.vouch(userId, email, holder);
    await transactions.run(async (session) => {
      await this.codes.consume('verify_email', code, session);
      await this.accounts.markProved(userId, email, session, from);
    });
    users.forget(userId);
  }

  /**
   * The code alone, as S2's clients send it: the address counts as confirmed, every session ends, and its reader is
   * asked to choose a new password if they did not make the account. Nobody vouched for it, so it joins nothing by
   * its mail domain.
   * @throws AppError auth.link_invalid
   */
  async confirmOnly(code: string): Promise<void> {
    const { users, sessions, transactions } = this;
    const id = await transactions.run(async (session) => {
      const { userId, data } = await this.codes.consume('verify_email', code, session);
      await this.accounts.markConfirmed(userId, data['email'] ?? '', session);
      await this.accounts.endSessions(userId, undefined, session);
      await sessions.removeOthers(userId, undefined, session);
      await this.mails.confirmedOnly(await this.accounts.find(userId, session), session);
      return userId;
    });
    users.forget(id);
  }

  /**
   * Mails the link again; a mailbox that was proved since the password was set gets none.
   * @throws AppError request.rate_limited within a minute, user.email_made_up
   */
  async resend({ userId }: Actor): Promise<void> {
    await this.transactions.run(async (session) => {
      const account = await this.accounts.find(userId, session);
      if (account.provedByHolder) return;
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
    return this.transactions.run(async (session) => {
      const found = await this.accounts.findByEmail(email, session);
      const holder = found?.synthetic && !found.operator ? null : found; // made up: it gives way to a proof
      if (holder && !this.env.hidesAccounts) throw new AppError('user.email_taken');
      const account = await this.accounts.find(userId, session);
      if (await this.mails.wasSentWithin(QUIET, 'change_email', userId, session)) {
        throw new AppError('request.rate_limited', { retryAfter: QUIET });
      }
      return this.mails.newAddress(account, { email, sid: sessionId, holder }, session);
    });
  }

  /**
   * Gives the account the address the code was mailed to, for who has the account too: its session or its
   * password. Sessions end but for the one that asked; the old mailbox is told.
   * @throws AppError auth.link_invalid, auth.confirmation_incomplete, auth.forbidden, auth.credentials_invalid,
   * user.email_taken, request.rate_limited
   */
  async confirmChange(code: string, holder: Holder): Promise<void> {
    const { users, sessions, transactions } = this;
    const { userId } = await this.codes.peek('change_email', code);
    const { email: present } = await this.accounts.find(userId);
    const from = await this.vouch(userId, present, holder);
    await transactions.run(async (session) => {
      const { data } = await this.codes.consume('change_email', code, session);
      const { email } = data;
      const sid = await sessions.openOne(userId, data['sid'], session);
      if (email !== undefined) await this.claims.giveUpMadeUp(session, email);
      await users.changeCredentials(
        userId,
        { email, emailProved: true, from, sid, undo: 'without_password' },
        session,
      );
      await sessions.removeOthers(userId, sid, session);
    });
    users.forget(userId);
  }

  /**
   * Whether somebody has the account that a code is about.
   * @returns the hash of the password, when one was sent: it must be the account's still when the code is used
   */
  private async vouch(userId: string, email: string, holder: Holder): Promise<string | undefined> {
    const { actor, password, ip } = holder;
    if (password !== undefined) {
      const account = await this.checks.ofEmail(email, password, ip);
      if (account.id !== userId) throw new AppError('auth.link_invalid'); // the address is another account's by now
      // Somebody else chose a one-time secret and knows it.
      if (account.mustChangePassword) throw new AppError('auth.password_change_required');
      return account.hash;
    }
    if (actor === undefined) throw new AppError('auth.confirmation_incomplete');
    if (actor.userId !== userId) throw new AppError('auth.forbidden');
    return undefined;
  }
}

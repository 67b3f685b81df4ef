import { Injectable } from '@nestjs/common';
import { leadBack } from '../../common/return-data.js';
import { CredentialChangesService } from './credential-changes.service.js';
import { SessionsService } from './sessions.service.js';
import { AppError } from '../../common/errors/app-error.js';
import { AccountMailsService } from '../users/account-mails.service.js';
import { AccountsService } from '../users/accounts.service.js';
import type { Actor } from '../access/actor.types.js';
import { CredentialChecksService, type Holder } from './credential-checks.service.js';
import { OneTimeCodesService } from '../credentials/one-time-codes.service.js';
import { RecoveryService } from './recovery.service.js';

/** One live mail a minute per account. Unit: seconds. */
const QUIET = 60;

/** Proving that a mailbox belongs to an account. */
@Injectable()
export class EmailProofsService {
  constructor(
    private readonly codes: OneTimeCodesService,
    private readonly accounts: AccountsService,
    private readonly mails: AccountMailsService,
    private readonly checks: CredentialChecksService,
    private readonly recovery: RecoveryService,
    private readonly sessions: SessionsService,
    private readonly changes: CredentialChangesService,
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
    const { userId, data } = await this.codes.peek('verify_email', code);
    const email = data['email'] ?? '';
    const from = await this.checks.ofHolder(userId, email, holder);
    await this.changes.run(userId, async (session) => {
      await this.codes.consume('verify_email', code, session);
      leadBack(data);
      await this.accounts.markProved(userId, email, session, from);
    });
  }

  /**
   * The code alone, as S2's clients send it: the address counts as confirmed, every session ends, and its reader is
   * asked to choose a new password if they did not make the account. Nobody vouched for it, so it joins nothing by
   * its mail domain.
   */
  async confirmOnly(code: string): Promise<void> {
    const { userId } = await this.codes.peek('verify_email', code);
    await this.changes.run(userId, async (session) => {
      const { data } = await this.codes.consume('verify_email', code, session);
      await this.accounts.markConfirmed(userId, data['email'] ?? '', session);
      await this.accounts.endSessions(userId, undefined, session);
      await this.sessions.removeOthers(userId, undefined, session);
      await this.mails.confirmedOnly(await this.accounts.find(userId, session), session);
    });
  }

  /**
   * Mails the link again; a mailbox that was proved since the password was set gets none.
   * @throws AppError request.rate_limited within a minute, user.email_made_up
   */
  async resend({ userId }: Actor): Promise<void> {
    await this.changes.run(userId, async (session) => {
      const account = await this.accounts.find(userId, session);
      if (account.provedByHolder) return;
      if (account.synthetic) throw new AppError('user.email_made_up');
      if (await this.mails.wasSentWithin(QUIET, 'verify_email', userId, session)) {
        throw new AppError('request.rate_limited', { retryAfter: QUIET });
      }
      await this.mails.verification(account, session);
    });
  }
}

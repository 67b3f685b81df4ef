import { Injectable } from '@nestjs/common';
import { leadBack } from '../../common/return-data.js';
import { AppError } from '../../common/errors/app-error.js';
import { Env } from '../../config/env.js';
import type { Actor } from '../access/actor.types.js';
import { OneTimeCodesService } from '../credentials/one-time-codes.service.js';
import { JoinClaimsService } from '../memberships/join-claims.service.js';
import { AccountMailsService } from '../users/account-mails.service.js';
import { AccountsService } from '../users/accounts.service.js';
import { CredentialChangesService } from './credential-changes.service.js';
import { CredentialChecksService, type Holder } from './credential-checks.service.js';
import { SessionsService } from './sessions.service.js';

/** One mail a minute per account. Unit: seconds. */
const QUIET = 60;

/** Giving an account another address. */
@Injectable()
export class EmailChangesService {
  constructor(
    private readonly codes: OneTimeCodesService,
    private readonly accounts: AccountsService,
    private readonly mails: AccountMailsService,
    private readonly checks: CredentialChecksService,
    private readonly claims: JoinClaimsService,
    private readonly sessions: SessionsService,
    private readonly changes: CredentialChangesService,
    private readonly env: Env,
  ) {}

  /**
   * Mails a link to a new address; the account has it when the link is used. With ENUMERATION_PROTECTION=strict
   * a taken address is answered alike, and its owner gets another mail.
   * @param email the canonical form
   * @returns seconds the link works
   */
  async requestChange(actor: Actor, email: string, password: string): Promise<number> {
    const { userId, sessionId } = actor;
    const { email: present } = await this.checks.ofActor(actor, password);
    if (email === present) throw new AppError('user.email_unchanged');
    return this.changes.run(userId, async (session) => {
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
   */
  async confirmChange(code: string, holder: Holder): Promise<void> {
    const { userId } = await this.codes.peek('change_email', code);
    const { email: present } = await this.accounts.find(userId);
    const from = await this.checks.ofHolder(userId, present, holder);
    await this.changes.run(userId, async (session) => {
      const { data } = await this.codes.consume('change_email', code, session);
      leadBack(data);
      const { email } = data;
      const sid = await this.sessions.openOne(userId, data['sid'], session);
      if (email !== undefined) await this.claims.giveUpMadeUp(session, email);
      const change = { email, emailProved: true, from, sid, undo: 'without_password' as const };
      await this.changes.change(userId, change, session);
    });
  }
}

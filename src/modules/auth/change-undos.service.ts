import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CredentialChangesService } from './credential-changes.service.js';
import { FactorsService } from '../factors/factors.service.js';
import { SessionsService } from './sessions.service.js';
import { AppError } from '../../common/errors/app-error.js';
import type { Tx } from '../../database/transactions.js';
import { AuditService } from '../audit/audit.service.js';
import { AccountMailsService } from '../users/account-mails.service.js';
import { AccountsService } from '../users/accounts.service.js';
import type { Account } from '../users/accounts.types.js';
import { OneTimeCodesService } from '../credentials/one-time-codes.service.js';
import type { ConsumedCode } from '../credentials/one-time-codes.types.js';
import { PasswordsService } from '../credentials/passwords.service.js';

/** Takes an account back to the mailbox it had (ADR-0025). */
@Injectable()
export class ChangeUndosService {
  constructor(
    private readonly codes: OneTimeCodesService,
    private readonly passwords: PasswordsService,
    private readonly accounts: AccountsService,
    private readonly mails: AccountMailsService,
    private readonly audit: AuditService,
    private readonly sessions: SessionsService,
    private readonly changes: CredentialChangesService,
    private readonly factors: FactorsService,
  ) {}

  /**
   * The former address and, if nobody else may know it, the former password. Every session ends, and every link
   * that was mailed for the account but the undo links before this one. A second factor that the account did not
   * have when it was changed goes (ADR-0071).
   */
  async undo(code: string): Promise<void> {
    const { userId } = await this.codes.peek('undo_change', code);
    await this.changes.inTurn(userId, () => this.undoInTurn(userId, code));
  }

  private async undoInTurn(userId: string, code: string): Promise<void> {
    const { data } = await this.codes.peek('undo_change', code);
    // A password nobody has: it takes as long to refuse as any other (D10).
    const hash = data['hash'] ?? (await this.passwords.hash(randomBytes(32).toString('base64url')));
    await this.changes.run(userId, async (session) => {
      const used = await this.codes.consume('undo_change', code, session);
      const account = await this.accounts.findAny(used.userId, session);
      if (!account) throw new AppError('auth.link_invalid'); // it went with its organization
      await this.restore(account, used, hash, session);
    });
  }

  private async restore(
    account: Account,
    { data, createdAt }: ConsumedCode,
    hash: string,
    session: Tx,
  ): Promise<void> {
    const { id, name, organizationId } = account;
    const email = data['email'];
    const { verified, factor } = data;
    const former = { email, emailVerified: verified !== 'false', isVouched: verified !== 'unvouched', hash };
    await this.accounts.restore(id, former, session);
    // Who changed the credentials set it up. One that was there before, or took that one's place, needed its codes.
    if (account.hasFactor && factor === 'false') {
      const act = { actorId: id };
      await this.factors.remove(id, { by: 'self', act, details: { undone: true } }, session);
    }
    await this.sessions.removeOthers(id, undefined, session);
    await this.codes.revoke(id, session);
    await this.codes.revokeSince('undo_change', id, createdAt, session);
    await this.mails.reset({ id, email, name, synthetic: false }, session);
    await this.audit.record(
      {
        action: 'account.change_undone',
        actorId: id,
        orgId: organizationId,
        targetType: 'user',
        targetId: id,
        details: { fields: account.email === email ? ['password'] : ['email', 'password'] },
      },
      session,
    );
  }
}

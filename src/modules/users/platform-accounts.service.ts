import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { foreignCursor } from '../../common/errors/foreign-cursor.js';
import { isId } from '../../database/ids.js';
import { type Tx, Transactions } from '../../database/transactions.js';
import { AuditService } from '../audit/audit.service.js';
import { by } from '../audit/audit.types.js';
import type { Actor } from '../access/actor.types.js';
import { type TemporaryPassword, PasswordsService } from '../credentials/passwords.service.js';
import { CurrentRightsService } from '../access/current-rights.service.js';
import { AccountMailsService } from './account-mails.service.js';
import { MemberAccountsRepository } from './member-accounts.repository.js';
import { PlatformAccountsRepository } from './platform-accounts.repository.js';
import type { PlatformAccount } from './platform-accounts.types.js';
import { UsersService } from './users.service.js';
import type { AccountStatus } from './users.types.js';

const ACTIONS = {
  active: 'user.activated',
  inactive: 'user.deactivated',
  suspended: 'user.suspended',
} as const;

/** A cursor is the last address of a page, in base64url. */
const MAX_CURSOR = 500;

/** Every account, for platform operators. */
@Injectable()
export class PlatformAccountsService {
  constructor(
    private readonly accounts: PlatformAccountsRepository,
    private readonly memberAccounts: MemberAccountsRepository,
    private readonly users: UsersService,
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
    private readonly mails: AccountMailsService,
    private readonly passwords: PasswordsService,
    private readonly rights: CurrentRightsService,
  ) {}

  /** In the order of their addresses. @param prefix beginning of the address */
  async list(
    prefix: string,
    cursor: string | undefined,
    limit: number,
  ): Promise<{ items: PlatformAccount[]; next: string | null }> {
    const after = cursor === undefined ? undefined : Buffer.from(cursor, 'base64url').toString('utf8');
    if (cursor !== undefined && (cursor.length > MAX_CURSOR || !after?.includes('@'))) {
      throw foreignCursor();
    }
    const items = await this.accounts.list(prefix.trim().toLowerCase(), after, limit);
    const next = items.length < limit ? null : Buffer.from(items.at(-1)!.email).toString('base64url');
    return { items, next };
  }

  async find(id: string): Promise<PlatformAccount> {
    const account = isId(id) ? await this.accounts.find(id) : null;
    if (!account) throw new AppError('user.not_found');
    return account;
  }

  /**
   * Lets an account in or keeps it out, on every instance; its tokens end at once, for good. Doing it again
   * changes nothing.
   * @throws AppError user.not_found, auth.forbidden for the operator's own account
   */
  async setStatus(actor: Actor, id: string, status: AccountStatus, reason?: string): Promise<void> {
    if (id === actor.userId) throw new AppError('auth.forbidden'); // the last operator could lock everybody out
    await this.find(id);
    await this.transactions.run(async (session) => {
      await this.rights.requireOperator(session, actor);
      if (!(await this.accounts.setStatus(id, status, session))) return;
      const details = reason === undefined ? {} : { reason };
      const act = { action: ACTIONS[status], targetType: 'user', targetId: id, details };
      await this.audit.record({ ...by(actor), ...act }, session);
    });
    this.users.invalidate(id);
  }

  /** For a program beside the database, which asks for no operator's right. */
  async setTemporaryPassword(id: string, hash: string, until: Date, session: Tx): Promise<void> {
    await this.memberAccounts.setTemporaryPassword(id, hash, until, session);
  }

  /**
   * Another temporary password for an account that nobody made their own, such as a new tenant's owner, whose made-up
   * address gets no mail. Its sessions and links end; its organization's log has it.
   * @throws AppError user.not_found, auth.forbidden for operators, member.own_account, auth.hashing_overloaded
   */
  async issueTemporaryPassword(actor: Actor, id: string, reason?: string): Promise<TemporaryPassword> {
    await this.find(id); // before the cost of a hash
    const secret = this.passwords.temporaryPassword();
    const hash = await this.passwords.hash(secret.text);
    await this.transactions.run(async (session) => {
      await this.rights.requireOperator(session, actor);
      const account = await this.memberAccounts.touch(id, session);
      if (!account) throw new AppError('user.not_found');
      if (account.operator) throw new AppError('auth.forbidden');
      if (account.origin.owned) throw new AppError('member.own_account');
      await this.memberAccounts.setTemporaryPassword(id, hash, secret.until, session);
      await this.mails.temporaryPasswordIssued({ id, ...account }, session);
      const act = { action: 'user.secret_issued' as const, targetType: 'user', targetId: id };
      const details = reason === undefined ? {} : { reason };
      await this.audit.record(
        { ...by(actor), ...act, orgId: account.defaultOrganizationId, details },
        session,
      );
    });
    this.users.invalidate(id);
    return secret;
  }
}

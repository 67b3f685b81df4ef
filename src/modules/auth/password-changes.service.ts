import { Injectable } from '@nestjs/common';
import { CredentialQueue } from './credential-queue.js';
import { AppError } from '../../common/errors/app-error.js';
import { Transactions } from '../../database/transactions.js';
import { OrganizationRegistry } from '../registry/organization-registry.service.js';
import { UsersService } from '../users/users.service.js';
import type { Actor } from '../access/actor.types.js';
import { CredentialChecks } from './credential-checks.service.js';
import { PasswordsService } from '../credentials/passwords.service.js';
import { SessionsService } from './sessions.service.js';

/** The own password, changed by who knows it. */
@Injectable()
export class PasswordChanges {
  constructor(
    private readonly checks: CredentialChecks,
    private readonly passwords: PasswordsService,
    private readonly organizations: OrganizationRegistry,
    private readonly queue: CredentialQueue,
    private readonly users: UsersService,
    private readonly sessions: SessionsService,
    private readonly transactions: Transactions,
  ) {}

  /**
   * Every other session ends (D16).
   * @throws AppError auth.credentials_invalid when the current password is wrong, request.rate_limited,
   *   user.password_weak
   */
  async change(actor: Actor, currentPassword: string, newPassword: string): Promise<void> {
    const { users, queue } = this;
    const hashOf = async () => (await users.credentialsById(actor.userId))?.hash;
    const before = await hashOf();
    await queue.run(actor.userId, async () => {
      // Changed since: whoever wrote the old password wrote a wrong one, without having guessed.
      if ((await hashOf()) !== before) throw new AppError('auth.credentials_invalid');
      await this.changeInTurn(actor, currentPassword, newPassword);
    });
  }

  private async changeInTurn(actor: Actor, currentPassword: string, newPassword: string): Promise<void> {
    const account = await this.checks.ofActor(actor, currentPassword);
    // An initial secret, above all a documented one, must not live on as the password (D1).
    if (newPassword.normalize('NFKC') === currentPassword.normalize('NFKC')) {
      const errors = { password: 'The new password must differ from the current one' };
      throw new AppError('user.password_weak', { errors });
    }
    const organization = actor.organizationId && (await this.organizations.byId(actor.organizationId));
    const organizationName = organization ? organization.name : undefined;
    this.passwords.check(newPassword, { email: account.email, organizationName });
    const { userId, sessionId: sid } = actor;
    const hash = await this.passwords.hash(newPassword);
    const { users, sessions, transactions } = this;
    await transactions.run(async (session) => {
      if (!(await sessions.openOne(userId, sid, session))) throw new AppError('auth.token_invalid');
      await users.changeCredentials(
        userId,
        { hash, from: account.hash, sid, undo: 'without_password' },
        session,
      );
      await sessions.removeOthers(userId, sid, session);
    });
    users.forget(userId);
  }
}

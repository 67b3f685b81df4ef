import { Injectable } from '@nestjs/common';
import { OrganizationRegistry } from '../organizations/registry/organization-registry.service.js';
import { AccountsService } from '../users/accounts.service.js';
import { OneTimeCodesService } from './one-time-codes.service.js';
import { CredentialWrites } from './password-changes.service.js';
import { PasswordsService } from './passwords.service.js';

/** A new password for who can read the mailbox of an account. */
@Injectable()
export class RecoveryService {
  constructor(
    private readonly codes: OneTimeCodesService,
    private readonly passwords: PasswordsService,
    private readonly accounts: AccountsService,
    private readonly organizations: OrganizationRegistry,
    private readonly writes: CredentialWrites,
  ) {}

  /**
   * Sets the password with a mailed code. The mailbox is proved by it; every session and every other code of
   * the account end, so that whoever had the account before has nothing of it left (programme.md D9).
   * @throws AppError auth.link_invalid, user.password_weak, auth.hashing_overloaded
   */
  async reset(code: string, password: string, { lengthOnly = false } = {}): Promise<void> {
    const { userId } = await this.codes.peek('reset_password', code);
    await this.writes.turns.run(userId, () => this.resetInTurn(code, password, lengthOnly));
  }

  private async resetInTurn(code: string, password: string, lengthOnly: boolean): Promise<void> {
    const { userId } = await this.codes.peek('reset_password', code);
    const account = await this.accounts.find(userId);
    const { organizationId: home } = account;
    const organization = home === undefined ? null : await this.organizations.byId(home);
    const organizationName = organization?.name;
    this.passwords.check(password, { email: account.email, organizationName, lengthOnly });
    const hash = await this.passwords.hash(password);
    const { users, sessions, transactions } = this.writes;
    await transactions.run(async (session) => {
      const { data } = await this.codes.consume('reset_password', code, session);
      await this.accounts.markVerified(userId, data['email'] ?? '', session);
      await users.changeCredentials(userId, { hash }, session);
      await sessions.removeOthers(userId, undefined, session);
      await this.codes.revoke(userId, session);
    });
    users.forget(userId);
  }
}

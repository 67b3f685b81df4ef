import { Injectable } from '@nestjs/common';
import { leadBack } from '../../common/return-data.js';
import { CredentialChangesService } from './credential-changes.service.js';
import { OrganizationRegistryService } from '../registry/organization-registry.service.js';
import { AccountsService } from '../users/accounts.service.js';
import { JoinClaimsService } from '../memberships/join-claims.service.js';
import { OneTimeCodesService } from '../credentials/one-time-codes.service.js';
import { PasswordsService } from '../credentials/passwords.service.js';

interface ResetOptions {
  lengthOnly?: boolean;
  purpose?: 'reset_password' | 'verify_email';
}

/** A new password for who can read the mailbox of an account. */
@Injectable()
export class RecoveryService {
  constructor(
    private readonly codes: OneTimeCodesService,
    private readonly passwords: PasswordsService,
    private readonly accounts: AccountsService,
    private readonly organizations: OrganizationRegistryService,
    private readonly claims: JoinClaimsService,
    private readonly changes: CredentialChangesService,
  ) {}

  /**
   * Sets the password with a mailed code. The mailbox is proved by it; every session and every other code of
   * the account end, so that the former holder of the account has nothing of it left (D19).
   * @param purpose what the code was mailed for: the link that proves a mailbox may set a password too
   */
  async reset(
    code: string,
    password: string,
    { lengthOnly = false, purpose = 'reset_password' }: ResetOptions = {},
  ): Promise<void> {
    const { userId } = await this.codes.peek(purpose, code);
    await this.changes.inTurn(userId, () => this.resetInTurn(code, password, { lengthOnly, purpose }));
  }

  private async resetInTurn(
    code: string,
    password: string,
    { lengthOnly, purpose }: Required<ResetOptions>,
  ): Promise<void> {
    const { userId } = await this.codes.peek(purpose, code);
    const account = await this.accounts.find(userId);
    const { organizationId: home } = account;
    const organization = home === undefined ? null : await this.organizations.byId(home);
    const organizationName = organization?.name;
    this.passwords.check(password, { email: account.email, organizationName, lengthOnly });
    const hash = await this.passwords.hash(password);
    await this.changes.run(userId, async (session) => {
      const { data } = await this.codes.consume(purpose, code, session);
      leadBack(data);
      await this.changes.change(userId, { hash }, session);
      await this.accounts.markProved(userId, data['email'] ?? '', session); // later than the password
      await this.claims.endRequests(session, userId);
      await this.codes.revoke(userId, session);
    });
  }
}

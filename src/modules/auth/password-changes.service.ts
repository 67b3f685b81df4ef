import { Injectable } from '@nestjs/common';
import { CredentialChangesService } from './credential-changes.service.js';
import { AppError } from '../../common/errors/app-error.js';
import { OrganizationRegistryService } from '../registry/organization-registry.service.js';
import { UsersService } from '../users/users.service.js';
import type { Actor } from '../access/actor.types.js';
import { CredentialChecksService } from './credential-checks.service.js';
import { PasswordsService } from '../credentials/passwords.service.js';
import { SessionsService } from './sessions.service.js';

/** The own password, changed by who knows it. */
@Injectable()
export class PasswordChangesService {
  constructor(
    private readonly checks: CredentialChecksService,
    private readonly passwords: PasswordsService,
    private readonly organizations: OrganizationRegistryService,
    private readonly users: UsersService,
    private readonly sessions: SessionsService,
    private readonly changes: CredentialChangesService,
  ) {}

  /**
   * Every other session ends (D16).
   * @throws AppError auth.credentials_invalid when the current password is wrong, request.rate_limited,
   *   user.password_weak
   */
  async change(actor: Actor, currentPassword: string, newPassword: string): Promise<void> {
    const hashOf = async () => (await this.users.credentialsById(actor.userId))?.hash;
    const before = await hashOf();
    await this.changes.inTurn(actor.userId, async () => {
      // Changed since: the old password is a wrong one now, without having guessed.
      if ((await hashOf()) !== before) throw new AppError('auth.credentials_invalid');
      await this.changeInTurn(actor, currentPassword, newPassword);
    });
  }

  private async changeInTurn(actor: Actor, currentPassword: string, newPassword: string): Promise<void> {
    const isFresh = await this.sessions.hadCode(actor.userId, actor.sessionId);
    const account = await this.checks.ofActor(actor, currentPassword, { isFresh });
    // A temporary password, above all a documented one, must not live on as the password (D1).
    if (newPassword.normalize('NFKC') === currentPassword.normalize('NFKC')) {
      const errors = { password: 'The new password must differ from the current one' };
      throw new AppError('user.password_weak', { errors });
    }
    const organization = actor.organizationId && (await this.organizations.byId(actor.organizationId));
    const organizationName = organization ? organization.name : undefined;
    this.passwords.check(newPassword, { email: account.email, organizationName });
    const { userId, sessionId: sid } = actor;
    const hash = await this.passwords.hash(newPassword);
    await this.changes.run(userId, async (session) => {
      if (!(await this.sessions.openOne(userId, sid, session))) throw new AppError('auth.token_invalid');
      await this.changes.change(userId, { hash, from: account.hash, sid, undo: 'without_password' }, session);
    });
  }
}

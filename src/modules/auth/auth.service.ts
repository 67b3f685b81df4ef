import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { OrganizationRegistry } from '../organizations/registry/organization-registry.service.js';
import { UsersService } from '../users/users.service.js';
import type { Organization } from '../organizations/organizations.types.js';
import type { Credentials } from '../users/users.types.js';
import type { Actor } from './auth.types.js';
import { CredentialChecks } from './credential-checks.service.js';
import { PasswordsService } from './passwords.service.js';
import { SessionsService } from './sessions.service.js';
import { TokensService } from './tokens.service.js';

export interface SignedIn {
  accessToken: string;
  refreshToken: string;
  /** Seconds until the access token ends. */
  lifetimeSeconds: number;
  account: { id: string; seq: number; email: string };
  /** The home organization; null for a platform operator. */
  organization: Organization | null;
}

export interface SignInOptions {
  /** Seconds; ACCESS_TOKEN_EXPIRE_MINUTES when absent. A dialect may document another one (C-09). */
  lifetimeSeconds?: number;
  /** Only accounts with an organization can sign in here. */
  tenantsOnly?: boolean;
}

/** Where a sign-in comes from: wrong passwords are counted by it. */
export interface SignInFrom {
  ip: string;
}

/** A session with the refresh token that was made for it. */
interface OpenSession {
  id: string;
  refreshToken: string;
}

@Injectable()
export class AuthService {
  constructor(
    private readonly checks: CredentialChecks,
    private readonly users: UsersService,
    private readonly organizations: OrganizationRegistry,
    private readonly passwords: PasswordsService,
    private readonly tokens: TokensService,
    private readonly sessions: SessionsService,
  ) {}

  /**
   * Checks an address and a password. Whichever half is wrong, the words and the time are the same (D10).
   * @throws AppError auth.credentials_invalid, request.rate_limited, organization.suspended,
   *   auth.hashing_overloaded
   */
  async signIn(email: string, password: string, options: SignInOptions & SignInFrom): Promise<SignedIn> {
    return this.issue(await this.checks.ofEmail(email, password, options.ip), options);
  }

  /** A token for an account that was made by this request, without asking for its password again. */
  async signInNew(userId: string, options: SignInOptions = {}): Promise<SignedIn> {
    const account = await this.users.credentialsById(userId);
    if (!account) throw new AppError('auth.credentials_invalid');
    return this.issue(account, options);
  }

  /** @throws AppError auth.refresh_invalid */
  async refresh(refreshToken: string): Promise<SignedIn> {
    const session = await this.sessions.rotate(refreshToken);
    const account = await this.users.credentialsById(session.userId);
    const revoked = account?.ver !== session.ver && account?.keptSid !== session.id;
    if (!account || revoked) throw new AppError('auth.refresh_invalid');
    return this.issue(account, { session });
  }

  /** Ends the actor's session: its refresh token and, at once, its access tokens. */
  async signOut(actor: Actor): Promise<void> {
    await this.sessions.end(actor.userId, actor.sessionId);
  }

  private async issue(
    account: Credentials,
    options: SignInOptions & { session?: OpenSession },
  ): Promise<SignedIn> {
    const { lifetimeSeconds, tenantsOnly } = options;
    const home = account.organizationId;
    const organization = home === undefined ? null : await this.organizations.byId(home);
    if (!organization && (tenantsOnly || home !== undefined)) throw new AppError('auth.credentials_invalid');
    if (organization && !(await this.users.state(account.id))?.roles.has(organization.id)) {
      throw new AppError('user.pending');
    }
    if (account.status !== 'active' || (organization && organization.status !== 'active')) {
      throw new AppError('organization.suspended');
    }
    const session = options.session ?? (await this.sessions.open(account.id, account.ver));
    const accessToken = this.tokens.sign({
      userId: account.id,
      organizationId: organization?.id,
      organizationName: organization?.name,
      ver: account.ver,
      type: account.mustChangePassword ? 'password' : 'access',
      sid: session.id,
      lifetimeSeconds,
    });
    const { id, seq, email } = account;
    return {
      accessToken,
      refreshToken: session.refreshToken,
      lifetimeSeconds: lifetimeSeconds ?? this.tokens.lifetimeSeconds,
      account: { id, seq, email },
      organization,
    };
  }

  /**
   * @throws AppError auth.credentials_invalid when the current password is wrong, request.rate_limited,
   *   user.password_weak
   */
  async changePassword(actor: Actor, currentPassword: string, newPassword: string): Promise<void> {
    const account = await this.checks.ofActor(actor, currentPassword);
    // An initial secret, above all a documented one, must not live on as the password (D1).
    if (newPassword.normalize('NFKC') === currentPassword.normalize('NFKC')) {
      const errors = { password: 'The new password must differ from the current one' };
      throw new AppError('user.password_weak', { errors });
    }
    const organization = actor.organizationId && (await this.organizations.byId(actor.organizationId));
    const organizationName = organization ? organization.name : undefined;
    this.passwords.check(newPassword, { email: account.email, organizationName });
    await this.users.changePassword(actor.userId, await this.passwords.hash(newPassword), actor.sessionId);
  }
}

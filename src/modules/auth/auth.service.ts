import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { Env } from '../../config/env.js';
import { UsersService } from '../users/users.service.js';
import type { Organization } from '../registry/organizations.types.js';
import type { Credentials } from '../users/users.types.js';
import type { Actor } from '../access/actor.types.js';
import { requiresFactor } from '../registry/organizations.types.js';
import type { Client } from './auth.types.js';
import { CredentialChecksService, isExpired } from './credential-checks.service.js';
import { AccountOrganizationsService } from './account-organizations.service.js';
import { GrantClaimsService } from './grant-claims.service.js';
import { SignInRecordsService } from './sign-in-records.service.js';
import { type RefreshedSession, SessionsService } from './sessions.service.js';
import { TokensService } from './tokens.service.js';

export interface SignedIn {
  accessToken: string;
  refreshToken: string;
  sessionId: string;
  /** Seconds until the access token ends. */
  lifetimeSeconds: number;
  account: { id: string; seq: number; email: string };
  /** Where the account works: the default organization or the one it chose; null without any. */
  organization: Organization | null;
  /** It can do nothing here before it has a second factor. */
  mustEnrol: boolean;
  /** Of a device that is remembered from now on. */
  deviceToken?: string;
}

export interface SignInOptions {
  /** Seconds; ACCESS_TOKEN_EXPIRE_MINUTES when absent. A surface may document another one (C-09). */
  lifetimeSeconds?: number;
  /** Only accounts with an organization can sign in here; or operators of the platform, who have none. */
  tenantsOnly?: boolean | 'or_operators';
  /** One of the account's organizations. */
  organizationId?: string;
  /** One of TOKEN_CLIENTS. */
  clientId?: string;
}

/** Who signs in, and how it was checked. */
export interface IssueOptions extends SignInOptions {
  session?: RefreshedSession;
  client?: Client;
  /** A code of the second factor was used up for it. */
  withCode?: boolean;
}

@Injectable()
export class AuthService {
  constructor(
    private readonly checks: CredentialChecksService,
    private readonly users: UsersService,
    private readonly accountOrganizations: AccountOrganizationsService,
    private readonly tokens: TokensService,
    private readonly sessions: SessionsService,
    private readonly grants: GrantClaimsService,
    private readonly records: SignInRecordsService,
    private readonly env: Env,
  ) {}

  /**
   * Checks an address and a password. Whichever half is wrong, the words and the time are the same (D10); so are
   * they when a code is missing that the account, or its organization, demands: bodies here know no second step.
   * @param options with the client: wrong passwords are counted by where they come from
   * @throws AppError request.invalid for an unknown client; auth.credentials_invalid, request.rate_limited, auth.hashing_overloaded; after the right
   *   password user.suspended, user.pending, organization.suspended, organization.foreign
   */
  async signIn(email: string, password: string, options: SignInOptions & Client): Promise<SignedIn> {
    const { ip, userAgent } = options;
    const accept = async (account: Credentials) => !(await this.mustEnrolFor(account, options));
    const checked = await this.checks.ofSignIn(email, password, ip, { missing: 'refuse', accept });
    const withCode = checked.second === 'code';
    return this.issue(checked.account, { ...options, client: { ip, userAgent }, withCode });
  }

  /** A token for an account that was made by this request, without asking for its password again. */
  async signInNew(userId: string, options: SignInOptions & { client?: Client } = {}): Promise<SignedIn> {
    const account = await this.users.credentialsById(userId);
    if (!account) throw new AppError('auth.credentials_invalid');
    return this.issue(account, options);
  }

  async refresh(refreshToken: string, client?: Client): Promise<SignedIn> {
    const session = await this.sessions.rotate(refreshToken, client);
    const account = await this.users.credentialsById(session.userId);
    const revoked = account?.ver !== session.ver && account?.keptSid !== session.id;
    if (!account || revoked || isExpired(account)) throw new AppError('auth.refresh_invalid');
    return this.issue(account, { session });
  }

  /** Ends the actor's session: its refresh token and, at once, its access tokens. */
  async signOut(actor: Actor): Promise<void> {
    await this.sessions.end(actor.userId, actor.sessionId);
  }

  /** Whether the organization of a sign-in takes nobody without a second factor; errors are told later. */
  private async mustEnrolFor(account: Credentials, options: SignInOptions): Promise<boolean> {
    const organization = await this.accountOrganizations.choose(account, options).catch(() => null);
    return organization !== null && requiresFactor(organization);
  }

  private mustEnrol({ hasFactor, operator }: Credentials, organization: Organization | null): boolean {
    if (hasFactor) return false;
    return organization === null ? operator && this.env.operatorsNeedFactor : requiresFactor(organization);
  }

  /** A session, new or refreshed, and its access token, for who was checked. */
  async issue(account: Credentials, options: IssueOptions): Promise<SignedIn> {
    const { lifetimeSeconds, tenantsOnly, organizationId, client, withCode } = options;
    const { id, seq, email, ver } = account;
    if (account.status !== 'active') throw new AppError('user.suspended');
    const previousId = options.session?.organizationId;
    const organization = await this.accountOrganizations.choose(account, {
      organizationId,
      previousId,
      tenantsOnly,
    });
    const session =
      options.session ??
      (await this.sessions.open({
        userId: id,
        ver,
        organizationId,
        clientId: options.clientId,
        client,
        withCode,
        unrecorded: this.records.logOf(organization?.id, account.operator),
      }));
    const grantee = { userId: id, organizationId: organization?.id, operator: account.operator };
    const accessToken = this.tokens.sign({
      userId: id,
      organizationId: organization?.id,
      organizationName: organization?.name,
      emailVerified: account.emailVerified,
      ver,
      type: account.mustChangePassword ? 'password' : 'access',
      sid: session.id,
      lifetimeSeconds,
      clientId: options.session?.clientId ?? options.clientId,
      grants: await this.grants.of(grantee),
    });
    return {
      accessToken,
      refreshToken: session.refreshToken,
      sessionId: session.id,
      lifetimeSeconds: lifetimeSeconds ?? this.tokens.lifetimeSeconds,
      account: { id, seq, email },
      organization,
      mustEnrol: this.mustEnrol(account, organization),
    };
  }
}

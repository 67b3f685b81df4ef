import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { DevicesService } from '../factors/devices.service.js';
import { UsersService } from '../users/users.service.js';
import type { Credentials } from '../users/users.types.js';
import { AuthService, type SignedIn, type SignInOptions } from './auth.service.js';
import type { Client } from './auth.types.js';
import { CredentialChecksService, isExpired } from './credential-checks.service.js';
import { CHALLENGE_SECONDS, SignInChallengesService } from './sign-in-challenges.service.js';
import { TokenClientsService } from './token-clients.service.js';

/** The password was right; the session opens with a code. */
export interface PendingSignIn {
  challenge: string;
  /** Seconds. */
  expiresIn: number;
}

/** What a client that knows of second factors sends. */
export interface StepOptions {
  code?: string;
  /** Token of a remembered device. */
  device?: string;
  /** Signs in without a code from now on. */
  remember?: boolean;
}

/** Sign-ins of clients that know of second factors: with a code at once, or later with a challenge. */
@Injectable()
export class TwoStepSignInsService {
  constructor(
    private readonly auth: AuthService,
    private readonly checks: CredentialChecksService,
    private readonly users: UsersService,
    private readonly clients: TokenClientsService,
    private readonly challenges: SignInChallengesService,
    private readonly devices: DevicesService,
  ) {}

  /**
   * Checks an address and a password, as AuthService.signIn does.
   * @returns a challenge when a code has to come
   * @throws AppError as signIn; auth.code_invalid after the right password
   */
  async begin(
    email: string,
    password: string,
    options: SignInOptions & StepOptions & Client,
  ): Promise<SignedIn | PendingSignIn> {
    const { ip, userAgent, organizationId, clientId, code, device, remember } = options;
    if (clientId !== undefined) this.clients.requireClient(clientId);
    const known = device === undefined ? undefined : { token: device, userAgent };
    const step = { code, device: known, missing: 'pending' } as const;
    const { account, second } = await this.checks.ofSignIn(email, password, ip, step);
    if (second === 'pending') {
      const { id: userId, ver } = account;
      const challenge = this.challenges.issue({ userId, ver, organizationId, clientId });
      return { challenge, expiresIn: CHALLENGE_SECONDS };
    }
    const withCode = second === 'code';
    const signedIn = await this.auth.issue(account, { ...options, client: { ip, userAgent }, withCode });
    return remember && withCode ? this.remember(account, signedIn, options) : signedIn;
  }

  /**
   * Opens the session of a challenge.
   * @throws AppError auth.challenge_invalid, auth.code_invalid, request.rate_limited, and what issuing throws
   */
  async complete(
    challenge: string,
    code: string,
    { remember = false, ...client }: Client & { remember?: boolean },
  ): Promise<SignedIn> {
    const { userId, ver, organizationId, clientId } = this.challenges.open(challenge);
    if (clientId !== undefined) this.clients.requireClient(clientId);
    const account = await this.users.credentialsById(userId);
    if (account?.ver !== ver || isExpired(account)) throw new AppError('auth.challenge_invalid');
    // Who has lost the factor meanwhile signs in anew, by the password alone.
    if (!account.hasFactor) throw new AppError('auth.challenge_invalid');
    await this.checks.ofCode({ userId, ip: client.ip }, code);
    const signedIn = await this.auth.issue(account, { organizationId, clientId, client, withCode: true });
    return remember ? this.remember(account, signedIn, client) : signedIn;
  }

  private async remember(account: Credentials, signedIn: SignedIn, client: Client): Promise<SignedIn> {
    return { ...signedIn, deviceToken: await this.devices.remember(account, client) };
  }
}

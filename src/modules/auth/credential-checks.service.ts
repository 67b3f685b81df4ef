import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { canonicalEmail } from '../../common/email.js';
import { SignInLimits } from '../rate-limits/sign-in-limits.service.js';
import { UsersService } from '../users/users.service.js';
import type { Credentials } from '../users/users.types.js';
import type { Actor } from './auth.types.js';
import { PasswordsService } from './passwords.service.js';

/** The one place where a password that somebody sent is compared: every door shares its limits. */
@Injectable()
export class CredentialChecks {
  constructor(
    private readonly users: UsersService,
    private readonly passwords: PasswordsService,
    private readonly limits: SignInLimits,
  ) {}

  /**
   * The account of an address and its password. Whichever half is wrong, the words and the time are the same
   * (D10).
   * @param ip where the request comes from
   * @throws AppError auth.credentials_invalid, request.rate_limited, auth.hashing_overloaded
   */
  async ofEmail(email: string, password: string, ip: string | undefined): Promise<Credentials> {
    const address = canonicalEmail(email);
    const account = await this.limits.within(address ?? email, ip, async () => {
      const found = address === null ? null : await this.users.credentials(address);
      return this.compare(found, password);
    });
    if (!account) throw new AppError('auth.credentials_invalid');
    return account;
  }

  /**
   * The caller's own account, when they confirm with their password.
   * @throws AppError auth.credentials_invalid, request.rate_limited, auth.hashing_overloaded
   */
  async ofActor({ userId, ip }: Actor, password: string): Promise<Credentials> {
    const found = await this.users.credentialsById(userId);
    const account = await this.limits.within(found?.email ?? userId, ip, async () =>
      (await this.passwords.verify(password, found?.hash)) ? found : null,
    );
    if (!account) throw new AppError('auth.credentials_invalid');
    return account;
  }

  /** A try at an initial secret is counted beside the hash, so that it costs no time of its own. */
  private async compare(account: Credentials | null, password: string): Promise<Credentials | null> {
    const isSecret = account?.mustChangePassword === true;
    const [correct, allowed] = await Promise.all([
      this.passwords.verify(password, account?.hash),
      isSecret ? this.users.takeSecretTry(account.id) : true,
    ]);
    if (!correct || !allowed || !account || isExpired(account)) return null;
    if (isSecret) await this.users.giveBackSecretTry(account.id);
    return account;
  }
}

/** An initial secret works for a limited time (security.md, D1). */
function isExpired({ mustChangePassword, secretExpiresAt }: Credentials): boolean {
  return mustChangePassword && secretExpiresAt !== undefined && secretExpiresAt.getTime() < Date.now();
}

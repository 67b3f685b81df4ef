import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { canonicalEmail } from '../../common/email.js';
import { SignInLimitsService } from '../rate-limits/sign-in-limits.service.js';
import { UsersService } from '../users/users.service.js';
import type { Credentials } from '../users/users.types.js';
import type { Actor } from '../access/actor.types.js';
import { DOCUMENTED_PASSWORD, PasswordsService } from '../credentials/passwords.service.js';

/** A wrong try at a temporary password is counted after a random part of this. */
const COUNT_WITHIN_MS = 250;

/** Who uses a mailed code, beside the code: with a session of the account, or its password. */
export interface Holder {
  actor?: Actor;
  password?: string;
  /** Where the request comes from. */
  ip?: string;
}

/** The one place where a password that a client sent is compared: all surfaces share its limits. */
@Injectable()
export class CredentialChecksService {
  private readonly log = new Logger(CredentialChecksService.name);
  /** Wrong tries at temporary passwords on their way to the database, by account. */
  private readonly counting = new Map<string, Promise<void>>();

  constructor(
    private readonly users: UsersService,
    private readonly passwords: PasswordsService,
    private readonly limits: SignInLimitsService,
  ) {}

  /**
   * The account of an address and its password. Whichever half is wrong, the words and the time are the same
   * (D10).
   * @param ip where the request comes from
   */
  async ofEmail(email: string, password: string, ip: string | undefined): Promise<Credentials> {
    this.passwords.expectHash('compare');
    const address = canonicalEmail(email);
    const account = await this.limits.within(address ?? email, ip, async () => {
      const found = address === null ? null : await this.users.credentials(address);
      return this.compare(found, password, ip);
    });
    if (!account) throw new AppError('auth.credentials_invalid');
    this.passwords.recognizeNetwork();
    return account;
  }

  /** The caller's own account, when they confirm with their password. */
  async ofActor({ userId, ip }: Actor, password: string): Promise<Credentials> {
    this.passwords.expectHash('compare');
    const found = await this.users.credentialsById(userId);
    const account = await this.limits.within(found?.email ?? userId, ip, async () =>
      (await this.passwords.verify(password, found?.hash)) && found && (await this.works(found, password, ip))
        ? found
        : null,
    );
    if (!account) throw new AppError('auth.credentials_invalid');
    return account;
  }

  /**
   * Whether the caller has the account that a code is about.
   * @returns the hash of the password, when one was sent: it must be the account's still when the code is used
   */
  async ofHolder(userId: string, email: string, holder: Holder): Promise<string | undefined> {
    const { actor, password, ip } = holder;
    if (password !== undefined) {
      const account = await this.ofEmail(email, password, ip);
      if (account.id !== userId) throw new AppError('auth.link_invalid'); // the address is another account's by now
      // An administrator chose a temporary password and knows it.
      if (account.mustChangePassword) throw new AppError('auth.password_change_required');
      return account.hash;
    }
    if (actor === undefined) throw new AppError('auth.confirmation_incomplete');
    if (actor.userId !== userId) throw new AppError('auth.forbidden');
    return undefined;
  }

  private async compare(
    account: Credentials | null,
    password: string,
    ip: string | undefined,
  ): Promise<Credentials | null> {
    const correct = await this.passwords.verify(password, account?.hash);
    if (account?.mustChangePassword && !correct) this.countLater(account, ip);
    return correct && account && (await this.works(account, password, ip)) ? account : null;
  }

  /**
   * Whether the right password opens anything: a temporary password may be too old. The documented one, which
   * everybody can read, has five tries from each network (D1); a random one has 144 bits and needs no such limit,
   * so that no stranger's guesses end it.
   */
  private async works(account: Credentials, password: string, ip: string | undefined): Promise<boolean> {
    if (!account.mustChangePassword) return true;
    if (isExpired(account)) return false;
    if (password.normalize('NFKC') !== DOCUMENTED_PASSWORD) return true;
    await this.counting.get(account.id);
    return this.limits.hasSecretTry(account, ip);
  }

  /**
   * Nobody who is wrong waits for the count, or shares the processor with it: it would tell that the account has
   * a temporary password. Who is right waits for all counts before.
   */
  private countLater(account: Credentials, ip: string | undefined): void {
    const { id } = account;
    const before = this.counting.get(id);
    const counted = Promise.all([before, sleep(Math.random() * COUNT_WITHIN_MS, undefined, { ref: false })])
      .then(() => this.limits.countSecretTry(account, ip))
      .catch((error: unknown) => this.log.warn(`a try was not counted: ${(error as Error).message}`))
      .finally(() => {
        if (this.counting.get(id) === counted) this.counting.delete(id);
      });
    this.counting.set(id, counted);
  }
}

/** A temporary password works for a limited time (D1). */
export function isExpired({ mustChangePassword, secretExpiresAt }: Credentials): boolean {
  return mustChangePassword && secretExpiresAt !== undefined && secretExpiresAt.getTime() < Date.now();
}

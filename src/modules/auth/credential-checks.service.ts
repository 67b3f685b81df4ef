import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { canonicalEmail } from '../../common/email.js';
import { sentCode } from '../../common/request-scope.js';
import { DevicesService } from '../factors/devices.service.js';
import { FactorsService } from '../factors/factors.service.js';
import type { CodeMatch } from '../factors/factors.types.js';
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

/** What comes beside the password of an account with a second factor. */
export interface SecondStep {
  /** Of the factor, or a recovery code; absent: X-OTP. */
  code?: string;
  /** Token of a remembered device, and the program it is used by. */
  device?: { token: string; userAgent?: string };
  /**
   * When it does not come: `refuse` answers, counts and takes as long as a wrong password; `pending` lets it come
   * later; `tell` says that it is missing.
   */
  missing: 'refuse' | 'pending' | 'tell';
  /** A right password of an account without a factor is refused as a wrong one when this says no. */
  accept?: (account: Credentials) => Promise<boolean>;
}

/** An account whose password was right. */
export interface Checked {
  account: Credentials;
  /** `known`: on a remembered device; `code`: one was used up; `pending`: one has to come. */
  second: 'none' | 'code' | 'known' | 'pending';
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
    private readonly factors: FactorsService,
    private readonly devices: DevicesService,
  ) {}

  /**
   * The account of an address and its password. Whichever half is wrong, the words and the time are the same
   * (D10).
   * @param ip where the request comes from
   */
  async ofEmail(email: string, password: string, ip: string | undefined): Promise<Credentials> {
    return (await this.ofSignIn(email, password, ip, { missing: 'tell' })).account;
  }

  /**
   * The same, with what a sign-in knows of the second step.
   * @throws AppError auth.credentials_invalid, request.rate_limited; unless `missing` is `refuse`, after the right
   *   password: auth.code_invalid, and auth.second_factor_required if it is `tell`
   */
  async ofSignIn(
    email: string,
    password: string,
    ip: string | undefined,
    step: SecondStep,
  ): Promise<Checked> {
    this.passwords.expectHash('compare');
    const address = canonicalEmail(email);
    let isCodeWrong = false;
    const checked = await this.limits.within(address ?? email, ip, async () => {
      const found = address === null ? null : await this.users.credentials(address);
      const { code = sentCode() } = step;
      // Beside the hash, whatever that says: the time does not tell which of the two was wrong.
      const matching = code === undefined || !found?.hasFactor ? undefined : this.matching(found.id, code);
      const account = await this.compare(found, password, ip);
      if (!account) return null;
      const second = await this.secondOf(account, await matching, step, ip);
      isCodeWrong = second === 'wrong';
      return second === 'wrong' || second === 'refused' ? null : { account, second };
    });
    if (isCodeWrong && step.missing !== 'refuse') throw new AppError('auth.code_invalid');
    if (!checked) throw new AppError('auth.credentials_invalid');
    if (checked.second === 'pending' && step.missing === 'tell') {
      throw new AppError('auth.second_factor_required');
    }
    this.passwords.recognizeNetwork();
    return checked;
  }

  /**
   * The caller's own account, when they confirm with their password, and with a code where they have a factor.
   * @param step.code absent: X-OTP
   * @param step.isFresh a code was asked for a moment ago: none is needed
   * @throws AppError auth.credentials_invalid, auth.code_invalid, auth.second_factor_required, request.rate_limited
   */
  async ofActor(
    { userId, ip }: Actor,
    password: string,
    { code = sentCode(), isFresh = false }: { code?: string; isFresh?: boolean } = {},
  ): Promise<Credentials> {
    this.passwords.expectHash('compare');
    const found = await this.users.credentialsById(userId);
    let isCodeWrong = false;
    const checked = await this.limits.within(found?.email ?? userId, ip, async () => {
      const correct = await this.passwords.verify(password, found?.hash);
      if (!correct || !found || !(await this.works(found, password, ip))) return null;
      const match = code !== undefined && found.hasFactor ? await this.matching(userId, code) : undefined;
      const second = await this.secondOf(found, match, { missing: 'tell' }, ip);
      isCodeWrong = second === 'wrong';
      return isCodeWrong ? null : { account: found, second };
    });
    if (isCodeWrong) throw new AppError('auth.code_invalid');
    if (!checked) throw new AppError('auth.credentials_invalid');
    if (checked.second === 'pending' && !isFresh) throw new AppError('auth.second_factor_required');
    return checked.account;
  }

  /**
   * A code of the caller's factor, alone. Wrong ones count as wrong passwords do.
   * @throws AppError auth.code_invalid, request.rate_limited
   */
  async ofCode(caller: { userId: string; ip?: string }, code: string): Promise<void> {
    const { userId, ip } = caller;
    const isUsed = await this.counted(caller, async () => {
      const match = await this.factors.match(userId, code);
      return match !== null && (await this.factors.use(userId, match, ip)) ? true : null;
    });
    if (!isUsed) throw new AppError('auth.code_invalid');
  }

  /** Within the limits of the caller's account. @param check null: counts as a wrong password */
  async counted<T>(
    { userId, ip }: { userId: string; ip?: string },
    check: () => Promise<T | null>,
  ): Promise<T | null> {
    const found = await this.users.credentialsById(userId);
    return this.limits.within(found?.email ?? userId, ip, check);
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

  /** What is wrong with it is told where it is awaited. */
  private matching(userId: string, code: string): Promise<CodeMatch | null> {
    const matching = this.factors.match(userId, code);
    matching.catch(() => undefined);
    return matching;
  }

  /** @param match of the code that came; undefined: none did */
  private async secondOf(
    account: Credentials,
    match: CodeMatch | null | undefined,
    { device, missing, accept }: SecondStep,
    ip: string | undefined,
  ): Promise<Checked['second'] | 'wrong' | 'refused'> {
    if (!account.hasFactor) return accept && !(await accept(account)) ? 'refused' : 'none';
    if (match === null) return 'wrong';
    if (match !== undefined) return (await this.factors.use(account.id, match, ip)) ? 'code' : 'wrong';
    const seen = { ip, userAgent: device?.userAgent };
    if (device && (await this.devices.isKnown(account, device.token, seen))) return 'known';
    return missing === 'refuse' ? 'refused' : 'pending';
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

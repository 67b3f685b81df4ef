import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { KeyedQueue } from '../../common/keyed-queue.js';
import { Env } from '../../config/env.js';
import { networkOf, SITE_FACTOR, siteOf } from './network.js';
import { RateLimitsRepository } from './rate-limits.repository.js';
import { RateLimitsService } from './rate-limits.service.js';
import type { Limit } from './rate-limits.types.js';

const ACCOUNT_WINDOW_SECONDS = 900;
const TOTAL_WINDOW_MS = 3_600_000;
/** What a network the account never signed in from may try while the account is under attack: typing errors. */
const TRIES_UNDER_ATTACK = 3;
/**
 * Of an account's tries, one instance uses this part at once; who comes then waits. So right passwords sent in
 * parallel do not use each other's tries up, as long as there are no more than four instances.
 */
const AT_ONCE = 1 / 4;
/** Tries of one account from one network that wait for those before them. */
const MAX_WAITING = 1000;
const KNOWN_FOR_MS = 30 * 24 * 3_600_000;

/** Wrong tries at the documented temporary password, per network. */
const SECRET_TRIES = 5;
/** Longer than any temporary password lives (INITIAL_SECRET_HOURS is at most a week). */
const SECRET_MS = 8 * 24 * 3_600_000;

/** A temporary password: the account, and the version that issuing another one raises. */
interface IssuedSecret {
  readonly id: string;
  readonly ver: number;
}

/**
 * Wrong passwords per account, whichever surface they come through. A network always has tries of its own, so that
 * no stranger shuts an account's owner out (G3). Addresses without an account are counted alike.
 */
@Injectable()
export class SignInLimitsService {
  private readonly full: Limit;
  private readonly underAttack: Limit;
  private readonly turns: KeyedQueue;
  private tellAttack: (email: string, failures: number) => void = () => undefined;

  constructor(
    private readonly limits: RateLimitsService,
    private readonly counts: RateLimitsRepository,
    private readonly env: Env,
  ) {
    const limit = env.RATE_LIMIT_ACCOUNT;
    this.full = { name: 'account', limit, windowSeconds: ACCOUNT_WINDOW_SECONDS, givesBack: true };
    const fewer = Math.min(TRIES_UNDER_ATTACK, limit);
    this.turns = new KeyedQueue({
      atOnce: Math.max(1, Math.floor(limit * AT_ONCE)),
      maxWaiting: MAX_WAITING,
    });
    this.underAttack = { ...this.full, limit: fewer, knownLimit: limit };
  }

  /** @param listener called once an hour for an address whose account is under attack, also if nobody has it */
  onAttack(listener: (email: string, failures: number) => void): void {
    this.tellAttack = listener;
  }

  /**
   * Checks a password within the account's limits.
   * @param email the canonical address that was given, whether or not an account has it
   * @param address where the request comes from; those without one share the tries of one network
   * @param check null: the password is wrong
   * @throws AppError request.rate_limited before the password is looked at
   */
  async within<T>(
    email: string,
    address: string | undefined,
    check: () => Promise<T | null>,
  ): Promise<T | null> {
    if (!this.env.rateLimits) return check();
    const total = this.limits.keyOf('account-total', email);
    const key = this.limits.keyOf('account', email, networkOf(address));
    const site = siteOf(address);
    const within = () => this.counted({ total, key, email }, check);
    return this.turns.run(key, () => (site === undefined ? within() : this.withinSite(email, site, within)));
  }

  /** Counts a wrong try at a temporary password from a network; another secret of the account is counted anew. */
  async countSecretTry(secret: IssuedSecret, address: string | undefined): Promise<void> {
    const limit = Number.MAX_SAFE_INTEGER;
    await this.counts.take({ key: this.secretKey(secret, address), points: 1, limit, windowMs: SECRET_MS });
  }

  /** Whether the temporary password was tried wrongly from this network less often than five times (D1). */
  async hasSecretTry(secret: IssuedSecret, address: string | undefined): Promise<boolean> {
    return (await this.counts.used(this.secretKey(secret, address))) < SECRET_TRIES;
  }

  private secretKey({ id, ver }: IssuedSecret, address: string | undefined): string {
    return this.limits.keyOf('secret', id, String(ver), networkOf(address));
  }

  /** One who has many networks of one IPv6 site has no more than twice a network's tries at an account. */
  private async withinSite<T>(
    email: string,
    site: string,
    check: () => Promise<T | null>,
  ): Promise<T | null> {
    const limit = { ...this.full, name: 'account-site', limit: this.full.limit * SITE_FACTOR };
    const key = this.limits.keyOf(limit.name, email, site);
    const taken = await this.limits.take(limit, key);
    if (!taken.granted)
      throw new AppError('request.rate_limited', { retryAfter: taken.resetSeconds, quota: limit });
    let isWrong = false;
    try {
      const found = await check();
      isWrong = found === null;
      return found;
    } finally {
      if (!isWrong) await this.limits.giveBack(key, taken);
    }
  }

  private async counted<T>(
    { total, key, email }: { total: string; key: string; email: string },
    check: () => Promise<T | null>,
  ): Promise<T | null> {
    const isAttacked = (await this.counts.used(total)) >= this.env.RATE_LIMIT_ACCOUNT_TOTAL;
    // Counted before the password is checked, so that a burst cannot slip past.
    const taken = await this.limits.take(isAttacked ? this.underAttack : this.full, key);
    if (!taken.granted) {
      throw new AppError('request.rate_limited', { retryAfter: taken.resetSeconds, quota: this.full });
    }
    let found: T | null;
    try {
      found = await check();
    } catch (error) {
      await this.limits.giveBack(key, taken);
      throw error;
    }
    if (found === null) await this.countFailure(total, email);
    else await this.limits.giveBack(key, taken, new Date(Date.now() + KNOWN_FOR_MS));
    return found;
  }

  private async countFailure(total: string, email: string): Promise<void> {
    const limit = Number.MAX_SAFE_INTEGER;
    const { used } = await this.counts.take({ key: total, points: 1, limit, windowMs: TOTAL_WINDOW_MS });
    if (used === this.env.RATE_LIMIT_ACCOUNT_TOTAL) this.tellAttack(email, used); // of all instances, one counts it
  }
}

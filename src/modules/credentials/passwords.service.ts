import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Piscina } from 'piscina';
import { lruOf } from '../../common/lru.js';
import { AppError } from '../../common/errors/app-error.js';
import { type Claim, FairQueue } from '../../common/fair-queue.js';
import { histogram, type Observe } from '../../common/metrics/metric.js';
import { Metrics } from '../../common/metrics/metrics.js';
import { showQueue } from '../../common/metrics/queue-metrics.js';
import { networkShare } from '../../common/network-share.js';
import { requestClaim } from '../../common/request-claim.js';
import { outsideRequest, type RequestScope, requestScope } from '../../common/request-scope.js';
import { traced } from '../../common/tracing/tracing.js';
import { Env } from '../../config/env.js';
import { checkPassword, type PasswordContext } from './password-policy.js';

/** Hashes that wait, for the memory their requests hold; a request that cannot be served in time is refused before. */
const MAX_WAITING = 1000;
/** Seconds; a longer `Retry-After` than this is not asked for. */
const MAX_RETRY = 30;
/** Hashing yields to the thread that answers requests … */
const NICE = 10;
/**
 * … but not the hash of a client that has none running: beside a crowd whose organizations the database makes, it
 * would wait for all of them.
 */
const NICE_EXTRA = 0;
/** Networks that a user signed in from: about 100 bytes each. */
const MAX_NETWORKS = 50_000;

/** The documented first password of a tenant's owner (S3-08); how it is defused: D1. */
export const DOCUMENTED_PASSWORD = 'tenant123';

const SECONDS = histogram(
  'rowhouse_hash_seconds',
  'What bcrypt took in its thread; task is hash or compare',
  ['task'],
  [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
);

/** What the threads do. */
type HashTask = 'hash' | 'compare';

export interface TemporaryPassword {
  text: string;
  /** It stops working then. */
  until: Date;
}

/**
 * bcrypt in worker threads, all cores at once, never on the event loop. Organizations and networks take turns,
 * and what cannot be hashed in time is refused at once (ADR-0028).
 */
@Injectable()
export class PasswordsService implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly threads = availableParallelism();
  private readonly pool = newPool(this.threads, NICE);
  /** Idle unless the other threads are busy. */
  private readonly extra = newPool(1, NICE_EXTRA);
  private readonly queue = new FairQueue({
    slots: this.threads,
    maxWaiting: MAX_WAITING,
    toError: (waitMs) => {
      const retryAfter = Math.min(Math.max(1, Math.ceil(waitMs / 1000)), MAX_RETRY);
      return new AppError('auth.hashing_overloaded', { retryAfter });
    },
  });
  private readonly networks = lruOf<true>(MAX_NETWORKS);
  /** By request, what to call when its hash is asked for. */
  private readonly expected = new WeakMap<RequestScope, () => void>();
  private readonly cost: number;
  private decoy?: Promise<string>;
  private readonly observe: Record<HashTask, Observe>;

  constructor(
    private readonly env: Env,
    metrics: Metrics,
  ) {
    this.cost = env.BCRYPT_COST;
    showQueue(metrics, 'hashes', this.queue);
    this.observe = {
      hash: metrics.observer(SECONDS, { task: 'hash' }),
      compare: metrics.observer(SECONDS, { task: 'compare' }),
    };
  }

  /** Also measures how long a hash takes here, before a crowd comes. */
  onApplicationBootstrap(): void {
    this.decoy ??= this.hash('a password nobody has');
    this.decoy.catch(() => (this.decoy = undefined));
  }

  /** @throws AppError auth.hashing_overloaded when its turn would come too late */
  hash(password: string): Promise<string> {
    return this.run<string>('hash', { password, cost: this.cost });
  }

  /**
   * Compares a password with a stored hash; without one it spends the same time and says no (D10).
   * @throws AppError auth.hashing_overloaded when its turn would come too late
   */
  async verify(password: string, stored: string | undefined): Promise<boolean> {
    // Everybody's, so that it does not go with the request that asked first.
    this.decoy ??= outsideRequest(() => this.hash('a password nobody has'));
    const hash = stored ?? (await this.decoy.catch((error: unknown) => this.forgetDecoy(error)));
    const same = await this.run<boolean>('compare', { password, hash });
    return same && stored !== undefined;
  }

  /**
   * Begins work of this request that ends with a hash: a crowd is refused before it asks the database.
   * @param task `compare` for a password that is checked, `hash` for a new one
   * @throws AppError auth.hashing_overloaded when its turn would come too late
   */
  expectHash(task: HashTask): void {
    const scope = requestScope();
    if (scope === undefined) return;
    const made = this.queue.expect(this.claim(task));
    this.expected.set(scope, made);
    scope.onEnd(made);
  }

  /**
   * The request's network is where a user signs in from: its sign-ins go before those of unknown networks.
   * It is no account that is known, so that a waiting time tells nothing about one.
   */
  recognizeNetwork(): void {
    const scope = requestScope();
    if (scope) this.networks.set(networkShare(scope.source.ip), true);
  }

  /** A secret to be shown once and changed at the first sign-in. */
  temporaryPassword(): TemporaryPassword {
    return { text: randomBytes(18).toString('base64url'), until: this.initialSecretEnd() };
  }

  initialSecretEnd(): Date {
    return new Date(Date.now() + this.env.INITIAL_SECRET_HOURS * 3_600_000);
  }

  /** @throws AppError user.password_weak when the policy refuses it */
  check(password: string, context: PasswordContext): void {
    checkPassword(password, context);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.pool.destroy(), this.extra.destroy()]);
  }

  private forgetDecoy(error: unknown): never {
    this.decoy = undefined;
    throw error;
  }

  private run<T>(name: HashTask, task: object): Promise<T> {
    const scope = requestScope();
    if (scope) this.expected.get(scope)?.();
    return traced(`bcrypt ${name}`, {}, () => this.inTurn<T>(name, task));
  }

  private inTurn<T>(name: HashTask, task: object): Promise<T> {
    return this.queue.run(this.claim(name), async (isExtra) => {
      const since = performance.now();
      const result = (await (isExtra ? this.extra : this.pool).run(task, { name })) as T;
      this.observe[name]((performance.now() - since) / 1000);
      return result;
    });
  }

  /**
   * An organization's for who has signed in there, else the network's. Of one key a password that is checked goes
   * before a new one, whether or not there is such an account, so that the time tells nothing of it.
   */
  private claim(task: HashTask): Claim {
    const source = requestScope()?.source;
    if (source === undefined) return requestClaim();
    const isKnown = source.organizationId === undefined && this.networks.has(networkShare(source.ip));
    return { ...requestClaim(), preferred: isKnown, first: task === 'compare' };
  }
}

function newPool(maxThreads: number, nice: number): Piscina {
  return new Piscina({
    filename: workerFile(),
    minThreads: 1, // one that has to start first, beside a crowd, would be late
    maxThreads,
    idleTimeout: 30_000,
    workerData: { nice },
  });
}

function workerFile(): string {
  const file = new URL('./hash.worker.mjs', import.meta.url);
  if (!existsSync(file)) throw new Error(`the hashing worker is missing: ${file.pathname}`);
  return file.href;
}

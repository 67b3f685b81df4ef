import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Piscina } from 'piscina';
import { AppError } from '../../common/errors/app-error.js';
import { Env } from '../../config/env.js';
import { checkPassword, type PasswordContext } from './password-policy.js';

/** About 5 s of hashing on two cores at cost 10; a request waiting longer would miss its deadline anyway. */
const MAX_QUEUE = 128;

export interface InitialSecret {
  text: string;
  /** It stops working then. */
  until: Date;
}

/** bcrypt in worker threads, all cores at once, never on the event loop. */
@Injectable()
export class PasswordsService implements OnApplicationShutdown {
  private readonly pool: Piscina;
  private readonly cost: number;
  private decoy?: Promise<string>;

  constructor(private readonly env: Env) {
    this.cost = env.BCRYPT_COST;
    this.pool = new Piscina({
      filename: workerFile(),
      minThreads: 1,
      maxThreads: availableParallelism(),
      maxQueue: MAX_QUEUE,
      idleTimeout: 30_000,
    });
  }

  /** @throws AppError auth.hashing_overloaded when the queue is full */
  hash(password: string): Promise<string> {
    return this.run<string>('hash', { password, cost: this.cost });
  }

  /**
   * Compares a password with a stored hash; without one it spends the same time and says no (D10).
   * @throws AppError auth.hashing_overloaded when the queue is full
   */
  async verify(password: string, stored: string | undefined): Promise<boolean> {
    this.decoy ??= this.hash('a password nobody has');
    const hash = stored ?? (await this.decoy.catch((error: unknown) => this.forgetDecoy(error)));
    const same = await this.run<boolean>('compare', { password, hash });
    return same && stored !== undefined;
  }

  /** A secret to be shown once and changed at the first sign-in. */
  initialSecret(): InitialSecret {
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
    await this.pool.destroy();
  }

  private forgetDecoy(error: unknown): never {
    this.decoy = undefined;
    throw error;
  }

  private async run<T>(name: 'hash' | 'compare', task: object): Promise<T> {
    if (this.pool.queueSize >= MAX_QUEUE) throw new AppError('auth.hashing_overloaded', { retryAfter: 2 });
    return (await this.pool.run(task, { name })) as T;
  }
}

function workerFile(): string {
  const file = new URL('./hash.worker.mjs', import.meta.url);
  if (!existsSync(file)) throw new Error(`the hashing worker is missing: ${file.pathname}`);
  return file.href;
}

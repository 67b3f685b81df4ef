import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { Env } from '../../config/env.js';
import { signingSecrets } from '../../config/secret.js';
import { withEffectClaim } from '../../database/effect-claim.js';
import { type KeptAnswer, keyedHash, openAnswer, sealAnswer } from './answer-seal.js';
import { IdempotencyRepository } from './idempotency.repository.js';
import type { IdempotencyRow } from './idempotency.schema.js';

const KEY = /^[A-Za-z0-9_-]{1,128}$/;
/** Milliseconds a key stands for the answer it got. */
const KEPT_MS = 24 * 3_600_000;
/** Milliseconds beyond the deadline of a request after which its process counts as dead. */
const PATIENCE_MS = 5000;
/** Tries to take a key whose last holder is dead: others may try as well. */
const MAX_TRIES = 5;

export interface KeyedRequest {
  /** The Idempotency-Key. */
  key: string;
  /** Where the key counts: caller, method and route. */
  scope: readonly unknown[];
  /** What the key must not be used again with: address and body. */
  asked: readonly unknown[];
}

/**
 * One effect for each Idempotency-Key (draft-ietf-httpapi-idempotency-key-header). A key is taken before the
 * handler runs; that it was used is committed in the transaction of the effect, so that a killed process leaves
 * both or neither.
 */
@Injectable()
export class IdempotencyService {
  private readonly log = new Logger(IdempotencyService.name);
  /** The newest first. */
  private readonly secrets: readonly string[];
  private readonly leaseMs: number;

  constructor(
    private readonly keys: IdempotencyRepository,
    env: Env,
  ) {
    this.secrets = signingSecrets(env);
    this.leaseMs = env.REQUEST_TIMEOUT_MS + PATIENCE_MS;
  }

  /** Runs `work`, or gives the answer it had before. */
  async run(
    request: KeyedRequest,
    work: () => Promise<KeptAnswer>,
  ): Promise<{ answer: KeptAnswer; replayed: boolean }> {
    if (!KEY.test(request.key)) throw new AppError('idempotency.invalid');
    const held = await this.take(request);
    if ('status' in held) return { answer: held, replayed: true };
    const answer = await this.claimed(held, work);
    const sealed = sealAnswer(this.secrets[0], { id: held._id, key: request.key }, answer);
    // The effect stands: a repeat is told so when its answer could not be kept.
    await this.keys.answer(held, sealed).catch((error: unknown) => this.warn('answer not kept', error));
    return { answer, replayed: false };
  }

  private async claimed(held: IdempotencyRow, work: () => Promise<KeptAnswer>): Promise<KeptAnswer> {
    const claim = {
      committed: false,
      write: async (session: Parameters<IdempotencyRepository['commit']>[1]) => {
        // The lease ran out and the key went to a repeat: two effects would be the result.
        const isOurs = await this.keys.commit(held, session);
        if (!isOurs) throw new AppError('idempotency.in_progress', { retryAfter: 1 });
      },
    };
    try {
      return await withEffectClaim(claim, work);
    } catch (error) {
      const giveUp = claim.committed ? this.keys.abandon(held) : this.keys.release(held);
      await giveUp.catch((failure: unknown) => this.warn('key not released', failure));
      throw error;
    }
  }

  /** @returns the key's row when the caller is to do the work, else the answer */
  private async take(request: KeyedRequest): Promise<IdempotencyRow | KeptAnswer> {
    const names = this.secrets.map((secret) => keyedHash(secret, 'key', [...request.scope, request.key]));
    for (let i = 0; i < MAX_TRIES; i++) {
      // A key that was used before the secret changed.
      for (const [n, name] of names.entries()) {
        const answer = n === 0 ? null : await this.look(name, n, request);
        if (answer) return answer;
      }
      const row = this.newRow(names[0], request);
      if (await this.keys.insert(row)) return row;
      const answer = await this.look(row._id, 0, request);
      if (answer) return answer;
    }
    throw new AppError('idempotency.in_progress', { retryAfter: 1 });
  }

  private newRow(_id: string, { asked }: KeyedRequest): IdempotencyRow {
    const now = Date.now();
    return {
      _id,
      fingerprint: keyedHash(this.secrets[0], 'request', asked),
      attempt: randomUUID(),
      state: 'working',
      lease_until: new Date(now + this.leaseMs),
      created_at: new Date(now),
      expires_at: new Date(now + KEPT_MS),
    };
  }

  /** The answer a key stands for; null when the key is free, also because its holder died before any effect. */
  private async look(id: string, n: number, { key, asked }: KeyedRequest): Promise<KeptAnswer | null> {
    const row = await this.keys.find(id);
    if (!row) return null;
    const now = Date.now();
    const isHeld = row.lease_until.getTime() > now;
    if (row.expires_at.getTime() <= now || (row.state === 'working' && !isHeld)) {
      await this.keys.remove(row);
      return null;
    }
    const secret = this.secrets[n];
    if (row.fingerprint !== keyedHash(secret, 'request', asked)) throw new AppError('idempotency.mismatch');
    if (row.answer) return openAnswer(secret, { id, key }, row.answer);
    throw isHeld
      ? new AppError('idempotency.in_progress', { retryAfter: 1 })
      : new AppError('idempotency.answer_lost');
  }

  private warn(what: string, error: unknown): void {
    this.log.warn(`idempotency: ${what}: ${(error as Error).message}`);
  }
}

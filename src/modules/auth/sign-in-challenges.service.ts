import { hkdfSync } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { seal, unseal } from '../../common/sealed.js';
import { Env } from '../../config/env.js';
import { signingSecrets } from '../../config/secret.js';
import { Clock } from '../../database/work/clock.js';

/** Lets secret scanners recognise a leaked one. */
const PREFIX = 'rwf_';
/** Seconds between the password and the code. */
export const CHALLENGE_SECONDS = 300;
const MAX_LENGTH = 1024;

/** A sign-in whose password was right, and whose code has not come yet. */
export interface Challenge {
  readonly userId: string;
  /** Version of the account: a changed password ends it. */
  readonly ver: number;
  readonly organizationId?: string;
  readonly clientId?: string;
}

/**
 * What a client holds between the password and the code: sealed with a key of its own, so that it is nothing but
 * this, and nothing else passes for it. It opens nothing without a code, which works once.
 */
@Injectable()
export class SignInChallengesService {
  private readonly keys: readonly Buffer[];

  constructor(
    private readonly clock: Clock,
    env: Env,
  ) {
    this.keys = signingSecrets(env).map((secret) =>
      Buffer.from(hkdfSync('sha256', secret, '', 'rowhouse/sign-in-challenge/v1', 32)),
    );
  }

  issue(challenge: Challenge): string {
    const until = this.clock.wall() + CHALLENGE_SECONDS * 1000;
    return PREFIX + seal(this.keys[0], JSON.stringify({ ...challenge, until })).toString('base64url');
  }

  /** @throws AppError auth.challenge_invalid */
  open(token: string): Challenge {
    const isOurs = token.startsWith(PREFIX) && token.length <= MAX_LENGTH;
    const sealed = Buffer.from(isOurs ? token.slice(PREFIX.length) : '', 'base64url');
    for (const key of this.keys) {
      const found = opened(key, sealed);
      if (found !== null && found.until > this.clock.wall()) return found;
    }
    throw new AppError('auth.challenge_invalid');
  }
}

function opened(key: Buffer, sealed: Buffer): (Challenge & { until: number }) | null {
  try {
    return JSON.parse(unseal(key, sealed).toString('utf8')) as Challenge & { until: number };
  } catch {
    return null;
  }
}

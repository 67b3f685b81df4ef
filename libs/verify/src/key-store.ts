import { createLocalJWKSet, errors, type FlattenedJWSInput, type JWSHeaderParameters } from 'jose';
import { VerifyError } from './errors.js';
import type { Fetch } from './options.js';

export interface KeyStoreOptions {
  url: string;
  fetch: Fetch;
  /** All in milliseconds. */
  maxAge?: number;
  cooldown?: number;
  maxStale?: number;
}

type KeySet = ReturnType<typeof createLocalJWKSet>;

const MINUTE = 60_000;
/** After a question that failed, the next one waits for this long. Milliseconds. */
const RETRY = 1000;
/** Milliseconds. */
const TIMEOUT = 5000;

/**
 * The published keys. They are asked for when they are old and, at most once in `cooldown`, for a key id that is not
 * among them, however many such tokens come. While Rowhouse does not answer, those that are known go on.
 */
export class KeyStore {
  private keys: KeySet | undefined;
  private loadedAt = -Infinity;
  private askedAt = -Infinity;
  private failure: VerifyError | undefined;
  private pending: Promise<void> | undefined;

  constructor(private readonly options: KeyStoreOptions) {}

  /** For jose: the key that a header names. */
  readonly find = async (header: JWSHeaderParameters, token: FlattenedJWSInput) => {
    const keys = await this.current();
    try {
      return await keys(header, token);
    } catch (error) {
      const isUnknown = error instanceof errors.JWKSNoMatchingKey;
      if (!isUnknown || !(await this.askForUnknown())) throw error;
      return this.keys!(header, token);
    }
  };

  private async current(): Promise<KeySet> {
    const { maxAge = 10 * MINUTE, maxStale = 24 * 60 * MINUTE } = this.options;
    const age = Date.now() - this.loadedAt;
    if (this.keys !== undefined && age < maxAge) return this.keys;
    const isUsable = this.keys !== undefined && age < maxStale;
    const loading = this.load(RETRY);
    if (isUsable) loading.catch(() => undefined);
    else await loading;
    return this.keys!;
  }

  /** @returns whether the keys are newer now */
  private async askForUnknown(): Promise<boolean> {
    const before = this.loadedAt;
    const waiting = this.pending;
    const { cooldown = MINUTE / 2 } = this.options;
    if (waiting === undefined && Date.now() - this.askedAt < cooldown) return false;
    await (waiting ?? this.load(0)).catch(() => undefined);
    return this.loadedAt !== before;
  }

  /** One question at a time, and none within `pause` of one that failed. */
  private load(pause: number): Promise<void> {
    if (this.pending !== undefined) return this.pending;
    if (this.failure !== undefined && Date.now() - this.askedAt < pause) return Promise.reject(this.failure);
    this.askedAt = Date.now();
    this.pending = this.ask().then(
      () => {
        this.failure = undefined;
        this.pending = undefined;
      },
      (error: unknown) => {
        this.pending = undefined;
        this.failure =
          error instanceof VerifyError ? error : new VerifyError('rowhouse.unavailable', { cause: error });
        throw this.failure;
      },
    );
    return this.pending;
  }

  private async ask(): Promise<void> {
    const response = await this.options.fetch(`${this.options.url}/.well-known/jwks.json`, {
      headers: { accept: 'application/json' },
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT),
    });
    if (response.status !== 200) throw new Error(`the keys were answered with status ${response.status}`);
    const set = (await response.json()) as Parameters<typeof createLocalJWKSet>[0];
    const keys = createLocalJWKSet(set);
    // Keys that are known are not dropped for an empty list: a restart with HS256 ends their tokens by itself.
    if (set.keys.length === 0 && this.keys === undefined) {
      const cause = new Error('Rowhouse publishes no keys: set its ALGORITHM to EdDSA, ES256 or RS256');
      throw new VerifyError('rowhouse.no_keys', { cause });
    }
    this.keys = keys;
    this.loadedAt = Date.now();
  }
}

import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { jwtVerify } from 'jose';
import { AppError } from '../../common/errors/app-error.js';
import {
  KEY_PAIR_ALGORITHMS,
  type KeyPair,
  type KeyPairAlgorithm,
  type PublicJwk,
  signCompact,
} from '../../common/key-pairs.js';
import { Env } from '../../config/env.js';
import { signingSecrets } from '../../config/secret.js';
import { ChangeFeed } from '../../database/change-feed.js';
import { BackgroundWork } from '../../database/work/background-work.js';
import type { PeriodicTask } from '../../database/work/periodic-task.js';
import { newKeyPair, openKey, sealKey } from './signing-key.js';
import { SigningKeysRepository } from './signing-keys.repository.js';

const DAY_MS = 24 * 3_600_000;
const MINUTE_MS = 60_000;
/** A key is published at least this long before it signs: twice as long as others keep the list. */
const LEAD_MS = 10 * MINUTE_MS;
/** A token of a surface lives an hour (C-09), whatever ACCESS_TOKEN_EXPIRE_MINUTES says. */
const SURFACE_MINUTES = 60;
/** Clocks may differ by this much. */
const LEEWAY_MS = MINUTE_MS;
/** An unknown `kid` may be another instance's newest; forged ones read the database this often. Milliseconds. */
const LOOK_AGAIN_MS = 1000;

interface SigningKey {
  pair: KeyPair;
  /** Milliseconds since 1970. */
  activatesAt: number;
}

/**
 * The key pairs of access tokens, unless ALGORITHM is HS256. They are shared by all instances through the database:
 * the one that signs, the one that will, and those whose tokens may still live.
 */
@Injectable()
export class SigningKeysService implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly secrets: readonly string[];
  private readonly termMs: number;
  private readonly acceptedMs: number;
  /** In the order of their use. */
  private keys: SigningKey[] = [];
  private lastLook = -Infinity;
  private readonly task: PeriodicTask;
  /** Of the keys that are made here; those of another algorithm are used until they have their successor. */
  private readonly algorithm: KeyPairAlgorithm | undefined;
  readonly inUse: boolean;

  constructor(
    private readonly rows: SigningKeysRepository,
    feed: ChangeFeed,
    env: Env,
    private readonly work: BackgroundWork,
  ) {
    this.algorithm = env.ALGORITHM === 'HS256' ? undefined : env.ALGORITHM;
    this.inUse = this.algorithm !== undefined;
    this.secrets = signingSecrets(env);
    this.termMs = env.SIGNING_KEY_DAYS * DAY_MS;
    this.acceptedMs = Math.max(env.ACCESS_TOKEN_EXPIRE_MINUTES, SURFACE_MINUTES) * MINUTE_MS + LEEWAY_MS;
    this.task = work.periodic({ name: 'signing keys', every: MINUTE_MS, run: () => this.keepUp() });
    if (!this.inUse) return;
    feed.on('signing_keys', () => this.task.wake());
    feed.onGap(() => this.task.wake());
  }

  async onApplicationBootstrap(): Promise<void> {
    if (!this.inUse) return;
    await this.keepUp();
    await this.changeAlgorithm();
    this.task.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.task.stop();
  }

  /** @throws AppError service.unavailable when no key could be read or made */
  sign(claims: object): string {
    const key =
      this.keys.findLast(({ activatesAt }) => activatesAt <= this.work.clock.wall()) ?? this.keys[0];
    if (!key) throw new AppError('service.unavailable', { retryAfter: 1 });
    return signCompact(key.pair, claims);
  }

  /** The payload of a token that one of the accepted keys signed. @throws when none did, or it is not for us */
  async verify(token: string, expected: { issuer: string; audience: string }): Promise<unknown> {
    const options = { ...expected, algorithms: [...KEY_PAIR_ALGORITHMS], typ: 'JWT' };
    const { payload } = await jwtVerify(
      token,
      ({ kid, alg }: { kid?: string; alg?: string }) => this.publicKey(kid, alg),
      options,
    );
    return payload;
  }

  /** What others need to verify our tokens: the keys that sign, will sign, and have signed what may still live. */
  publicKeys(): PublicJwk[] {
    return this.accepted().map(({ pair }) => pair.jwk);
  }

  /** The algorithm is the key's own, whatever the header of a token says (RFC 8725, section 3.1). */
  private async publicKey(kid?: string, alg?: string): Promise<KeyPair['publicKey']> {
    const find = () => this.accepted().find(({ pair: { jwk } }) => jwk.kid === kid && jwk.alg === alg);
    let key = find();
    if (!key && this.work.clock.monotonic() - this.lastLook > LOOK_AGAIN_MS) {
      await this.read();
      key = find();
    }
    if (!key) throw new AppError('auth.token_invalid');
    return key.pair.publicKey;
  }

  /** A key is accepted until the longest token it can have signed has ended. */
  private accepted(): SigningKey[] {
    const now = this.work.clock.wall();
    return this.keys.filter((_key, i) => now < (this.keys[i + 1]?.activatesAt ?? now) + this.acceptedMs);
  }

  /** Reads the keys; makes the first one, and the next one as soon as the last one signs. */
  private async keepUp(): Promise<void> {
    for (let slot = await this.read(); ; slot = await this.read()) {
      const last = this.keys.at(-1);
      const now = this.work.clock.wall();
      if (last && last.activatesAt > now) break;
      await this.insert(slot, last ? Math.max(last.activatesAt + this.termMs, now + LEAD_MS) : now);
    }
    const accepted = new Set(this.accepted());
    for (const key of this.keys.filter((one) => !accepted.has(one))) await this.rows.remove(key.pair.jwk.kid);
  }

  /**
   * After ALGORITHM has changed, the next key is one of the new algorithm and comes at once, published before it
   * signs as every key. Asked at the start only: two instances with different settings do not outbid each other.
   */
  private async changeAlgorithm(): Promise<void> {
    for (let slot = await this.read(); this.keys.at(-1)?.pair.jwk.alg !== this.algorithm;) {
      await this.insert(slot, this.work.clock.wall() + LEAD_MS);
      const next = await this.read();
      if (next === slot) return;
      slot = next;
    }
  }

  /** Does nothing when another instance was first. */
  private async insert(slot: number, activatesAt: number): Promise<void> {
    const pair = await newKeyPair(this.algorithm!);
    await this.rows.insert({
      _id: pair.jwk.kid,
      slot,
      sealed: sealKey(this.secrets[0], pair),
      activates_at: new Date(activatesAt),
      created_at: new Date(this.work.clock.wall()),
    });
  }

  /** @returns the first slot that is free */
  private async read(): Promise<number> {
    this.lastLook = this.work.clock.monotonic();
    const known = new Map(this.keys.map(({ pair }) => [pair.jwk.kid, pair]));
    const rows = await this.rows.list();
    const keys: SigningKey[] = [];
    for (const { _id: kid, sealed, activates_at } of rows) {
      const pair = known.get(kid) ?? (await this.open(kid, sealed));
      // Of another secret, or put there by another writer: it neither signs nor is believed.
      if (pair) keys.push({ pair, activatesAt: activates_at.getTime() });
    }
    this.keys = keys;
    return (rows.at(-1)?.slot ?? 0) + 1;
  }

  /** A key of the previous secret is sealed again, so that it outlives SECRET_KEY_PREVIOUS. */
  private async open(kid: string, sealed: Buffer): Promise<KeyPair | null> {
    const [newest, ...previous] = this.secrets as [string, ...string[]];
    const pair = openKey(newest, kid, sealed);
    if (pair) return pair;
    for (const secret of previous) {
      const opened = openKey(secret, kid, sealed);
      if (!opened) continue;
      await this.rows.reseal(kid, sealKey(newest, opened));
      return opened;
    }
    return null;
  }
}

import { hkdfSync, randomBytes } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { seal, unseal } from '../common/sealed.js';
import type { Env } from '../config/env.js';
import { signingSecrets } from '../config/secret.js';
import type { SealedKey, SealedKeysRepository } from './sealed-keys.repository.js';

const KEY_BYTES = 32;

/** One of the keys, with its number. */
export interface NumberedKey {
  n: number;
  key: Buffer;
}

export interface KeysOf {
  /** What the sealing keys are derived for; never changes. */
  label: string;
  /** Logged when a key was sealed with a secret that is gone. */
  lost: string;
}

/**
 * Random keys that live as long as what they protect, stored sealed with SECRET_KEY: who reads or writes the database
 * has none of them. A changed SECRET_KEY seals them anew while SECRET_KEY_PREVIOUS is set, and leaves the former seal
 * until an instance starts without SECRET_KEY_PREVIOUS: instances that have only the former secret go on until then.
 * With neither a new key begins.
 */
export class SealedKeys {
  private readonly log = new Logger(SealedKeys.name);
  private readonly secrets: readonly string[];
  private readonly known = new Map<number, Buffer>();
  private loading?: Promise<NumberedKey>;

  constructor(
    private readonly rows: SealedKeysRepository,
    private readonly of: KeysOf,
    env: Env,
  ) {
    this.secrets = signingSecrets(env);
  }

  /** The newest key, made when there is none. */
  current(): Promise<NumberedKey> {
    this.loading ??= this.load().catch((error: unknown) => {
      this.loading = undefined;
      throw error;
    });
    return this.loading;
  }

  /** Undefined: no such key, or one that another SECRET_KEY sealed. */
  async find(n: number): Promise<Buffer | undefined> {
    await this.current();
    if (!this.known.has(n)) await this.load(); // another instance may have made it
    return this.known.get(n);
  }

  private async load(): Promise<NumberedKey> {
    for (;;) {
      const stored = await this.rows.list();
      for (const row of stored) await this.open(row);
      const last = stored.at(-1)?.n ?? 0;
      const key = this.known.get(last);
      if (key !== undefined) return { n: last, key };
      if (last > 0) this.log.error(this.of.lost);
      const made = { n: last + 1, key: randomBytes(KEY_BYTES) };
      const sealed = seal(this.sealingKey(this.secrets[0], made.n), made.key);
      if (await this.rows.insert({ n: made.n, sealed })) {
        this.known.set(made.n, made.key);
        return made;
      }
    }
  }

  private async open({ n, sealed, former }: SealedKey): Promise<void> {
    if (this.known.has(n)) return;
    const [newest] = this.secrets;
    const own = this.openedBy(n, sealed);
    const other = former && this.openedBy(n, former);
    const key = own?.key ?? other?.key;
    if (key === undefined) return;
    this.known.set(n, key);
    if (own === undefined) return; // this instance has only the former secret
    if (own.secret !== newest) {
      await this.rows.reseal({ n, sealed: seal(this.sealingKey(newest, n), key), former: sealed }, sealed);
    } else if (former && other === undefined) await this.rows.reseal({ n, sealed }, sealed);
  }

  private openedBy(n: number, sealed: Buffer): { key: Buffer; secret: string } | undefined {
    for (const secret of this.secrets) {
      const key = opened(this.sealingKey(secret, n), sealed);
      if (key !== null) return { key, secret };
    }
    return undefined;
  }

  private sealingKey(secret: string, n: number): Buffer {
    return Buffer.from(hkdfSync('sha256', secret, '', `${this.of.label} ${n}`, KEY_BYTES));
  }
}

function opened(key: Buffer, sealed: Buffer): Buffer | null {
  try {
    return unseal(key, sealed);
  } catch {
    return null;
  }
}

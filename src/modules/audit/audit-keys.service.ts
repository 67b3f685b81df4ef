import { hkdfSync, randomBytes } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { seal, unseal } from '../../common/sealed.js';
import { Env } from '../../config/env.js';
import { signingSecrets } from '../../config/secret.js';
import { AuditKeysRepository, type SealedKey } from './audit-keys.repository.js';

const KEY_BYTES = 32;

/** A key that entries and anchors are hashed with. */
export interface AuditKey {
  n: number;
  key: Buffer;
}

/**
 * The keys of the audit log. Each is random, lives as long as the log, and is stored sealed with SECRET_KEY: who can
 * write to the database cannot hash an entry. A changed SECRET_KEY seals them anew while SECRET_KEY_PREVIOUS is set,
 * and leaves the former seal until an instance starts without SECRET_KEY_PREVIOUS: instances that have only the
 * former secret go on until then. With neither a new key begins, and entries of the old one cannot be verified.
 */
@Injectable()
export class AuditKeysService {
  private readonly log = new Logger(AuditKeysService.name);
  private readonly secrets: readonly string[];
  private readonly known = new Map<number, Buffer>();
  private loading?: Promise<AuditKey>;

  constructor(
    private readonly rows: AuditKeysRepository,
    env: Env,
  ) {
    this.secrets = signingSecrets(env);
  }

  /** The newest key, made when there is none: the one that new entries are hashed with. */
  current(): Promise<AuditKey> {
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

  private async load(): Promise<AuditKey> {
    for (;;) {
      const stored = await this.rows.list();
      for (const row of stored) await this.open(row);
      const last = stored.at(-1)?.n ?? 0;
      const key = this.known.get(last);
      if (key !== undefined) return { n: last, key };
      if (last > 0) {
        this.log.error(
          'the key of the audit log was sealed with another SECRET_KEY: earlier entries cannot be verified until it is set as SECRET_KEY_PREVIOUS',
        );
      }
      const made = { n: last + 1, key: randomBytes(KEY_BYTES) };
      const sealed = seal(sealingKey(this.secrets[0], made.n), made.key);
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
      await this.rows.reseal({ n, sealed: seal(sealingKey(newest, n), key), former: sealed }, sealed);
    } else if (former && other === undefined) await this.rows.reseal({ n, sealed }, sealed);
  }

  private openedBy(n: number, sealed: Buffer): { key: Buffer; secret: string } | undefined {
    for (const secret of this.secrets) {
      const key = opened(secret, n, sealed);
      if (key !== null) return { key, secret };
    }
    return undefined;
  }
}

function opened(secret: string, n: number, sealed: Buffer): Buffer | null {
  try {
    return unseal(sealingKey(secret, n), sealed);
  } catch {
    return null;
  }
}

const sealingKey = (secret: string, n: number): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', `rowhouse audit key ${n}`, KEY_BYTES));

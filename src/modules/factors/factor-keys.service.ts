import { Injectable } from '@nestjs/common';
import { seal, unseal } from '../../common/sealed.js';
import { Env } from '../../config/env.js';
import { SealedKeys } from '../../database/sealed-keys.js';
import { FactorKeysRepository } from './factor-keys.repository.js';

/** A secret as it is stored. */
export interface Sealed {
  sealed: Buffer;
  /** Number of the key. */
  key: number;
}

/** Seals the secrets of second factors: a copy of the database makes no code. */
@Injectable()
export class FactorKeysService extends SealedKeys {
  constructor(rows: FactorKeysRepository, env: Env) {
    const lost =
      'the key of the second factors was sealed with another SECRET_KEY: no code works, only recovery codes do, until it is set as SECRET_KEY_PREVIOUS';
    super(rows, { label: 'rowhouse second factor key', lost }, env);
  }

  async seal(secret: Buffer): Promise<Sealed> {
    const { n, key } = await this.current();
    return { sealed: seal(key, secret), key: n };
  }

  /** Null when the key is gone with its SECRET_KEY, or the secret was altered. */
  async unseal({ sealed, key: n }: Sealed): Promise<Buffer | null> {
    const key = await this.find(n);
    if (key === undefined) return null;
    try {
      return unseal(key, sealed);
    } catch {
      return null;
    }
  }
}

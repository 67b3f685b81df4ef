import { Injectable } from '@nestjs/common';
import { type AuditHead, HEAD_TYPE } from '@rowhouse/verify/audit-log';
import { compactVerify } from 'jose';
import { ed25519KeyOf, type KeyPair, pairOf, signCompact } from '../../common/key-pairs.js';
import { Env } from '../../config/env.js';
import { SealedKeys } from '../../database/sealed-keys.js';
import type { HeadKey } from './audit-heads.types.js';
import { HeadKeysRepository } from './head-keys.repository.js';

/** Signs the heads of audit logs with Ed25519: who has the public key needs nothing secret to verify a log. */
@Injectable()
export class HeadKeysService extends SealedKeys {
  constructor(rows: HeadKeysRepository, env: Env) {
    const lost =
      'the key that signs the heads of audit logs was sealed with another SECRET_KEY: a new one signs from now on, and the public key of the old one is no longer published until that secret is set as SECRET_KEY_PREVIOUS';
    super(rows, { label: 'rowhouse audit head key', lost }, env);
  }

  /** The public keys, the newest first: only those whose private key this service can open. */
  async list(): Promise<HeadKey[]> {
    return (await this.pairs()).map(({ jwk }) => jwk);
  }

  /** A compact JWS. */
  sign(head: AuditHead): Promise<string> {
    return this.signAs(HEAD_TYPE, head);
  }

  /** Another statement of the service as a compact JWS. @param typ says which, so that none passes for another */
  async signAs(typ: string, claims: object): Promise<string> {
    const { key } = await this.current();
    return signCompact(headPairOf(key), claims, typ);
  }

  /** Undefined: it was not signed by a key of this service. */
  async read(signed: string): Promise<AuditHead | undefined> {
    const pairs = await this.pairs();
    try {
      const { payload, protectedHeader } = await compactVerify(
        signed,
        ({ kid }) => {
          const pair = pairs.find(({ jwk }) => jwk.kid === kid);
          if (pair === undefined) throw new Error('no such key');
          return pair.publicKey;
        },
        { algorithms: ['EdDSA'] },
      );
      if (protectedHeader.typ !== HEAD_TYPE) return undefined;
      return JSON.parse(Buffer.from(payload).toString('utf8')) as AuditHead;
    } catch {
      return undefined;
    }
  }

  private async pairs(): Promise<KeyPair<'EdDSA'>[]> {
    const { n } = await this.current();
    const keys = await Promise.all(Array.from({ length: n }, (_, i) => this.find(n - i)));
    return keys.flatMap((key) => (key === undefined ? [] : [headPairOf(key)]));
  }
}

const headPairOf = (seed: Buffer) => pairOf(ed25519KeyOf(seed)) as KeyPair<'EdDSA'>;

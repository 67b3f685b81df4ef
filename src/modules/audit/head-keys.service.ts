import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type AuditHead, HEAD_TYPE } from '@rowhouse/verify/audit-log';
import { compactVerify } from 'jose';
import { Env } from '../../config/env.js';
import { SealedKeys } from '../../database/sealed-keys.js';
import type { HeadKey } from './audit-heads.types.js';
import { HeadKeysRepository } from './head-keys.repository.js';

/** Before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410, section 7). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

interface Pair {
  jwk: HeadKey;
  publicKey: KeyObject;
  privateKey: KeyObject;
}

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
  async sign(head: AuditHead): Promise<string> {
    const { key } = await this.current();
    const { jwk, privateKey } = pairOf(key);
    const parts = [{ alg: 'EdDSA', typ: HEAD_TYPE, kid: jwk.kid }, head];
    const signed = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    return `${signed}.${sign(null, Buffer.from(signed), privateKey).toString('base64url')}`;
  }

  /** Undefined: it was not signed by a key of this service. */
  async read(signed: string): Promise<AuditHead | undefined> {
    const pairs = await this.pairs();
    try {
      const { payload } = await compactVerify(
        signed,
        ({ kid }) => {
          const pair = pairs.find(({ jwk }) => jwk.kid === kid);
          if (pair === undefined) throw new Error('no such key');
          return pair.publicKey;
        },
        { algorithms: ['EdDSA'] },
      );
      return JSON.parse(Buffer.from(payload).toString('utf8')) as AuditHead;
    } catch {
      return undefined;
    }
  }

  private async pairs(): Promise<Pair[]> {
    const { n } = await this.current();
    const keys = await Promise.all(Array.from({ length: n }, (_, i) => this.find(n - i)));
    return keys.flatMap((key) => (key === undefined ? [] : [pairOf(key)]));
  }
}

function pairOf(seed: Buffer): Pair {
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(privateKey);
  const { x } = publicKey.export({ format: 'jwk' }) as { x: string };
  // The thumbprint of RFC 7638.
  const kid = createHash('sha256')
    .update(JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x }))
    .digest('base64url');
  return { jwk: { kty: 'OKP', crv: 'Ed25519', x, kid, use: 'sig', alg: 'EdDSA' }, publicKey, privateKey };
}

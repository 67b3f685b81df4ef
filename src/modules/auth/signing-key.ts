import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  sign,
} from 'node:crypto';
import { seal, unseal } from '../../common/sealed.js';

/** A public key as others read it (RFC 7517, RFC 8037). */
export interface PublicJwk {
  kty: 'OKP';
  crv: 'Ed25519';
  x: string;
  kid: string;
  use: 'sig';
  alg: 'EdDSA';
}

export interface KeyPair {
  readonly jwk: PublicJwk;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

export const newKeyPair = (): KeyPair => pairOf(generateKeyPairSync('ed25519').privateKey);

function pairOf(privateKey: KeyObject): KeyPair {
  const publicKey = createPublicKey(privateKey);
  const x = String(publicKey.export({ format: 'jwk' }).x);
  // RFC 7638, section 3: these members, in this order, without spaces.
  const kid = createHash('sha256')
    .update(JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x }))
    .digest('base64url');
  return { jwk: { kty: 'OKP', crv: 'Ed25519', x, kid, use: 'sig', alg: 'EdDSA' }, publicKey, privateKey };
}

/** AES-256-GCM under a key made of the secret. */
export function sealKey(secret: string, { privateKey, jwk }: KeyPair): Buffer {
  return seal(sealingKey(secret, jwk.kid), privateKey.export({ format: 'der', type: 'pkcs8' }));
}

/** Null when another secret sealed it, or somebody without the secret put it there. */
export function openKey(secret: string, kid: string, sealed: Buffer): KeyPair | null {
  try {
    const key = unseal(sealingKey(secret, kid), sealed);
    const pair = pairOf(createPrivateKey({ key, format: 'der', type: 'pkcs8' }));
    return pair.jwk.kid === kid ? pair : null;
  } catch {
    return null;
  }
}

const sealingKey = (secret: string, kid: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, kid, 'rowhouse/signing-key/v1', 32));

/** A compact JWS (RFC 7515, section 7.1). */
export function signCompact({ jwk, privateKey }: KeyPair, claims: object): string {
  const header = { alg: jwk.alg, typ: 'JWT', kid: jwk.kid };
  const signed = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  const signature = sign(null, Buffer.from(signed.join('.')), privateKey);
  return `${signed.join('.')}.${signature.toString('base64url')}`;
}

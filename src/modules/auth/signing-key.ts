import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  hkdfSync,
  type KeyObject,
  sign,
} from 'node:crypto';
import { promisify } from 'node:util';
import { seal, unseal } from '../../common/sealed.js';

/** Algorithms of key pairs; HS256 has a secret instead. */
export const KEY_PAIR_ALGORITHMS = ['EdDSA', 'ES256', 'RS256'] as const;
export type KeyPairAlgorithm = (typeof KEY_PAIR_ALGORITHMS)[number];

interface PublicMembers {
  EdDSA: { kty: 'OKP'; crv: 'Ed25519'; x: string };
  ES256: { kty: 'EC'; crv: 'P-256'; x: string; y: string };
  RS256: { kty: 'RSA'; n: string; e: string };
}
type JwkOf<A extends KeyPairAlgorithm> = PublicMembers[A] & { kid: string; use: 'sig'; alg: A };

/** A public key as others read it (RFC 7517, RFC 7518, RFC 8037). */
export type PublicJwk = { [A in KeyPairAlgorithm]: JwkOf<A> }[KeyPairAlgorithm];

export interface KeyPair {
  readonly jwk: PublicJwk;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** Bits; the least RFC 7518, section 3.3 allows. */
const RSA_BITS = 2048;
/** The members a thumbprint is made of, in its order (RFC 7638, section 3.2). */
const THUMBPRINT = {
  EdDSA: ['crv', 'kty', 'x'],
  ES256: ['crv', 'kty', 'x', 'y'],
  RS256: ['e', 'kty', 'n'],
} as const;

const make = promisify(generateKeyPair);

/** Off the event loop: an RSA key takes a tenth of a second or more. */
export async function newKeyPair(algorithm: KeyPairAlgorithm): Promise<KeyPair> {
  if (algorithm === 'ES256') return pairOf((await make('ec', { namedCurve: 'P-256' })).privateKey);
  if (algorithm === 'RS256') return pairOf((await make('rsa', { modulusLength: RSA_BITS })).privateKey);
  return pairOf((await make('ed25519')).privateKey);
}

/** @throws when it is a key of another kind */
function pairOf(privateKey: KeyObject): KeyPair {
  const publicKey = createPublicKey(privateKey);
  const alg = algorithmOf(publicKey);
  const exported = publicKey.export({ format: 'jwk' });
  const members = Object.fromEntries(THUMBPRINT[alg].map((name) => [name, exported[name]]));
  const kid = createHash('sha256').update(JSON.stringify(members)).digest('base64url');
  const { kty, ...rest } = members;
  return { jwk: { kty, ...rest, kid, use: 'sig', alg } as PublicJwk, publicKey, privateKey };
}

function algorithmOf({
  asymmetricKeyType: type,
  asymmetricKeyDetails: details,
}: KeyObject): KeyPairAlgorithm {
  if (type === 'ed25519') return 'EdDSA';
  if (type === 'ec' && details?.namedCurve === 'prime256v1') return 'ES256';
  if (type === 'rsa' && (details?.modulusLength ?? 0) >= RSA_BITS) return 'RS256';
  throw new Error(`no algorithm for a key of type ${String(type)}`);
}

/** AES-256-GCM under a key made of the secret. */
export function sealKey(secret: string, { privateKey, jwk }: KeyPair): Buffer {
  return seal(sealingKey(secret, jwk.kid), privateKey.export({ format: 'der', type: 'pkcs8' }));
}

/** Null when another secret sealed it, or a writer without the secret put it there. */
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
  const digest = jwk.alg === 'EdDSA' ? null : 'sha256';
  // ES256 signatures are two numbers side by side (RFC 7518, section 3.4); other keys ignore the encoding.
  const key = { key: privateKey, dsaEncoding: 'ieee-p1363' as const };
  const signature = sign(digest, Buffer.from(signed.join('.')), key);
  return `${signed.join('.')}.${signature.toString('base64url')}`;
}

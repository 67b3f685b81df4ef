import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';

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

export interface KeyPair<A extends KeyPairAlgorithm = KeyPairAlgorithm> {
  readonly jwk: { [B in A]: JwkOf<B> }[A];
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** Bits; the least RFC 7518, section 3.3 allows. */
export const RSA_BITS = 2048;
/** The members a thumbprint is made of, in its order (RFC 7638, section 3.2). */
const THUMBPRINT = {
  EdDSA: ['crv', 'kty', 'x'],
  ES256: ['crv', 'kty', 'x', 'y'],
  RS256: ['e', 'kty', 'n'],
} as const;

/** @throws when it is a key of another kind */
export function pairOf(privateKey: KeyObject): KeyPair {
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

/** Before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410, section 7). */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The Ed25519 key of a seed. @param seed 32 bytes */
export const ed25519KeyOf = (seed: Buffer): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: 'der', type: 'pkcs8' });

/** The 32 bytes that {@link ed25519KeyOf} makes the key of again. */
export const ed25519SeedOf = (privateKey: KeyObject): Buffer =>
  privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(PKCS8_HEAD.length);

/** A compact JWS (RFC 7515, section 7.1). @param typ what it is, of its header */
export function signCompact({ jwk, privateKey }: KeyPair, claims: object, typ = 'JWT'): string {
  const header = { alg: jwk.alg, typ, kid: jwk.kid };
  const signed = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  const digest = jwk.alg === 'EdDSA' ? null : 'sha256';
  // ES256 signatures are two numbers side by side (RFC 7518, section 3.4); other keys ignore the encoding.
  const key = { key: privateKey, dsaEncoding: 'ieee-p1363' as const };
  const signature = sign(digest, Buffer.from(signed.join('.')), key);
  return `${signed.join('.')}.${signature.toString('base64url')}`;
}

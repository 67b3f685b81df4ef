import { createPrivateKey, generateKeyPair, hkdfSync } from 'node:crypto';
import { promisify } from 'node:util';
import { type KeyPair, type KeyPairAlgorithm, pairOf, RSA_BITS } from '../../common/key-pairs.js';
import { seal, unseal } from '../../common/sealed.js';

const make = promisify(generateKeyPair);

/** Off the event loop: an RSA key takes a tenth of a second or more. */
export async function newKeyPair(algorithm: KeyPairAlgorithm): Promise<KeyPair> {
  if (algorithm === 'ES256') return pairOf((await make('ec', { namedCurve: 'P-256' })).privateKey);
  if (algorithm === 'RS256') return pairOf((await make('rsa', { modulusLength: RSA_BITS })).privateKey);
  return pairOf((await make('ed25519')).privateKey);
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

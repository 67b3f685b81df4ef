import { createSecretKey } from 'node:crypto';
import { JwtService } from '@nestjs/jwt';
import { forge } from '../../../test/support/tokens.js';
import { verifyHs256 } from './hs256.js';

const SECRET = 'a secret of at least thirty-two bytes';
const HS256 = { alg: 'HS256', typ: 'JWT' };
const EXPECTED = { issuer: 'us', audience: 'api' };
const keys = [SECRET, 'the secret before it'].map((secret) => createSecretKey(Buffer.from(secret)));
const now = () => Math.floor(Date.now() / 1000);
const CLAIMS = { iss: 'us', aud: 'api', sub: 'Zoë', exp: now() + 600 };
const ours = (token: string) => verifyHs256(token, keys, EXPECTED);

/** What jsonwebtoken says, with the same rules. */
function theirs(token: string): unknown {
  try {
    const options = { secret: SECRET, algorithms: ['HS256' as const], ...EXPECTED };
    return new JwtService({}).verify<object>(token, options);
  } catch {
    return null;
  }
}

describe('HS256', () => {
  const token = forge(HS256, CLAIMS, SECRET);

  it('gives the payload of a token of ours, of either secret', () => {
    expect(ours(token)).toEqual(CLAIMS);
    expect(ours(forge(HS256, CLAIMS, 'the secret before it'))).toEqual(CLAIMS);
    expect(ours(forge(HS256, CLAIMS, 'another secret'))).toBeNull();
  });

  const [head, body, signature] = token.split('.') as [string, string, string];
  const signed = (over: object): string => forge(HS256, { ...CLAIMS, ...over }, SECRET);
  const corpus: [string, string][] = [
    ['as signed', token],
    ['header in another order', forge({ typ: 'JWT', alg: 'HS256' }, CLAIMS, SECRET)],
    ['no typ', forge({ alg: 'HS256' }, CLAIMS, SECRET)],
    ['another typ', forge({ alg: 'HS256', typ: 'at+jwt' }, CLAIMS, SECRET)],
    ['a kid', forge({ ...HS256, kid: 'x' }, CLAIMS, SECRET)],
    ['alg none', forge({ alg: 'none' }, CLAIMS, SECRET)],
    ['alg in small letters', forge({ alg: 'hs256' }, CLAIMS, SECRET)],
    ['alg as a list', forge({ alg: ['HS256'] }, CLAIMS, SECRET)],
    ['HS512', forge({ alg: 'HS512' }, CLAIMS, SECRET, 'sha512')],
    ['HS512 that says HS256', forge(HS256, CLAIMS, SECRET, 'sha512')],
    ['a header that is a list', forge([HS256], CLAIMS, SECRET)],
    ['a header that is null', forge('null', CLAIMS, SECRET)],
    ['no header', forge('', CLAIMS, SECRET)],
    ['no payload', forge(HS256, '', SECRET)],
    ['a payload that is no JSON', forge(HS256, '{', SECRET)],
    ['no signature', `${head}.${body}.`],
    ['two parts', `${head}.${body}`],
    ['four parts', `${token}.x`],
    ['padding', `${token}=`],
    ['a space before', ` ${token}`],
    ['a line feed behind', `${token}\n`],
    ['standard base64', `${head}.${body}.${signature.replace(/-/g, '+').replace(/_/g, '/')}+`],
    ['the end of the signature spelled otherwise', `${token.slice(0, -1)}${neighbour(token.at(-1)!)}`],
    ['expired', signed({ exp: now() - 1 })],
    ['ends now', signed({ exp: now() - 0.5 })],
    ['exp as text', signed({ exp: String(now() + 600) })],
    ['exp null', signed({ exp: null })],
    ['no exp', signed({ exp: undefined })],
    ['nbf tomorrow', signed({ nbf: now() + 86_400 })],
    ['nbf yesterday', signed({ nbf: now() - 86_400 })],
    ['nbf as text', signed({ nbf: '1' })],
    ['another issuer', signed({ iss: 'them' })],
    ['a list of issuers', signed({ iss: ['us'] })],
    ['no issuer', signed({ iss: undefined })],
    ['a list of audiences', signed({ aud: ['other', 'api'] })],
    ['a list without us', signed({ aud: ['other'] })],
    ['an audience of another type', signed({ aud: { 0: 'api' } })],
    ['no audience', signed({ aud: undefined })],
  ];
  it.each(corpus)('judges as jsonwebtoken does: %s', (_name, given) => {
    expect(ours(given)).toEqual(theirs(given));
  });

  it('no changed character passes', () => {
    for (let i = 0; i < token.length; i++) {
      const changed = `${token.slice(0, i)}${token[i] === 'A' ? 'B' : 'A'}${token.slice(i + 1)}`;
      expect([i, ours(changed)]).toEqual([i, null]);
    }
  });

  it('refuses crit, which jsonwebtoken does not know', () => {
    const critical = forge({ ...HS256, crit: ['b64'], b64: false }, CLAIMS, SECRET);
    expect([ours(critical), theirs(critical)]).toEqual([null, CLAIMS]);
  });
});

/** Another base64url character with the same four upper bits: the last one of 32 bytes carries no more. */
function neighbour(character: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return alphabet[alphabet.indexOf(character) ^ 1];
}

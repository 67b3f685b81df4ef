import { errors, type JWTPayload, jwtVerify } from 'jose';
import { KEY_PAIR_ALGORITHMS } from './algorithms.js';
import { Caller, type RowhouseClaims } from './caller.js';
import { VerifyError, type VerifyErrorCode } from './errors.js';
import { Introspector, type KeyState, type TokenState } from './introspector.js';
import { KeyStore } from './key-store.js';
import { checkedOptions, type Fetch, type VerifyOptions } from './options.js';

/** Rowhouse makes no longer ones; another one costs nothing. Unit: characters. */
const MAX_LENGTH = 8192;
/** RFC 6750, section 2.1; the scheme is compared without case (RFC 9110, section 11.1). */
const KEY = /^rwh_live_[0-9A-Za-z]{16}_[0-9A-Za-z]{38}$/;
const KEY_PREFIX = 'rwh_live_';
const BEARER = /^bearer +([\w\-.~+/]+=*)$/i;

/** Of a request, beside its `Authorization` header; read with `apiKeys`. */
export interface KeyHeaders {
  /** `X-API-Key` */
  apiKey?: string | readonly string[] | null;
  /** Where the request comes from, for keys that are limited to addresses. Absent: where this backend asks from. */
  address?: string;
}

/** Verifies access tokens. Make one for the whole process: it keeps keys and answers. */
export class Verifier {
  private readonly options: VerifyOptions;
  private readonly keys: KeyStore;
  private readonly introspector: Introspector | undefined;
  private readonly expected: Parameters<typeof jwtVerify>[2];

  constructor(given: VerifyOptions) {
    const options = checkedOptions(given);
    const { url, audience, issuer = [url, 'rowhouse'], revocation = {}, clockTolerance = 5 } = options;
    // Called without a receiver: browsers and edge runtimes refuse a fetch of another object.
    const fetch: Fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
    this.options = options;
    this.keys = new KeyStore({ ...options.keys, url, fetch });
    this.introspector = revocation === false ? undefined : new Introspector({ ...revocation, url, fetch });
    this.expected = {
      algorithms: [...(options.algorithms ?? KEY_PAIR_ALGORITHMS)],
      issuer: [issuer].flat<(string | readonly string[])[]>(),
      audience: [audience].flat<(string | readonly string[])[]>(),
      clockTolerance,
      typ: 'JWT',
      requiredClaims: ['sub', 'exp', 'iat', 'jti', 'sid'],
    };
  }

  /**
   * Who makes a request with this `Authorization` header.
   * @throws VerifyError
   */
  async authenticate(
    authorization: string | null | undefined,
    { apiKey, address }: KeyHeaders = {},
  ): Promise<Caller> {
    const { realm, apiKeys } = this.options;
    if (apiKeys === true && apiKey != null) {
      // Whoever sends two credentials would be one of two callers.
      if (authorization != null) throw new VerifyError('token.invalid', { realm });
      return this.verifyKey(String(apiKey), address);
    }
    if (authorization == null || !/^bearer\b/i.test(authorization))
      throw new VerifyError('token.missing', { realm });
    const token = authorization.length <= MAX_LENGTH ? BEARER.exec(authorization)?.[1] : undefined;
    if (token === undefined) throw new VerifyError('token.invalid', { realm });
    return apiKeys === true && token.startsWith(KEY_PREFIX)
      ? this.verifyKey(token, address)
      : this.verify(token);
  }

  /** Whose token this is. @throws VerifyError */
  async verify(token: string): Promise<Caller> {
    const { realm, organization } = this.options;
    if (token.length > MAX_LENGTH) throw new VerifyError('token.invalid', { realm });
    const claims = await this.signed(token);
    const state = await this.stateOf(token, claims);
    const caller = new Caller(claims, state, realm);
    if (organization !== undefined) caller.requireOrganization(organization);
    return caller;
  }

  /** Whose API key this is, whatever `apiKeys` says. @throws VerifyError */
  async verifyKey(key: string, address?: string): Promise<Caller> {
    const { realm, organization, url } = this.options;
    if (this.introspector === undefined || !KEY.test(key)) throw new VerifyError('token.invalid', { realm });
    const state = await this.introspector.keyState(key, address);
    if (state === null) throw new VerifyError('token.invalid', { realm });
    const caller = new Caller(claimsOf(state, url), state, realm);
    if (organization !== undefined) caller.requireOrganization(organization);
    return caller;
  }

  private async signed(token: string): Promise<RowhouseClaims> {
    const { realm } = this.options;
    let payload: JWTPayload;
    try {
      ({ payload } = await jwtVerify(token, this.keys.find, this.expected));
    } catch (error) {
      if (error instanceof VerifyError) throw error;
      throw new VerifyError(codeOf(error), { realm, cause: error });
    }
    if (payload['type'] !== 'access') throw new VerifyError('token.type', { realm });
    if (!isComplete(payload)) throw new VerifyError('token.invalid', { realm });
    return payload;
  }

  private async stateOf(token: string, { jti }: RowhouseClaims): Promise<TokenState | undefined> {
    const { introspector, options } = this;
    if (introspector === undefined) return undefined;
    let state: TokenState | null;
    try {
      state = await introspector.state(token, jti);
    } catch (error) {
      const isOpen = options.revocation !== false && options.revocation?.onUnavailable === 'accept';
      // A client with a wrong secret would never be told of a revocation.
      if (isOpen && error instanceof VerifyError && error.code === 'rowhouse.unavailable') return undefined;
      throw error;
    }
    if (state === null) throw new VerifyError('token.revoked', { realm: options.realm });
    return state;
  }
}

/** Of a key, in the form of a token's. */
function claimsOf(state: KeyState, iss: string): RowhouseClaims {
  const { sub, api_key_id: jti, organization_id, organization_name, email_verified, exp = Infinity } = state;
  const more = { organization_id, organization_name, email_verified, aud: [], iat: 0 };
  return { iss, sub, jti, exp, type: 'api_key', sid: `key:${jti}`, ...more };
}

function codeOf(error: unknown): VerifyErrorCode {
  if (error instanceof errors.JWTExpired) return 'token.expired';
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'iss') return 'token.issuer';
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud') return 'token.audience';
  return 'token.invalid';
}

function isComplete(payload: JWTPayload): payload is RowhouseClaims {
  const { sub, jti, sid, organization_id: organization } = payload;
  const texts = [sub, jti, sid].every((value) => typeof value === 'string' && value !== '');
  return texts && (organization === null || typeof organization === 'string');
}

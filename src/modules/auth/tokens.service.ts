import { createSecretKey, hash, type KeyObject, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { lruOf } from '../../common/lru.js';
import { isUnavailable } from '../../common/transient.js';
import { metric } from '../../common/metrics/metric.js';
import { Metrics } from '../../common/metrics/metrics.js';
import { Env } from '../../config/env.js';
import { signingSecrets } from '../../config/secret.js';
import { accessClaims } from './access-claims.js';
import type { AccessClaims } from './auth.types.js';
import type { GrantClaims } from './grant-claims.service.js';
import { verifyHs256 } from './hs256.js';
import { SigningKeysService } from './signing-keys.service.js';
import { TokenClientsService } from './token-clients.service.js';

/** Verified tokens kept: about 500 bytes each, so 50,000 are 25 MB. */
const CACHED_TOKENS = 50_000;
/**
 * A token longer than this was not made here, whatever TOKEN_CLIENTS and TOKEN_CLAIMS put into it; it is refused before
 * it costs anything. Unit: characters.
 */
const MAX_TOKEN_LENGTH = 5120;

const KNOWN = metric(
  'gauge',
  'rowhouse_tokens_known',
  'Access tokens that were verified and are known by their digest',
);

interface Subject {
  userId: string;
  organizationId: string | undefined;
  organizationName: string | undefined;
  emailVerified: boolean;
  ver: number;
  type: AccessClaims['type'];
  sid: string;
  /** Seconds; the configured lifetime when absent. */
  lifetimeSeconds?: number;
  /** The operator who acts as the user. */
  impersonator?: { id: string; ver: number };
  /** The application that signed in: its audiences are the token's too. */
  clientId?: string;
  grants?: GrantClaims;
}

/** Signs access tokens and remembers which ones were verified. */
@Injectable()
export class TokensService {
  /** Of HS256, the newest first. */
  private readonly secrets: readonly KeyObject[];
  readonly lifetimeSeconds: number;
  private readonly expected: { issuer: string; audience: string };
  private readonly verified = lruOf<AccessClaims>(CACHED_TOKENS);

  constructor(
    private readonly jwt: JwtService,
    private readonly pairs: SigningKeysService,
    private readonly clients: TokenClientsService,
    env: Env,
    metrics: Metrics,
  ) {
    metrics.read(KNOWN, () => this.verified.size);
    this.expected = { issuer: env.TOKEN_ISSUER, audience: env.TOKEN_AUDIENCE };
    this.secrets = signingSecrets(env).map((secret) => createSecretKey(Buffer.from(secret, 'utf8')));
    this.lifetimeSeconds = env.ACCESS_TOKEN_EXPIRE_MINUTES * 60;
  }

  sign(subject: Subject): string {
    const claims = {
      sub: subject.userId,
      admin_id: subject.userId,
      organization_id: subject.organizationId ?? null,
      organization_name: subject.organizationName ?? null,
      email_verified: subject.emailVerified,
      type: subject.type,
      sid: subject.sid,
      ver: subject.ver,
      jti: randomUUID(),
      ...actClaims(subject),
      ...subject.grants,
      ...(subject.clientId === undefined ? {} : { client_id: subject.clientId }),
    };
    const { issuer, audience: own } = this.expected;
    const others = this.clients.audiencesOf(subject.clientId);
    const audience = others.length === 0 ? own : [...new Set([own, ...others])];
    const seconds = subject.lifetimeSeconds ?? this.lifetimeSeconds;
    if (this.pairs.inUse) {
      const iat = Math.floor(Date.now() / 1000);
      return this.pairs.sign({ ...claims, iat, exp: iat + seconds, aud: audience, iss: issuer });
    }
    return this.jwt.sign(claims, {
      secret: this.secrets[0] as never, // @nestjs/jwt types a secret as text; jsonwebtoken takes a KeyObject
      algorithm: 'HS256',
      expiresIn: seconds,
      issuer,
      audience,
    });
  }

  /**
   * The claims of a token that this service signed, as it signs now, and that has not expired; null of any other. A
   * token is verified once and known from then on. Answers at once, except where a key pair signs.
   * @throws an error of the database when the key of the token cannot be read
   */
  verify(token: string): AccessClaims | null | Promise<AccessClaims | null> {
    if (!this.isPlausible(token)) return null;
    const known = this.known(token);
    if (known !== undefined) return known;
    if (!this.pairs.inUse) return this.remember(token, verifyHs256(token, this.secrets, this.expected));
    return this.pairs.verify(token, this.expected).then((payload) => this.remember(token, payload), refused);
  }

  /** The claims of a token whose signature was checked before and that has not expired; else undefined. */
  known(token: string): AccessClaims | undefined {
    const claims = this.verified.get(digest(token));
    return claims !== undefined && claims.exp * 1000 > Date.now() ? claims : undefined;
  }

  isPlausible(token: string): boolean {
    return token.length <= MAX_TOKEN_LENGTH;
  }

  private remember(token: string, payload: unknown): AccessClaims | null {
    const claims = accessClaims(payload);
    if (claims !== null) this.verified.set(digest(token), claims);
    return claims;
  }
}

/** A token whose key could not be read from the database is not refused for that. */
function refused(error: Error & { code?: unknown }): null {
  if (isUnavailable(error, error.code)) throw error;
  return null;
}

/** RFC 8693, section 4.1; the version ends the token when the operator's password changes. */
const actClaims = ({ impersonator: by }: Subject): object =>
  by === undefined ? {} : { act: { sub: by.id }, act_ver: by.ver };

/** Kept instead of the token, so that a memory dump holds no usable one. */
function digest(token: string): string {
  return hash('sha256', token, 'base64');
}

import { createSecretKey, hash, type KeyObject, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { LRUCache } from 'lru-cache';
import { Env } from '../../config/env.js';
import { signingSecrets } from '../../config/secret.js';
import type { AccessClaims } from './auth.types.js';
import { verifyHs256 } from './hs256.js';
import { SigningKeysService } from './signing-keys.service.js';

export const ISSUER = 'rowhouse';
export const AUDIENCE = 'rowhouse-api';

/** Verified tokens kept: about 500 bytes each, so 50,000 are 25 MB. */
const CACHED_TOKENS = 50_000;
/** A token longer than this was not made here; it is refused before it costs anything. Unit: characters. */
const MAX_TOKEN_LENGTH = 4096;

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
}

/** Signs access tokens and remembers which ones were verified. */
@Injectable()
export class TokensService {
  /** Of HS256, the newest first. */
  private readonly secrets: readonly KeyObject[];
  readonly lifetimeSeconds: number;
  private readonly verified = new LRUCache<string, AccessClaims>({ max: CACHED_TOKENS });

  constructor(
    private readonly jwt: JwtService,
    private readonly pairs: SigningKeysService,
    env: Env,
  ) {
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
    };
    const seconds = subject.lifetimeSeconds ?? this.lifetimeSeconds;
    if (this.pairs.inUse) {
      const iat = Math.floor(Date.now() / 1000);
      return this.pairs.sign({ ...claims, iat, exp: iat + seconds, aud: AUDIENCE, iss: ISSUER });
    }
    return this.jwt.sign(claims, {
      secret: this.secrets[0] as never, // @nestjs/jwt types a secret as text; jsonwebtoken takes a KeyObject
      algorithm: 'HS256',
      expiresIn: seconds,
      issuer: ISSUER,
      audience: AUDIENCE,
    });
  }

  /** Tokens are signed with a key pair instead of the secret; none signed in the other way is accepted. */
  get byKeyPair(): boolean {
    return this.pairs.inUse;
  }

  /** The payload of a token that a key pair of ours signed. @throws otherwise */
  verifyByKeyPair(token: string): Promise<unknown> {
    return this.pairs.verify(token, { issuer: ISSUER, audience: AUDIENCE });
  }

  /** The payload of a token that the secret, or the one before it (D15), signed; null of any other. */
  verifyBySecret(token: string): unknown {
    return verifyHs256(token, this.secrets, { issuer: ISSUER, audience: AUDIENCE });
  }

  /** The claims of a token whose signature was checked before and that has not expired; else undefined. */
  known(token: string): AccessClaims | undefined {
    const claims = this.verified.get(digest(token));
    return claims !== undefined && claims.exp * 1000 > Date.now() ? claims : undefined;
  }

  remember(token: string, claims: AccessClaims): void {
    this.verified.set(digest(token), claims);
  }

  isPlausible(token: string): boolean {
    return token.length <= MAX_TOKEN_LENGTH;
  }
}

/** RFC 8693, section 4.1; the version ends the token when the operator's password changes. */
const actClaims = ({ impersonator: by }: Subject): object =>
  by === undefined ? {} : { act: { sub: by.id }, act_ver: by.ver };

/** Kept instead of the token, so that a memory dump holds no usable one. */
function digest(token: string): string {
  return hash('sha256', token, 'base64');
}

import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { AppError } from '../../common/errors/app-error.js';
import { accessClaims } from './access-claims.js';
import type { AccessClaims } from './auth.types.js';
import { AUDIENCE, ISSUER, type TokensService } from './tokens.service.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Of the application that got the request: Passport has one strategy for all applications of a process. */
    tokens?: TokensService;
  }
}

const tokenOf = ExtractJwt.fromAuthHeaderAsBearerToken();
type PassportRequest = Parameters<typeof tokenOf>[0];

/** Checks the signature of a token that was not seen before. The algorithm is pinned (RFC 8725, section 3.1). */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy) {
  constructor() {
    super({
      jwtFromRequest: tokenOf,
      // passport-jwt types it as text; jsonwebtoken takes a KeyObject
      secretOrKeyProvider: (request, token: string, done) =>
        done(null, tokensOf(request).secretOf(token) as never),
      algorithms: ['HS256'],
      issuer: ISSUER,
      audience: AUDIENCE,
      passReqToCallback: true,
    });
  }

  /** jsonwebtoken, on which passport-jwt stands, knows no EdDSA. */
  override authenticate(request: PassportRequest, options?: object): void {
    const tokens = tokensOf(request);
    if (!tokens.byKeyPair) return super.authenticate(request, options);
    tokens
      .verifyByKeyPair(tokenOf(request) ?? '')
      .then((payload) => this.success(this.validate(request, payload)))
      .catch((error: unknown) => this.error(error as Error));
  }

  validate(request: PassportRequest, payload: unknown): AccessClaims {
    const claims = accessClaims(payload);
    if (!claims) throw new AppError('auth.token_invalid');
    tokensOf(request).remember(tokenOf(request)!, claims);
    return claims;
  }
}

/** passport-jwt types its requests as Express's. */
const tokensOf = (request: PassportRequest): TokensService =>
  (request as unknown as Required<FastifyRequest>).tokens;

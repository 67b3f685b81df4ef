import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { AppError } from '../../common/errors/app-error.js';
import { accessClaims } from './access-claims.js';
import type { AccessClaims } from './auth.types.js';
import type { TokensService } from './tokens.service.js';

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
      // Never asked: authenticate() below takes the place of jsonwebtoken.
      secretOrKeyProvider: (_request, _token, done) => done(new Error('no secret')),
      passReqToCallback: true,
    });
  }

  /**
   * In place of jsonwebtoken, on which passport-jwt stands: it knows no EdDSA, tries one secret only, and takes half a
   * millisecond for a check that node:crypto does in fifteen microseconds (ADR-0031).
   */
  override authenticate(request: PassportRequest): void {
    const token = tokenOf(request) ?? '';
    const tokens = tokensOf(request);
    if (!tokens.byKeyPair) return this.finish(() => this.validate(request, tokens.verifyBySecret(token)));
    tokens.verifyByKeyPair(token).then(
      (payload) => this.finish(() => this.validate(request, payload)),
      (error: unknown) => this.error(error as Error),
    );
  }

  validate(request: PassportRequest, payload: unknown): AccessClaims {
    const claims = accessClaims(payload);
    if (!claims) throw new AppError('auth.token_invalid');
    tokensOf(request).remember(tokenOf(request)!, claims);
    return claims;
  }

  private finish(claims: () => AccessClaims): void {
    try {
      this.success(claims());
    } catch (error) {
      this.error(error as Error);
    }
  }
}

/** passport-jwt types its requests as Express's. */
const tokensOf = (request: PassportRequest): TokensService =>
  (request as unknown as Required<FastifyRequest>).tokens;

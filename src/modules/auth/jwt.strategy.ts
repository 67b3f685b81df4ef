import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { AppError } from '../../common/errors/app-error.js';
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
    const verified = tokensOf(request).verify(tokenOf(request) ?? '');
    if (verified instanceof Promise)
      verified.then((claims) => this.validate(claims)).catch((error: unknown) => this.error(error as Error));
    else this.validate(verified);
  }

  validate(claims: AccessClaims | null): void {
    if (claims === null) this.error(new AppError('auth.token_invalid'));
    else this.success(claims);
  }
}

/** passport-jwt types its requests as Express's. */
const tokensOf = (request: PassportRequest): TokensService =>
  (request as unknown as Required<FastifyRequest>).tokens;

import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { AppError } from '../../common/errors/app-error.js';
import { accessClaims } from './access-claims.js';
import type { AccessClaims } from './auth.types.js';
import { AUDIENCE, ISSUER, TokensService } from './tokens.service.js';

/** Checks the signature of a token that was not seen before. The algorithm is pinned (RFC 8725, section 3.1). */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy) {
  constructor(private readonly tokens: TokensService) {
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      secretOrKey: tokens.key as never, // passport-jwt types it as text; jsonwebtoken takes a KeyObject
      algorithms: ['HS256'],
      issuer: ISSUER,
      audience: AUDIENCE,
      passReqToCallback: true,
    });
  }

  validate(request: FastifyRequest, payload: unknown): AccessClaims {
    const claims = accessClaims(payload);
    if (!claims) throw new AppError('auth.token_invalid');
    this.tokens.remember(ExtractJwt.fromAuthHeaderAsBearerToken()(request as never)!, claims);
    return claims;
  }
}

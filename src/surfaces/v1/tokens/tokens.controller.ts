import { Body, Controller, HttpCode, Ip, Post } from '@nestjs/common';
import { RateLimited } from '../../../common/http/rate-limited.decorator.js';
import { FormBody } from '../../../common/http/route-config.js';
import { Unmetered } from '../../../common/http/unmetered.decorator.js';
import { ActorOrClient, ClientOrActor } from '../../../modules/auth/http/access.decorators.js';
import {
  type Asking,
  type Introspection,
  type KeyIntrospection,
  TokenIntrospectionService,
} from '../../../modules/auth/token-introspection.service.js';
import { KEY_PREFIX } from '../../../modules/api-keys/api-keys.types.js';
import { ApiIntrospectToken } from './tokens.docs.js';
import { IntrospectDto, type TokenStateDto } from './tokens.dto.js';

@Controller('v1')
export class TokensController {
  constructor(private readonly introspection: TokenIntrospectionService) {}

  @ClientOrActor()
  @FormBody()
  @RateLimited('introspect')
  @Unmetered()
  @Post('introspect')
  @HttpCode(200)
  @ApiIntrospectToken()
  async introspectToken(
    @ActorOrClient() asking: Asking,
    @Body() { token, client_address: sentFrom }: IntrospectDto,
    @Ip() ip: string,
  ): Promise<TokenStateDto> {
    if (token.startsWith(KEY_PREFIX)) {
      const key = await this.introspection.introspectKey(token, asking, sentFrom ?? ip);
      return key === null ? { active: false } : presentKey(key);
    }
    const found = await this.introspection.introspect(token, asking);
    return found === null ? { active: false } : present(found);
  }
}

/** The claims as the token has them; role and permissions as they are now. */
function present({ actor, claims }: Introspection): TokenStateDto {
  const { iss, sub, aud, exp, iat, jti, client_id, organization_id, organization_name, sid, act } =
    claims as Omit<TokenStateDto, 'active'>;
  const permissions = [...actor.permissions].sort();
  return {
    active: true,
    token_type: 'Bearer',
    scope: permissions.join(' '),
    ...(client_id === undefined ? {} : { client_id }),
    iss,
    sub,
    aud,
    exp,
    iat,
    jti,
    sid,
    organization_id,
    organization_name,
    email_verified: actor.emailVerified,
    role: actor.role ?? null,
    permissions,
    ...(act === undefined ? {} : { act }),
  };
}

/** What a backend needs to serve a request with a key. `sub` is its person, or the key itself. */
function presentKey({ actor, key, organizationName }: KeyIntrospection): TokenStateDto {
  const permissions = [...actor.permissions].sort();
  return {
    active: true,
    token_type: 'Bearer',
    scope: permissions.join(' '),
    sub: actor.userId,
    jti: key.id,
    ...(key.expiresAt === Infinity ? {} : { exp: Math.floor(key.expiresAt / 1000) }),
    api_key_id: key.id,
    organization_id: key.organizationId,
    organization_name: organizationName,
    email_verified: actor.emailVerified,
    role: actor.role ?? null,
    permissions,
  };
}

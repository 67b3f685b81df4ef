import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import type { ErrorCode } from '../../common/errors/error-codes.js';
import { Env } from '../../config/env.js';
import type { TokenClient } from '../../config/token-settings.js';
import type { Actor } from '../access/actor.types.js';
import { ApiKeyChecksService } from '../api-keys/api-key-checks.service.js';
import type { KnownKey } from '../api-keys/api-keys.types.js';
import { OrganizationRegistryService } from '../registry/organization-registry.service.js';
import { ActorsService } from './actors.service.js';
import type { AccessClaims } from './auth.types.js';
import { TokensService } from './tokens.service.js';

/** What a token says and what its owner may do at this moment (RFC 7662, section 2.2). */
export interface Introspection {
  readonly actor: Actor;
  /** All claims of the token. */
  readonly claims: Readonly<Record<string, unknown>>;
}

/** What an API key may do at this moment. */
export interface KeyIntrospection {
  readonly actor: Actor;
  readonly key: KnownKey;
  readonly organizationName: string;
}

/** Who asks: a signed-in user, an API key, or a backend with its own secret. */
export type Asking = Pick<Actor, 'userId' | 'organizationId' | 'operator' | 'apiKeyId'> | TokenClient;

/** A token of a user who is refused, for any of these, is not active. */
const INACTIVE: ReadonlySet<ErrorCode> = new Set([
  'auth.token_invalid',
  'organization.suspended',
  'organization.foreign',
]);

/** An API key that would be refused for any of these is not active. */
const KEY_INACTIVE: ReadonlySet<ErrorCode> = new Set([
  'api_key.invalid',
  'api_key.revoked',
  'api_key.expired',
  'api_key.address_refused',
  'auth.enrolment_required',
  'organization.suspended',
]);

/** Tells others whether a token or an API key stands: from memory, as for a request with it. */
@Injectable()
export class TokenIntrospectionService {
  private readonly audience: string;

  constructor(
    private readonly tokens: TokensService,
    private readonly actors: ActorsService,
    private readonly keys: ApiKeyChecksService,
    private readonly organizations: OrganizationRegistryService,
    env: Env,
  ) {
    this.audience = env.TOKEN_AUDIENCE;
  }

  /**
   * Null for what is no token, for one that ended or was revoked, for one that may only change a password, and for
   * one that is none of who asks: they do not learn which (RFC 7662, section 4).
   */
  async introspect(token: string, asking: Asking): Promise<Introspection | null> {
    if (isKey(asking)) return null;
    const verified = await this.tokens.verify(token);
    if (verified === null || verified.type !== 'access') return null;
    const claims = payloadOf(token);
    if (!this.mayAsk(asking, verified, claims)) return null;
    const actor = await this.actors.find(verified).catch((error: unknown) => {
      if (error instanceof AppError && INACTIVE.has(error.code)) return null;
      throw error;
    });
    return actor === null ? null : { actor, claims };
  }

  /**
   * The same of an API key. It may be asked about by who has the whole key and is a client of TOKEN_CLIENTS, an
   * operator, a member of its organization, or the key itself.
   * @param address that the key was sent from
   */
  async introspectKey(text: string, asking: Asking, address: string): Promise<KeyIntrospection | null> {
    try {
      const key = await this.keys.check(text, address);
      if (!mayAskAbout(asking, key)) return null;
      const actor = await this.actors.ofKey(key);
      const organization = await this.organizations.byId(key.organizationId);
      return organization ? { actor, key, organizationName: organization.name } : null;
    } catch (error) {
      if (error instanceof AppError && KEY_INACTIVE.has(error.code)) return null;
      throw error;
    }
  }

  /** Tokens of the own account and the own organization; of all for an operator; of its audiences for a client. */
  private mayAsk(asking: Asking, token: AccessClaims, { aud }: Record<string, unknown>): boolean {
    if ('audiences' in asking) {
      const { audiences } = asking;
      const own = audiences.length === 0 ? [this.audience] : audiences;
      return [aud].flat().some((one) => own.includes(one as string));
    }
    if (asking.operator || asking.userId === token.sub) return true;
    return asking.organizationId !== undefined && asking.organizationId === token.organization_id;
  }
}

const isKey = (asking: Asking): boolean => 'userId' in asking && asking.apiKeyId !== undefined;

function mayAskAbout(asking: Asking, { id, userId, organizationId }: KnownKey): boolean {
  if ('audiences' in asking || asking.operator) return true;
  if (isKey(asking)) return asking.apiKeyId === id;
  return asking.organizationId === organizationId || asking.userId === userId;
}

/** Of a token that was verified. */
const payloadOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString('utf8')) as Record<string, unknown>;

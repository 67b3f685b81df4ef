import { createHash, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { Env } from '../../config/env.js';
import { type TokenClient, tokenClients } from '../../config/token-settings.js';

/** RFC 7617, section 2. */
const BASIC = /^basic +([A-Za-z0-9+/]+=*)$/i;

/** The applications of TOKEN_CLIENTS. */
@Injectable()
export class TokenClientsService {
  private readonly clients: ReadonlyMap<string, TokenClient>;

  constructor(env: Env) {
    this.clients = new Map(tokenClients(env.TOKEN_CLIENTS).map((client) => [client.id, client]));
  }

  /** @throws AppError request.invalid when TOKEN_CLIENTS does not have it */
  requireClient(id: string): void {
    if (this.clients.has(id)) return;
    throw new AppError('request.invalid', { errors: { client_id: 'client_id is unknown' } });
  }

  /** None for a client that was taken out of the settings since the sign-in. */
  audiencesOf(id: string | undefined): readonly string[] {
    return (id === undefined ? undefined : this.clients.get(id)?.audiences) ?? [];
  }

  /**
   * The client whose id and secret the header has.
   * @throws AppError auth.token_invalid for others
   */
  authenticate(authorization: string): TokenClient {
    const text = Buffer.from(BASIC.exec(authorization)?.[1] ?? '', 'base64').toString('utf8');
    const [, id = '', secret = ''] = /^([^:]*):([^]*)$/.exec(text) ?? [];
    const client = this.clients.get(decoded(id));
    if (client?.secret === undefined || !isSame(client.secret, decoded(secret))) {
      throw new AppError('auth.token_invalid');
    }
    return client;
  }
}

/** OAuth 2.0 writes both as in a form before they go into the header (RFC 6749, section 2.3.1). */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

const isSame = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

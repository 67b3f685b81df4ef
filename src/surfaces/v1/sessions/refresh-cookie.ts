import type {} from '@fastify/cookie'; // what it adds to Fastify's types
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../../common/errors/app-error.js';
import { Env } from '../../../config/env.js';
import { DEVICE_SECONDS } from '../../../modules/factors/devices.service.js';
import { SESSION_SECONDS } from '../../../modules/auth/sessions.service.js';

const NAME = 'rowhouse_refresh';
/** The token of a remembered device: it outlives the session. */
const DEVICE = 'rowhouse_device';

/**
 * The refresh token of a browser, out of reach of its scripts (D20). It is sent to the routes of
 * sessions only, and by pages of the same site only.
 */
@Injectable()
export class RefreshCookie {
  private readonly origins: Set<string>;
  private readonly settings: { path: string; httpOnly: boolean; sameSite: 'strict'; secure: boolean };

  constructor(env: Env) {
    this.origins = new Set([new URL(env.publicBaseUrl).origin, ...env.corsOrigins]);
    const secure = env.publicBaseUrl.startsWith('https:');
    this.settings = { path: `${env.publicPath}/v1/sessions`, httpOnly: true, sameSite: 'strict', secure };
  }

  read({ headers, server }: FastifyRequest): string | undefined {
    return headers.cookie === undefined ? undefined : server.parseCookie(headers.cookie)[NAME];
  }

  write(reply: FastifyReply, refreshToken: string): void {
    reply.setCookie(NAME, refreshToken, { ...this.settings, maxAge: SESSION_SECONDS });
  }

  readDevice({ headers, server }: FastifyRequest): string | undefined {
    return headers.cookie === undefined ? undefined : server.parseCookie(headers.cookie)[DEVICE];
  }

  writeDevice(reply: FastifyReply, deviceToken: string): void {
    reply.setCookie(DEVICE, deviceToken, { ...this.settings, maxAge: DEVICE_SECONDS });
  }

  clear(reply: FastifyReply): void {
    reply.clearCookie(NAME, this.settings);
  }

  /**
   * Another page of the same site may send the cookie too; browsers say which page it is. What the page and the
   * service call the same host is the service's own.
   */
  requireOwnPage({ headers }: FastifyRequest): void {
    const { origin, host } = headers;
    if (origin === undefined || this.origins.has(origin)) return;
    if (!URL.canParse(origin) || new URL(origin).host !== host) throw new AppError('auth.forbidden');
  }
}

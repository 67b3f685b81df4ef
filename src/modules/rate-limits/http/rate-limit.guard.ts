import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../../common/errors/app-error.js';
import { tellQuota } from '../../../common/http/rate-limit-fields.js';
import { LIMITED, type Limited } from '../../../common/http/rate-limited.decorator.js';
import { Env } from '../../../config/env.js';
import { networkOf } from '../network.js';
import { RateLimits } from '../rate-limits.service.js';
import type { Limit } from '../rate-limits.types.js';

/** Limits @RateLimited() routes per address. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  private readonly kinds: Record<Limited, Limit> | undefined;

  constructor(
    private readonly reflector: Reflector,
    private readonly limits: RateLimits,
    env: Env,
  ) {
    this.kinds = env.rateLimits
      ? {
          sign_in: { name: 'sign-in', limit: env.RATE_LIMIT_SIGN_IN, windowSeconds: 60, givesBack: true },
          create: { name: 'create', limit: env.RATE_LIMIT_CREATE, windowSeconds: 3600 },
          mail: { name: 'mail', limit: env.RATE_LIMIT_MAIL, windowSeconds: 3600 },
          lookup: { name: 'lookup', limit: env.RATE_LIMIT_LOOKUP, windowSeconds: 60 },
        }
      : undefined;
  }

  /** @throws AppError request.rate_limited */
  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    if (this.kinds === undefined) return true;
    const kind = this.reflector.get<Limited | undefined>(LIMITED, context.getHandler());
    return kind === undefined || this.count(this.kinds[kind], context);
  }

  private async count(limit: Limit, context: ExecutionContext): Promise<true> {
    const http = context.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    const key = this.limits.keyOf(limit.name, networkOf(http.getRequest<FastifyRequest>().ip));
    const taken = await this.limits.take(limit, key);
    if (!taken.granted) {
      throw new AppError('request.rate_limited', { retryAfter: taken.resetSeconds, quota: limit });
    }
    tellQuota(reply, limit, taken.remaining, taken.resetSeconds);
    // Counted before the answer is known, so that a burst cannot slip past; a success is given back.
    if (limit.givesBack) giveBackOnSuccess(reply, () => void this.limits.giveBack(key, taken));
    return true;
  }
}

function giveBackOnSuccess(reply: FastifyReply, giveBack: () => void): void {
  reply.raw.once('finish', () => {
    if (reply.statusCode < 400) giveBack();
  });
}

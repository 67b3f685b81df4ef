import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../../common/errors/app-error.js';
import { tellQuota } from '../../../common/http/rate-limit-fields.js';
import type { Limited } from '../../../common/http/route-config.js';
import { Env } from '../../../config/env.js';
import { networkOf, SITE_FACTOR, siteOf } from '../network.js';
import { PlanRequestsService } from '../plan-requests.service.js';
import { RateLimitsService } from '../rate-limits.service.js';
import type { Limit, Taken } from '../rate-limits.types.js';

/** Limits @RateLimited() routes per address. It is asked before the body is read: its keys need nothing of it. */
@Injectable()
export class RateLimitGate {
  private readonly kinds: Record<Limited, Limit> | undefined;

  constructor(
    private readonly limits: RateLimitsService,
    private readonly requests: PlanRequestsService,
    env: Env,
  ) {
    this.kinds = env.rateLimits
      ? {
          sign_in: { name: 'sign-in', limit: env.RATE_LIMIT_SIGN_IN, windowSeconds: 60, givesBack: true },
          create: { name: 'create', limit: env.RATE_LIMIT_CREATE, windowSeconds: 3600 },
          mail: { name: 'mail', limit: env.RATE_LIMIT_MAIL, windowSeconds: 3600 },
          introspect: { name: 'introspect', limit: env.RATE_LIMIT_INTROSPECT, windowSeconds: 60 },
          lookup: { name: 'lookup', limit: env.RATE_LIMIT_LOOKUP, windowSeconds: 60 },
        }
      : undefined;
  }

  check(request: FastifyRequest, reply: FastifyReply): Promise<void> | void {
    const kind = request.routeOptions.config.limited;
    if (this.kinds === undefined || kind === undefined) return;
    if (kind === 'introspect') return this.countInMemory(this.kinds[kind], request, reply);
    return this.count(this.kinds[kind], request, reply);
  }

  /** For what is asked too often for a round trip to the database. */
  private countInMemory(limit: Limit, request: FastifyRequest, reply: FastifyReply): void {
    const key = this.limits.keyOf(limit.name, networkOf(request.ip));
    const { granted, remaining, resetSeconds } = this.requests.admit(key, limit.limit);
    if (!granted) throw new AppError('request.rate_limited', { retryAfter: resetSeconds, quota: limit });
    tellQuota(reply, limit, remaining, resetSeconds);
  }

  private async count(limit: Limit, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const taken = await this.take(limit, networkOf(request.ip), reply);
    tellQuota(reply, limit, taken.remaining, taken.resetSeconds);
    const site = siteOf(request.ip);
    if (site === undefined) return;
    // One who has many networks of one site is counted there too, in a wider bucket.
    await this.take({ ...limit, name: `${limit.name}-site`, limit: limit.limit * SITE_FACTOR }, site, reply);
  }

  private async take(limit: Limit, subject: string, reply: FastifyReply): Promise<Taken> {
    const key = this.limits.keyOf(limit.name, subject);
    const taken = await this.limits.take(limit, key);
    if (!taken.granted) {
      throw new AppError('request.rate_limited', { retryAfter: taken.resetSeconds, quota: limit });
    }
    // Counted before the answer is known, so that a burst cannot slip past; a success is given back.
    if (limit.givesBack) giveBackOnSuccess(reply, () => void this.limits.giveBack(key, taken));
    return taken;
  }
}

function giveBackOnSuccess(reply: FastifyReply, giveBack: () => void): void {
  reply.raw.once('finish', () => {
    if (reply.statusCode < 400) giveBack();
  });
}

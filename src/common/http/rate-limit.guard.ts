import { type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Env } from '../../config/env.js';
import { AppError } from '../errors/app-error.js';

/** `sign_in` counts failures only; the others count requests. */
export type Limited = 'sign_in' | 'create' | 'lookup';

export const LIMITED = 'rowhouse:limited';

/** The route is limited per address while RATE_LIMITS is on. Routes of one kind share a limit. */
export const RateLimited = (kind: Limited): MethodDecorator => SetMetadata(LIMITED, kind);

/** Limits per address, and per /64 of IPv6, because that is what one customer of a provider gets (RFC 6177). */
@Injectable()
export class RateLimitGuard implements CanActivate {
  private readonly limiters: Record<Limited, RateLimiterMemory> | undefined;

  constructor(
    private readonly reflector: Reflector,
    env: Env,
  ) {
    const per = (points: number, duration: number) => new RateLimiterMemory({ points, duration });
    this.limiters = env.rateLimits
      ? {
          sign_in: per(env.RATE_LIMIT_SIGN_IN, 60),
          create: per(env.RATE_LIMIT_CREATE, 3600),
          lookup: per(env.RATE_LIMIT_LOOKUP, 60),
        }
      : undefined;
  }

  /** @throws AppError request.rate_limited */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.limiters === undefined) return true;
    const kind = this.reflector.get<Limited | undefined>(LIMITED, context.getHandler());
    if (kind === undefined) return true;
    const http = context.switchToHttp();
    const key = networkOf(http.getRequest<FastifyRequest>().ip);
    const limiter = this.limiters[kind];
    try {
      await limiter.consume(key);
    } catch (rejected) {
      if (!(rejected instanceof RateLimiterRes)) throw rejected;
      throw new AppError('request.rate_limited', { retryAfter: rejected.msBeforeNext / 1000 });
    }
    // Counted before the answer is known, so that a burst cannot slip past; a success is given back.
    if (kind === 'sign_in')
      giveBackOnSuccess(http.getResponse<FastifyReply>(), () => void limiter.reward(key));
    return true;
  }
}

function giveBackOnSuccess(reply: FastifyReply, giveBack: () => void): void {
  reply.raw.once('finish', () => {
    if (reply.statusCode < 400) giveBack();
  });
}

/** The address, an IPv6 one cut to its /64; an address that cannot be read is one bucket of its own. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  return parsed instanceof ipaddr.IPv6
    ? parsed.parts
        .slice(0, 4)
        .map((part) => part.toString(16))
        .join(':')
    : parsed.toString();
}

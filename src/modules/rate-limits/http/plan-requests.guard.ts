import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { tellQuota } from '../../../common/http/rate-limit-fields.js';
import { UNMETERED } from '../../../common/http/unmetered.decorator.js';
import type { PlanLimits } from '../../plans/plans.types.js';
import { OrganizationLimitsService } from '../organization-limits.service.js';
import { PlanRequestsService } from '../plan-requests.service.js';
import { ReachedLimitsService } from '../reached-limits.service.js';

/** Holds each organization to the requests per minute of its plan. It runs behind the guard that names the actor. */
@Injectable()
export class PlanRequestsGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly limits: OrganizationLimitsService,
    private readonly requests: PlanRequestsService,
    private readonly reached: ReachedLimitsService,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const http = context.switchToHttp();
    const organizationId = http.getRequest<FastifyRequest>().actor?.organizationId;
    if (organizationId === undefined || this.isUnmetered(context)) return true;
    const limits = this.limits.of(organizationId);
    const count = ({ requests_per_minute: limit }: PlanLimits): boolean =>
      limit === null || this.count(organizationId, limit, http.getResponse<FastifyReply>());
    return limits instanceof Promise ? limits.then(count) : count(limits);
  }

  private isUnmetered(context: ExecutionContext): boolean {
    return this.reflector.get<boolean | undefined>(UNMETERED, context.getHandler()) === true;
  }

  private count(organizationId: string, limit: number, reply: FastifyReply): true {
    const { granted, remaining, resetSeconds } = this.requests.admit(organizationId, limit);
    const quota = { name: 'plan-requests', limit, windowSeconds: 60 };
    if (!granted) {
      const details = { retryAfter: resetSeconds, quota };
      throw this.reached.refusal('plan.requests_used', organizationId, limit, details);
    }
    tellQuota(reply, quota, remaining, resetSeconds);
    return true;
  }
}

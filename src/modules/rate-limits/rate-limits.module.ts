import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { MongooseModule } from '@nestjs/mongoose';
import { OrganizationRegistryModule } from '../registry/organization-registry.module.js';
import { PlansModule } from '../plans/plans.module.js';
import { PlanRequestsGuard } from './http/plan-requests.guard.js';
import { RateLimitGate } from './http/rate-limit.gate.js';
import { OrganizationLimits } from './organization-limits.service.js';
import { PlanRequests } from './plan-requests.service.js';
import { RateLimitSchema } from './rate-limit.schema.js';
import { RateLimitsRepository } from './rate-limits.repository.js';
import { RateLimits } from './rate-limits.service.js';
import { SignInLimits } from './sign-in-limits.service.js';

/** What somebody may do how often: an address, an account, an organization. */
@Module({
  imports: [
    MongooseModule.forFeature([{ name: 'RateLimit', schema: RateLimitSchema }]),
    OrganizationRegistryModule,
    PlansModule,
  ],
  providers: [
    RateLimitsRepository,
    RateLimits,
    SignInLimits,
    OrganizationLimits,
    PlanRequests,
    RateLimitGate,
    { provide: APP_GUARD, useClass: PlanRequestsGuard },
  ],
  exports: [RateLimits, SignInLimits, OrganizationLimits, PlanRequests],
})
export class RateLimitsModule {}

import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { MongooseModule } from '@nestjs/mongoose';
import { OrganizationRegistryModule } from '../registry/organization-registry.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { PlansModule } from '../plans/plans.module.js';
import { PlanRequestsGuard } from './http/plan-requests.guard.js';
import { RateLimitGate } from './http/rate-limit.gate.js';
import { OrganizationLimitsService } from './organization-limits.service.js';
import { PlanRequestsService } from './plan-requests.service.js';
import { RateLimitSchema } from './rate-limit.schema.js';
import { RateLimitsRepository } from './rate-limits.repository.js';
import { RateLimitsService } from './rate-limits.service.js';
import { ReachedLimitSchema } from './reached-limit.schema.js';
import { ReachedLimitsRepository } from './reached-limits.repository.js';
import { ReachedLimitsService } from './reached-limits.service.js';
import { SignInLimitsService } from './sign-in-limits.service.js';

/** What an address, an account or an organization may do how often. */
@Module({
  imports: [
    MongooseModule.forFeature([
      { name: 'RateLimit', schema: RateLimitSchema },
      { name: 'ReachedLimit', schema: ReachedLimitSchema },
    ]),
    AuditModule,
    OrganizationRegistryModule,
    PlansModule,
  ],
  providers: [
    RateLimitsRepository,
    RateLimitsService,
    SignInLimitsService,
    OrganizationLimitsService,
    PlanRequestsService,
    ReachedLimitsRepository,
    ReachedLimitsService,
    RateLimitGate,
    { provide: APP_GUARD, useClass: PlanRequestsGuard },
  ],
  exports: [
    RateLimitsService,
    SignInLimitsService,
    OrganizationLimitsService,
    PlanRequestsService,
    ReachedLimitsService,
  ],
})
export class RateLimitsModule {}

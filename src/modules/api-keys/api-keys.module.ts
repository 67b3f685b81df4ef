import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { RolesModule } from '../access/roles.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { MembershipsModule } from '../memberships/memberships.module.js';
import { PlansModule } from '../plans/plans.module.js';
import { OrganizationRegistryModule } from '../registry/organization-registry.module.js';
import { ApiKeyChecksService } from './api-key-checks.service.js';
import { ApiKeyLeaksService } from './api-key-leaks.service.js';
import { ApiKeyLifetimesService } from './api-key-lifetimes.service.js';
import { ApiKeySchema } from './api-key.schema.js';
import { ApiKeyUsesService } from './api-key-uses.service.js';
import { ApiKeysRepository } from './api-keys.repository.js';
import { ApiKeysService } from './api-keys.service.js';
import { RateLimitsModule } from '../rate-limits/rate-limits.module.js';

/** Which machine is calling? */
@Module({
  imports: [
    RateLimitsModule,
    MongooseModule.forFeature([{ name: 'ApiKey', schema: ApiKeySchema }]),
    AuditModule,
    RolesModule,
    PlansModule,
    OrganizationRegistryModule,
    MembershipsModule,
  ],
  providers: [
    ApiKeysRepository,
    ApiKeysService,
    ApiKeyChecksService,
    ApiKeyUsesService,
    ApiKeyLifetimesService,
    ApiKeyLeaksService,
  ],
  exports: [ApiKeysService, ApiKeyChecksService, ApiKeyLeaksService],
})
export class ApiKeysModule {}

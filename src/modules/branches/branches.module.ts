import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { RolesModule } from '../access/roles.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { OrganizationsModule } from '../organizations/organizations.module.js';
import { PlansModule } from '../plans/plans.module.js';
import { OrganizationRegistryModule } from '../registry/organization-registry.module.js';
import { BranchBuildsService } from './branch-builds.service.js';
import { BranchRightsService } from './branch-rights.service.js';
import { BranchSchema } from './branch.schema.js';
import { BranchesRepository } from './branches.repository.js';
import { BranchesService } from './branches.service.js';
import { ExpiredBranchesTask } from './expired-branches.task.js';
import { RateLimitsModule } from '../rate-limits/rate-limits.module.js';

@Module({
  imports: [
    RateLimitsModule,
    AuditModule,
    OrganizationsModule,
    OrganizationRegistryModule,
    PlansModule,
    RolesModule,
    MongooseModule.forFeature([{ name: 'Branch', schema: BranchSchema }]),
  ],
  providers: [
    BranchBuildsService,
    BranchRightsService,
    BranchesRepository,
    BranchesService,
    ExpiredBranchesTask,
  ],
  exports: [BranchesService],
})
export class BranchesModule {}

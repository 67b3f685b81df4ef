import { Module } from '@nestjs/common';
import { CapacityModule } from '../../capacity/capacity.module.js';
import { OrganizationRegistryModule } from '../../registry/organization-registry.module.js';
import { DatabaseContentsRepository } from './database-contents.repository.js';
import { DatabaseDropsService } from './database-drops.service.js';
import { DatabaseMarksService } from './database-marks.service.js';
import { LateWritersService } from './late-writers.service.js';
import { LeftoverReportsService } from './leftover-reports.service.js';
import { AuditModule } from '../../audit/audit.module.js';
import { RolesModule } from '../../access/roles.module.js';
import { LeftoverClaimsService } from './leftover-claims.service.js';
import { LeftoversService } from './leftovers.service.js';
import { LeftoversRepository } from './leftovers.repository.js';
import { MarkAdditionsService } from './mark-additions.service.js';
import { MarksRepository } from './marks.repository.js';
import { RegistryIdentityRepository } from './registry-identity.repository.js';
import { RegistryIdentityService } from './registry-identity.service.js';

/** Which databases this registry made, and so may drop. */
@Module({
  imports: [OrganizationRegistryModule, CapacityModule, AuditModule, RolesModule],
  providers: [
    RegistryIdentityRepository,
    RegistryIdentityService,
    MarksRepository,
    DatabaseMarksService,
    DatabaseContentsRepository,
    DatabaseDropsService,
    LeftoverReportsService,
    LeftoversRepository,
    LeftoverClaimsService,
    LeftoversService,
    LateWritersService,
    MarkAdditionsService,
  ],
  exports: [
    DatabaseContentsRepository,
    LeftoverClaimsService,
    LeftoversService,
    RegistryIdentityService,
    DatabaseMarksService,
    DatabaseDropsService,
    LeftoverReportsService,
    MarkAdditionsService,
  ],
})
export class MarksModule {}

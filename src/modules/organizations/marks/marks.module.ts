import { Module } from '@nestjs/common';
import { CapacityModule } from '../../capacity/capacity.module.js';
import { OrganizationRegistryModule } from '../../registry/organization-registry.module.js';
import { DatabaseContentsRepository } from './database-contents.repository.js';
import { DatabaseDrops } from './database-drops.service.js';
import { DatabaseMarks } from './database-marks.service.js';
import { LateWriters } from './late-writers.service.js';
import { LeftoverReports } from './leftover-reports.service.js';
import { AuditModule } from '../../audit/audit.module.js';
import { RolesModule } from '../../access/roles.module.js';
import { LeftoverClaimsService } from './leftover-claims.service.js';
import { LeftoversService } from './leftovers.service.js';
import { LeftoversRepository } from './leftovers.repository.js';
import { MarkAdditions } from './mark-additions.service.js';
import { MarksRepository } from './marks.repository.js';
import { RegistryIdentityRepository } from './registry-identity.repository.js';
import { RegistryIdentity } from './registry-identity.service.js';

/** Which databases this registry made, and so may drop. */
@Module({
  imports: [OrganizationRegistryModule, CapacityModule, AuditModule, RolesModule],
  providers: [
    RegistryIdentityRepository,
    RegistryIdentity,
    MarksRepository,
    DatabaseMarks,
    DatabaseContentsRepository,
    DatabaseDrops,
    LeftoverReports,
    LeftoversRepository,
    LeftoverClaimsService,
    LeftoversService,
    LateWriters,
    MarkAdditions,
  ],
  exports: [
    DatabaseContentsRepository,
    LeftoverClaimsService,
    LeftoversService,
    RegistryIdentity,
    DatabaseMarks,
    DatabaseDrops,
    LeftoverReports,
    MarkAdditions,
  ],
})
export class MarksModule {}

import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { DomainClaimsRepository } from './domain-claims.repository.js';
import { DatabasesRepository } from './databases.repository.js';
import { InstanceService } from './instance.service.js';
import { InstancesRepository } from './instances.repository.js';
import { MembershipLockService } from './membership-lock.service.js';
import { OrganizationAdminRepository } from './organization-admin.repository.js';
import { OrganizationAdminService } from './organization-admin.service.js';
import { OrganizationRegistryService } from './organization-registry.service.js';
import { DatabaseSchema, OrganizationSchema } from './organization.schema.js';
import { PastDatabasesService } from './past-databases.service.js';
import { PastOrganizationsRepository } from './past-organizations.repository.js';
import { KnownDatabasesService } from './known-databases.service.js';
import { TenantDirectoryService } from './tenant-directory.service.js';
import { OrganizationDetailsRepository } from './organization-details.repository.js';
import { OrganizationsRepository } from './organizations.repository.js';

/** The read side of organizations, apart from their life cycle: sign-in and tenancy need only this. */
@Module({
  imports: [
    MongooseModule.forFeature([
      { name: 'Organization', schema: OrganizationSchema },
      { name: 'Database', schema: DatabaseSchema },
    ]),
  ],
  providers: [
    PastOrganizationsRepository,
    PastDatabasesService,
    OrganizationsRepository,
    OrganizationDetailsRepository,
    DomainClaimsRepository,
    DatabasesRepository,
    OrganizationRegistryService,
    InstancesRepository,
    InstanceService,
    KnownDatabasesService,
    TenantDirectoryService,
    MembershipLockService,
    OrganizationAdminRepository,
    OrganizationAdminService,
  ],
  exports: [
    PastDatabasesService,
    PastOrganizationsRepository,
    OrganizationsRepository,
    OrganizationDetailsRepository,
    DomainClaimsRepository,
    DatabasesRepository,
    OrganizationRegistryService,
    InstancesRepository,
    InstanceService,
    KnownDatabasesService,
    TenantDirectoryService,
    MembershipLockService,
    OrganizationAdminService,
  ],
})
export class OrganizationRegistryModule {}

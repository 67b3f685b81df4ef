import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { AuditModule } from '../audit/audit.module.js';
import { BackupsModule } from '../backups/backups.module.js';
import { OneTimeCodesModule } from '../credentials/one-time-codes.module.js';
import { MailModule } from '../mail/mail.module.js';
import { MembershipsModule } from '../memberships/memberships.module.js';
import { OrganizationsModule } from '../organizations/organizations.module.js';
import { OrganizationRegistryModule } from '../registry/organization-registry.module.js';
import { DeletedOrganizationSchema, DeletedPartSchema } from './deleted-organization.schema.js';
import { CertificatesService } from './certificates/certificates.service.js';
import { CertificatesTask } from './certificates/certificates.task.js';
import { ErasureFactsService } from './certificates/erasure-facts.service.js';
import { ErasureRecordsService } from './certificates/erasure-records.service.js';
import { ErasureRowsRepository } from './certificates/erasure-rows.repository.js';
import { ErasureSchema } from './certificates/erasure.schema.js';
import { DeletedOrganizationsRepository } from './deleted-organizations.repository.js';
import { ErasuresService } from './erasures.service.js';
import { ErasuresTask } from './erasures.task.js';
import { OrganizationKeeperService } from './organization-keeper.service.js';
import { ReturningOrganizations } from './returning-organizations.service.js';
import { UndeletesService } from './undeletes.service.js';

@Module({
  imports: [
    AuditModule,
    BackupsModule,
    MailModule,
    MembershipsModule,
    OneTimeCodesModule,
    OrganizationsModule,
    OrganizationRegistryModule,
    MongooseModule.forFeature([
      { name: 'DeletedOrganization', schema: DeletedOrganizationSchema },
      { name: 'DeletedPart', schema: DeletedPartSchema },
      { name: 'Erasure', schema: ErasureSchema },
    ]),
  ],
  providers: [
    CertificatesService,
    CertificatesTask,
    ErasureFactsService,
    ErasureRecordsService,
    ErasureRowsRepository,
    DeletedOrganizationsRepository,
    ErasuresService,
    ErasuresTask,
    OrganizationKeeperService,
    ReturningOrganizations,
    UndeletesService,
  ],
  exports: [ErasureRecordsService, ErasuresService, UndeletesService],
})
export class UndeletesModule {}

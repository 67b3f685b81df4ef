import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { CapacityModule } from '../capacity/capacity.module.js';
import { OrganizationRegistryModule } from '../registry/organization-registry.module.js';
import { RateLimitsModule } from '../rate-limits/rate-limits.module.js';
import { RolesModule } from '../access/roles.module.js';
import { UsageModule } from '../usage/usage.module.js';
import { CollectionsRepository } from './collections.repository.js';
import { CommandTime } from './command-time.js';
import { CollectionsService } from './collections.service.js';
import { DocumentListsService } from './document-lists.service.js';
import { DocumentsRepository } from './documents.repository.js';
import { DocumentsService } from './documents.service.js';
import { DiffsService } from './diffs.service.js';
import { DocumentReadsService } from './document-reads.service.js';
import { HeavyReads } from './heavy-reads.js';
import { ImportsRepository } from './imports.repository.js';
import { InsertBatchesRepository } from './insert-batches.repository.js';
import { PageCursorsService } from './page-cursors.service.js';
import { PastCollectionsService } from './past-collections.service.js';
import { PastReadsService } from './past-reads.service.js';
import { StorageLimitsService } from './storage-limits.service.js';
import { StorageRepository } from './storage.repository.js';
import { TenantWork } from './tenant-work.js';
import { TransfersService } from './transfers.service.js';

/** The organization's own data: what the tenant connection is for. */
@Module({
  imports: [
    AuditModule,
    UsageModule,
    RateLimitsModule,
    CapacityModule,
    OrganizationRegistryModule,
    RolesModule,
  ],
  providers: [
    CommandTime,
    CollectionsRepository,
    DocumentsRepository,
    HeavyReads,
    ImportsRepository,
    InsertBatchesRepository,
    PageCursorsService,
    StorageRepository,
    TenantWork,
    StorageLimitsService,
    CollectionsService,
    DocumentsService,
    DocumentReadsService,
    PastReadsService,
    DiffsService,
    PastCollectionsService,
    DocumentListsService,
    TransfersService,
  ],
  exports: [
    DiffsService,
    StorageLimitsService,
    PastCollectionsService,
    DocumentReadsService,
    CollectionsService,
    DocumentsService,
    DocumentListsService,
    TransfersService,
  ],
})
export class DocumentsModule {}

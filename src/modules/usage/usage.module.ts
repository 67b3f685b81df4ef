import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { OrganizationRegistryModule } from '../registry/organization-registry.module.js';
import { UsageCountSchema } from './usage-count.schema.js';
import { UsageCountsRepository } from './usage-counts.repository.js';
import { UsagePeriodSchema } from './usage-period.schema.js';
import { UsagePeriodsRepository } from './usage-periods.repository.js';
import { UsagePeriodsService } from './usage-periods.service.js';
import { UsageSourcesService } from './usage-sources.service.js';
import { UsageService } from './usage.service.js';

/** What organizations use, by the hour. */
@Module({
  imports: [
    MongooseModule.forFeature([
      { name: 'UsageCount', schema: UsageCountSchema },
      { name: 'UsagePeriod', schema: UsagePeriodSchema },
    ]),
    OrganizationRegistryModule,
  ],
  providers: [
    UsageService,
    UsagePeriodsService,
    UsageSourcesService,
    UsageCountsRepository,
    UsagePeriodsRepository,
  ],
  exports: [UsageService, UsagePeriodsService, UsageSourcesService],
})
export class UsageModule {}

import { type DynamicModule, Global, Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { ConfigModule } from '../../../config/config.module.js';
import type { Env } from '../../../config/env.js';
import { bootOptions } from '../../../database/boot-connection.js';
import { DomainEventBus } from '../../../database/domain-events.js';
import { MasterLease } from '../../../database/master-lease.js';
import { Transactions } from '../../../database/transactions.js';
import { Clock, SystemClock } from '../../../database/work/clock.js';
import { AuditModule } from '../../audit/audit.module.js';
import { MarksRepository } from '../marks/marks.repository.js';
import { RegistryIdentityRepository } from '../marks/registry-identity.repository.js';
import { AdoptionRepository } from './adoption.repository.js';
import { AdoptionService } from './adoption.service.js';

/** What an adoption needs of the database, and nothing that begins to work by itself. */
@Global()
@Module({
  providers: [Transactions, MasterLease, DomainEventBus, { provide: Clock, useClass: SystemClock }],
  exports: [Transactions, MasterLease, DomainEventBus],
})
class AdoptionDatabase {}

/** Runs before the service, which demands a master of its own. */
@Module({})
export class AdoptionModule {
  static forRoot(env: Env): DynamicModule {
    return {
      module: AdoptionModule,
      imports: [
        ConfigModule.forRoot(env),
        MongooseModule.forRoot(env.MONGODB_URL!, { retryAttempts: 0, ...bootOptions(env) }),
        AdoptionDatabase,
        AuditModule,
      ],
      providers: [MarksRepository, RegistryIdentityRepository, AdoptionRepository, AdoptionService],
      exports: [AdoptionService],
    };
  }
}

import { Global, Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import mongoose from 'mongoose';
import { Env } from '../config/env.js';
import { AbandonedTransactions } from './abandoned-transactions.js';
import { ChangeFeed } from './change-feed.js';
import { CountersRepository } from './counters.repository.js';
import { DatabaseRights } from './database-rights.js';
import { connectionOptions } from './connection-options.js';
import { DomainEventBus } from './domain-events.js';
import { MasterMigrations } from './master-migrations.js';
import { MasterSetup } from './master-setup.js';
import { MasterReads } from './master-reads.js';
import { PoolMetrics } from './pool-metrics.js';
import { Transactions } from './transactions.js';

// A filter value that is an object with operators is escaped, and a filter on a path that no schema knows
// throws. Both must be set before any model is compiled: set on a connection they have no effect.
mongoose.set('sanitizeFilter', true);
mongoose.set('strictQuery', 'throw');

/** The shared master connection: organizations, accounts, memberships, the registry of databases. */
@Global()
@Module({
  imports: [
    MongooseModule.forRootAsync({
      inject: [Env],
      useFactory: (env: Env) => ({ uri: env.MONGODB_URL, retryAttempts: 0, ...connectionOptions(env) }),
    }),
  ],
  providers: [
    Transactions,
    AbandonedTransactions,
    ChangeFeed,
    CountersRepository,
    DatabaseRights,
    DomainEventBus,
    MasterMigrations,
    MasterReads,
    MasterSetup,
    PoolMetrics,
  ],
  exports: [
    Transactions,
    AbandonedTransactions,
    ChangeFeed,
    CountersRepository,
    DatabaseRights,
    DomainEventBus,
    MasterMigrations,
    MasterReads,
  ],
})
export class DatabaseModule {}

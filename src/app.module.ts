import { type DynamicModule, Module } from '@nestjs/common';
import { APP_PIPE } from '@nestjs/core';
import { getConnectionToken } from '@nestjs/mongoose';
import { TenancyModule, type TenancyOptions } from '@rowhouse/tenancy';
import { DtoPipe } from './common/http/body.pipe.js';
import { Metrics } from './common/metrics/metrics.js';
import { MetricsModule } from './common/metrics/metrics.module.js';
import { ConfigModule } from './config/config.module.js';
import type { Env } from './config/env.js';
import { DatabaseModule } from './database/database.module.js';
import { type Clock, SystemClock } from './database/work/clock.js';
import { PastModule } from './database/past/past.module.js';
import { WorkModule } from './database/work/work.module.js';
import { AuditStartModule } from './modules/audit/audit-start.module.js';
import { IdempotencyModule } from './modules/idempotency/idempotency.module.js';
import { OrganizationRegistryModule } from './modules/registry/organization-registry.module.js';
import { AuthModule } from './modules/auth/auth.module.js';
import { RateLimitsModule } from './modules/rate-limits/rate-limits.module.js';
import { TenantDirectoryService } from './modules/registry/tenant-directory.service.js';
import { HealthSurfaceModule } from './surfaces/health/health-surface.module.js';
import { MetricsSurfaceModule } from './surfaces/metrics/metrics-surface.module.js';
import { OrgSurfaceModule } from './surfaces/org/org.module.js';
import { IdentitySurfaceModule } from './surfaces/identity/identity.module.js';
import { RegisterSurfaceModule } from './surfaces/register/register.module.js';
import { TenantsV1SurfaceModule } from './surfaces/tenants-v1/tenants-v1.module.js';
import { TenantsSurfaceModule } from './surfaces/tenants/tenants.module.js';
import { PagesModule } from './surfaces/pages/pages.module.js';
import { V1Module } from './surfaces/v1/v1.module.js';
import { WellKnownModule } from './surfaces/well-known/well-known.module.js';

/** The registry says which name: one of an earlier prefix, or of another service whose database was taken over. */
const REGISTERED_NAME = /^(?!test$)[^]+$/;

@Module({})
export class AppModule {
  /** @param clock of everything that works in the background */
  static forRoot(
    env: Env,
    { clock = new SystemClock(), metrics = new Metrics(false) }: { clock?: Clock; metrics?: Metrics } = {},
  ): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot(env),
        MetricsModule.forRoot(metrics),
        DatabaseModule,
        PastModule,
        WorkModule.forRoot(clock),
        AuditStartModule,
        IdempotencyModule,
        TenancyModule.forRootAsync({
          global: true,
          imports: [OrganizationRegistryModule],
          inject: [getConnectionToken(), TenantDirectoryService],
          useFactory: (connection: TenancyOptions['connection'], directory: TenantDirectoryService) => ({
            connection,
            maxOpen: env.OPEN_DATABASES,
            // A third of the connections, so that two organizations cannot keep all others waiting.
            maxLeases: Math.max(2, Math.floor(env.MONGODB_POOL_SIZE / 3)),
            databaseName: REGISTERED_NAME,
            resolve: (id: string) => directory.resolve(id),
            trusted: () => directory.trusted,
            term: () => directory.term,
          }),
        }),
        HealthSurfaceModule,
        OrgSurfaceModule,
        RegisterSurfaceModule,
        IdentitySurfaceModule,
        TenantsV1SurfaceModule,
        TenantsSurfaceModule,
        V1Module,
        WellKnownModule,
        PagesModule,
        MetricsSurfaceModule,
        // Guards run in the order of these: who calls is known before their plan is asked.
        AuthModule,
        RateLimitsModule,
      ],
      providers: [{ provide: APP_PIPE, useClass: DtoPipe }],
    };
  }
}

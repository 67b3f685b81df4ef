import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { OrganizationRegistryModule } from '../registry/organization-registry.module.js';
import { HealthService } from './health.service.js';

@Module({
  imports: [TerminusModule.forRoot({ logger: false }), OrganizationRegistryModule],
  providers: [HealthService],
  exports: [HealthService],
})
export class HealthModule {}

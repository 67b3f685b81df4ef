import { Module } from '@nestjs/common';
import { HealthModule } from '../../modules/health/health.module.js';
import { HealthController } from './health.controller.js';

/** Probes for an orchestrator; `/health` itself belongs to S1. */
@Module({ imports: [HealthModule], controllers: [HealthController] })
export class HealthSurfaceModule {}

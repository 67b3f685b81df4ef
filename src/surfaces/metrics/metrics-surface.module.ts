import { Module } from '@nestjs/common';
import { MetricsServer } from './metrics-server.js';
import { ServiceMetrics } from './service-metrics.js';

@Module({ providers: [MetricsServer, ServiceMetrics] })
export class MetricsSurfaceModule {}

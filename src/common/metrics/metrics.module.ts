import { type DynamicModule, Module } from '@nestjs/common';
import { Metrics } from './metrics.js';

/** Every room registers what it measures where it measures it: inject Metrics in a constructor. */
@Module({})
export class MetricsModule {
  static forRoot(metrics: Metrics): DynamicModule {
    return {
      module: MetricsModule,
      global: true,
      providers: [{ provide: Metrics, useValue: metrics }],
      exports: [Metrics],
    };
  }
}

import { type DynamicModule, Module } from '@nestjs/common';
import { BackgroundWork } from './background-work.js';
import { Clock } from './clock.js';
import { NamedLeases } from './lease-rows.js';

/** What works in the background, everywhere by the same clock. */
@Module({})
export class WorkModule {
  static forRoot(clock: Clock): DynamicModule {
    return {
      module: WorkModule,
      global: true,
      providers: [{ provide: Clock, useValue: clock }, BackgroundWork, NamedLeases],
      exports: [Clock, BackgroundWork, NamedLeases],
    };
  }
}

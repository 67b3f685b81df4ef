import { Module } from '@nestjs/common';
import { AuthModule } from '../../../modules/auth/auth.module.js';
import { ProgressInterceptor } from './progress.interceptor.js';
import { ProgressStreamsService } from './progress-streams.service.js';

@Module({
  imports: [AuthModule],
  providers: [ProgressStreamsService, ProgressInterceptor],
  exports: [ProgressStreamsService, ProgressInterceptor, AuthModule],
})
export class ProgressModule {}

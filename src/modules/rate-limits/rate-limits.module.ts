import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { RateLimitSchema } from './rate-limit.schema.js';
import { RateLimitsRepository } from './rate-limits.repository.js';
import { RateLimits } from './rate-limits.service.js';
import { SignInLimits } from './sign-in-limits.service.js';

@Module({
  imports: [MongooseModule.forFeature([{ name: 'RateLimit', schema: RateLimitSchema }])],
  providers: [RateLimitsRepository, RateLimits, SignInLimits],
  exports: [RateLimits, SignInLimits],
})
export class RateLimitsModule {}

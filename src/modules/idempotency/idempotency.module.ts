import { Global, Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { IdempotencyRepository } from './idempotency.repository.js';
import { IdempotencySchema } from './idempotency.schema.js';
import { IdempotencyService } from './idempotency.service.js';

/** Global, because the interceptor of @Idempotent() is made in the module of each controller that says it. */
@Global()
@Module({
  imports: [MongooseModule.forFeature([{ name: 'IdempotencyKey', schema: IdempotencySchema }])],
  providers: [IdempotencyRepository, IdempotencyService],
  exports: [IdempotencyService],
})
export class IdempotencyModule {}

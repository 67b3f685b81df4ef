import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { OneTimeCodeSchema } from './one-time-code.schema.js';
import { OneTimeCodesRepository } from './one-time-codes.repository.js';
import { OneTimeCodesService } from './one-time-codes.service.js';

/** Apart from sign-in: accounts and members need only this. */
@Module({
  imports: [MongooseModule.forFeature([{ name: 'OneTimeCode', schema: OneTimeCodeSchema }])],
  providers: [OneTimeCodesRepository, OneTimeCodesService],
  exports: [OneTimeCodesService],
})
export class OneTimeCodesModule {}

import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { AuditModule } from '../audit/audit.module.js';
import { UsersModule } from '../users/users.module.js';
import { DepartedFactorsService } from './departed-factors.service.js';
import { DevicesRepository } from './devices.repository.js';
import { DevicesService } from './devices.service.js';
import { FactorEnrolmentsService } from './factor-enrolments.service.js';
import { FactorKeysRepository } from './factor-keys.repository.js';
import { FactorKeysService } from './factor-keys.service.js';
import { FactorNewsService } from './factor-news.service.js';
import { FactorsRepository } from './factors.repository.js';
import { FactorsService } from './factors.service.js';
import { FactorEnrolmentSchema, RememberedDeviceSchema, SecondFactorSchema } from './second-factor.schema.js';

@Module({
  imports: [
    MongooseModule.forFeature([
      { name: 'SecondFactor', schema: SecondFactorSchema },
      { name: 'FactorEnrolment', schema: FactorEnrolmentSchema },
      { name: 'RememberedDevice', schema: RememberedDeviceSchema },
    ]),
    AuditModule,
    UsersModule,
  ],
  providers: [
    FactorsRepository,
    FactorKeysRepository,
    FactorKeysService,
    FactorEnrolmentsService,
    FactorNewsService,
    FactorsService,
    DevicesRepository,
    DevicesService,
    DepartedFactorsService,
  ],
  exports: [FactorEnrolmentsService, FactorsService, DevicesService],
})
export class FactorsModule {}

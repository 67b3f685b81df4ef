import { Module } from '@nestjs/common';
import { UndeletesModule } from '../../../modules/undeletes/undeletes.module.js';
import { DeletedOrganizationsController } from './deleted-organizations.controller.js';
import { CertificatesController } from './certificates.controller.js';
import { ErasuresController } from './erasures.controller.js';
import { UndeletesController } from './undeletes.controller.js';

@Module({
  imports: [UndeletesModule],
  controllers: [
    UndeletesController,
    DeletedOrganizationsController,
    ErasuresController,
    CertificatesController,
  ],
})
export class UndeletesV1Module {}

import { Module } from '@nestjs/common';
import { UndeletesModule } from '../../../modules/undeletes/undeletes.module.js';
import { DeletedOrganizationsController } from './deleted-organizations.controller.js';
import { UndeletesController } from './undeletes.controller.js';

@Module({
  imports: [UndeletesModule],
  controllers: [UndeletesController, DeletedOrganizationsController],
})
export class UndeletesV1Module {}

import { Module } from '@nestjs/common';
import { OrganizationsModule } from '../../../modules/organizations/organizations.module.js';
import { OperationsController } from './operations.controller.js';
import { ProgressModule } from '../progress/progress.module.js';

@Module({ imports: [OrganizationsModule, ProgressModule], controllers: [OperationsController] })
export class OperationsV1Module {}

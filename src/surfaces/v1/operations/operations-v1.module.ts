import { Module } from '@nestjs/common';
import { OrganizationsModule } from '../../../modules/organizations/organizations.module.js';
import { OperationsController } from './operations.controller.js';

@Module({ imports: [OrganizationsModule], controllers: [OperationsController] })
export class OperationsV1Module {}

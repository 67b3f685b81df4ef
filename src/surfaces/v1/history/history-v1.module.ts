import { Module } from '@nestjs/common';
import { OrganizationsModule } from '../../../modules/organizations/organizations.module.js';
import { HistoryController } from './history.controller.js';

@Module({ imports: [OrganizationsModule], controllers: [HistoryController] })
export class HistoryV1Module {}

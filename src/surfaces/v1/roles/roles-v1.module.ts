import { Module } from '@nestjs/common';
import { RolesModule } from '../../../modules/access/roles.module.js';
import { PermissionsController, RolesController } from './roles.controller.js';

@Module({ imports: [RolesModule], controllers: [PermissionsController, RolesController] })
export class RolesV1Module {}

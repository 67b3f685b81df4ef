import { Module } from '@nestjs/common';
import { AuthModule } from '../../../modules/auth/auth.module.js';
import { ImpersonationsController } from './impersonations.controller.js';

@Module({ imports: [AuthModule], controllers: [ImpersonationsController] })
export class ImpersonationsV1Module {}

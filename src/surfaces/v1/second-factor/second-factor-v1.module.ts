import { Module } from '@nestjs/common';
import { AuthModule } from '../../../modules/auth/auth.module.js';
import { SecondFactorController } from './second-factor.controller.js';

@Module({ imports: [AuthModule], controllers: [SecondFactorController] })
export class SecondFactorV1Module {}

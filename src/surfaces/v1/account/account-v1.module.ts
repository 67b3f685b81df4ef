import { Module } from '@nestjs/common';
import { AuthModule } from '../../../modules/auth/auth.module.js';
import { UsersModule } from '../../../modules/users/users.module.js';
import { AccountController } from './account.controller.js';
import { RecoveryController } from './recovery.controller.js';

@Module({ imports: [AuthModule, UsersModule], controllers: [AccountController, RecoveryController] })
export class AccountV1Module {}

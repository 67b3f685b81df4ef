import { Module } from '@nestjs/common';
import { BrandingModule } from '../../../modules/branding/branding.module.js';
import { AuthModule } from '../../../modules/auth/auth.module.js';
import { UsersModule } from '../../../modules/users/users.module.js';
import { AccountController } from './account.controller.js';
import { RecoveryController } from './recovery.controller.js';

@Module({
  imports: [BrandingModule, AuthModule, UsersModule],
  controllers: [AccountController, RecoveryController],
})
export class AccountV1Module {}

import { Module } from '@nestjs/common';
import { BrandingModule } from '../../../modules/branding/branding.module.js';
import { AuthModule } from '../../../modules/auth/auth.module.js';
import { OnboardingModule } from '../../../modules/onboarding/onboarding.module.js';
import { SessionsV1Module } from '../sessions/sessions-v1.module.js';
import { AccountsController } from './accounts.controller.js';

@Module({
  imports: [BrandingModule, AuthModule, OnboardingModule, SessionsV1Module],
  controllers: [AccountsController],
})
export class AccountsV1Module {}

import { Module } from '@nestjs/common';
import { AuthModule } from '../../modules/auth/auth.module.js';
import { OnboardingModule } from '../../modules/onboarding/onboarding.module.js';
import { OrganizationsModule } from '../../modules/organizations/organizations.module.js';
import { RegisterController } from './register.controller.js';

@Module({ imports: [AuthModule, OnboardingModule, OrganizationsModule], controllers: [RegisterController] })
export class RegisterSurfaceModule {}

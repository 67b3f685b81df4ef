import { Module } from '@nestjs/common';
import { AuthModule } from '../../modules/auth/auth.module.js';
import { OnboardingModule } from '../../modules/onboarding/onboarding.module.js';
import { OrganizationsModule } from '../../modules/organizations/organizations.module.js';
import { PlansModule } from '../../modules/plans/plans.module.js';
import { TenantUsersController } from './tenant-users.controller.js';
import { TenantsV1Controller } from './tenants-v1.controller.js';

@Module({
  imports: [AuthModule, OnboardingModule, OrganizationsModule, PlansModule],
  controllers: [TenantsV1Controller, TenantUsersController],
})
export class TenantsV1SurfaceModule {}

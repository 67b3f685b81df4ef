import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { PasswordsModule } from '../credentials/passwords.module.js';
import { OrganizationsModule } from '../organizations/organizations.module.js';
import { PlansModule } from '../plans/plans.module.js';
import { MembershipsModule } from '../memberships/memberships.module.js';
import { UsersModule } from '../users/users.module.js';
import { DomainJoinsService } from './domain-joins.service.js';
import { RegistrationService } from './registration.service.js';
import { SignUpsService } from './sign-ups.service.js';
import { TenantUsersService } from './tenant-users.service.js';
import { TenantsService } from './tenants.service.js';

@Module({
  imports: [OrganizationsModule, AuthModule, PasswordsModule, UsersModule, MembershipsModule, PlansModule],
  providers: [RegistrationService, SignUpsService, TenantsService, TenantUsersService, DomainJoinsService],
  exports: [RegistrationService, SignUpsService, TenantsService, TenantUsersService, DomainJoinsService],
})
export class OnboardingModule {}

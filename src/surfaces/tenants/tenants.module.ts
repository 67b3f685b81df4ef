import { Module } from '@nestjs/common';
import { AuthModule } from '../../modules/auth/auth.module.js';
import { PasswordsModule } from '../../modules/credentials/passwords.module.js';
import { OrganizationsModule } from '../../modules/organizations/organizations.module.js';
import { MembershipsModule } from '../../modules/memberships/memberships.module.js';
import { UsersModule } from '../../modules/users/users.module.js';
import { TenantsController } from './tenants.controller.js';

@Module({
  imports: [AuthModule, PasswordsModule, OrganizationsModule, UsersModule, MembershipsModule],
  controllers: [TenantsController],
})
export class TenantsSurfaceModule {}

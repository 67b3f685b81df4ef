import { Module } from '@nestjs/common';
import { RolesModule } from '../../../modules/access/roles.module.js';
import { AuthModule } from '../../../modules/auth/auth.module.js';
import { AuditModule } from '../../../modules/audit/audit.module.js';
import { MembershipsModule } from '../../../modules/memberships/memberships.module.js';
import { OrganizationsModule } from '../../../modules/organizations/organizations.module.js';
import { UsersModule } from '../../../modules/users/users.module.js';
import { OrganizationsV1Module } from '../organizations/organizations-v1.module.js';
import { LeftoversController } from './leftovers.controller.js';
import { PlatformAccountsController } from './platform-accounts.controller.js';
import { PlatformAuditController } from './platform-audit.controller.js';
import { PlatformOrganizationsController } from './platform-organizations.controller.js';
import { PlatformPermissionsController } from './platform-permissions.controller.js';

@Module({
  imports: [
    AuditModule,
    AuthModule,
    MembershipsModule,
    OrganizationsModule,
    RolesModule,
    UsersModule,
    OrganizationsV1Module,
  ],
  controllers: [
    LeftoversController,
    PlatformAccountsController,
    PlatformAuditController,
    PlatformOrganizationsController,
    PlatformPermissionsController,
  ],
})
export class PlatformV1Module {}

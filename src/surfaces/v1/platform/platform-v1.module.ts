import { Module } from '@nestjs/common';
import { RolesModule } from '../../../modules/access/roles.module.js';
import { AuthModule } from '../../../modules/auth/auth.module.js';
import { AuditModule } from '../../../modules/audit/audit.module.js';
import { CapacityModule } from '../../../modules/capacity/capacity.module.js';
import { MailModule } from '../../../modules/mail/mail.module.js';
import { MembershipsModule } from '../../../modules/memberships/memberships.module.js';
import { OrganizationsModule } from '../../../modules/organizations/organizations.module.js';
import { OrganizationRegistryModule } from '../../../modules/registry/organization-registry.module.js';
import { UsersModule } from '../../../modules/users/users.module.js';
import { WebhooksModule } from '../../../modules/webhooks/webhooks.module.js';
import { OrganizationsV1Module } from '../organizations/organizations-v1.module.js';
import { LeftoversController } from './leftovers.controller.js';
import { PlatformAccountsController } from './platform-accounts.controller.js';
import { PlatformAuditController } from './platform-audit.controller.js';
import { PlatformOrganizationsController } from './platform-organizations.controller.js';
import { PlatformPermissionsController } from './platform-permissions.controller.js';
import { PlatformStatusController } from './platform-status.controller.js';

@Module({
  imports: [
    AuditModule,
    AuthModule,
    CapacityModule,
    MailModule,
    MembershipsModule,
    OrganizationRegistryModule,
    OrganizationsModule,
    RolesModule,
    UsersModule,
    WebhooksModule,
    OrganizationsV1Module,
  ],
  controllers: [
    LeftoversController,
    PlatformAccountsController,
    PlatformAuditController,
    PlatformOrganizationsController,
    PlatformPermissionsController,
    PlatformStatusController,
  ],
})
export class PlatformV1Module {}

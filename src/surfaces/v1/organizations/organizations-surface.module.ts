import { Module } from '@nestjs/common';
import { AuditModule } from '../../../modules/audit/audit.module.js';
import { AuthModule } from '../../../modules/auth/auth.module.js';
import { OrganizationsModule } from '../../../modules/organizations/organizations.module.js';
import { PlansModule } from '../../../modules/plans/plans.module.js';
import { MembershipsModule } from '../../../modules/memberships/memberships.module.js';
import { UsersModule } from '../../../modules/users/users.module.js';
import { AuditController } from '../audit/audit.controller.js';
import { PlansController } from '../plans/plans.controller.js';
import { PlatformAccountsController } from '../platform/platform-accounts.controller.js';
import { PlatformAuditController } from '../platform/platform-audit.controller.js';
import { LeftoversController } from '../platform/leftovers.controller.js';
import { PlatformOrganizationsController } from '../platform/platform-organizations.controller.js';
import { OrganizationPresenter } from './organization.presenter.js';
import { OrganizationsController } from './organizations.controller.js';

/** Organizations as their members, and as platform operators, see and change them. */
@Module({
  imports: [AuditModule, AuthModule, OrganizationsModule, PlansModule, UsersModule, MembershipsModule],
  controllers: [
    OrganizationsController,
    PlansController,
    AuditController,
    PlatformOrganizationsController,
    PlatformAccountsController,
    PlatformAuditController,
    LeftoversController,
  ],
  providers: [OrganizationPresenter],
})
export class OrganizationsSurfaceModule {}

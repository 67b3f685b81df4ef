import { Module } from '@nestjs/common';
import { AuthModule } from '../../modules/auth/auth.module.js';
import { OrganizationsModule } from '../../modules/organizations/organizations.module.js';
import { MembershipsModule } from '../../modules/memberships/memberships.module.js';
import { UsersModule } from '../../modules/users/users.module.js';
import { IdentityController } from './identity.controller.js';
import { RecoveryLinksController } from './recovery-links.controller.js';
import { StatsController } from './stats.controller.js';

@Module({
  imports: [AuthModule, OrganizationsModule, UsersModule, MembershipsModule],
  controllers: [IdentityController, RecoveryLinksController, StatsController],
})
export class IdentitySurfaceModule {}

import { Module } from '@nestjs/common';
import { AuthModule } from '../../modules/auth/auth.module.js';
import { OrganizationsModule } from '../../modules/organizations/organizations.module.js';
import { AdminController } from './admin.controller.js';
import { OrgHealthController } from './org-health.controller.js';
import { OrgController } from './org.controller.js';

@Module({
  imports: [AuthModule, OrganizationsModule],
  controllers: [OrgController, AdminController, OrgHealthController],
})
export class OrgSurfaceModule {}

import { Module } from '@nestjs/common';
import { AuthModule } from '../../modules/auth/auth.module.js';
import { OrganizationsModule } from '../../modules/organizations/organizations.module.js';
import { AccountController } from './account/account.controller.js';
import { MembersController } from './members/members.controller.js';
import { OperationsController } from './operations/operations.controller.js';

@Module({
  imports: [AuthModule, OrganizationsModule],
  controllers: [AccountController, OperationsController, MembersController],
})
export class V1SurfaceModule {}

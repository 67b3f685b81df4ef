import { Module } from '@nestjs/common';
import { AuthModule } from '../../modules/auth/auth.module.js';
import { OnboardingModule } from '../../modules/onboarding/onboarding.module.js';
import { OrganizationsModule } from '../../modules/organizations/organizations.module.js';
import { MembershipsModule } from '../../modules/memberships/memberships.module.js';
import { UsersModule } from '../../modules/users/users.module.js';
import { AccountController } from './account/account.controller.js';
import { AccountsController } from './accounts/accounts.controller.js';
import { AdmissionsController } from './members/admissions.controller.js';
import { RecoveryController } from './account/recovery.controller.js';
import { RefreshCookie } from './sessions/refresh-cookie.js';
import { SignInPresenter } from './sessions/sign-in.presenter.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { ImpersonationsController } from './impersonations/impersonations.controller.js';
import { MembersController } from './members/members.controller.js';
import { MembershipsController } from './members/memberships.controller.js';
import { OperationsController } from './operations/operations.controller.js';

@Module({
  imports: [AuthModule, OnboardingModule, OrganizationsModule, UsersModule, MembershipsModule],
  controllers: [
    AccountController,
    AccountsController,
    RecoveryController,
    SessionsController,
    OperationsController,
    ImpersonationsController,
    MembersController,
    AdmissionsController,
    MembershipsController,
  ],
  providers: [RefreshCookie, SignInPresenter],
})
export class V1SurfaceModule {}

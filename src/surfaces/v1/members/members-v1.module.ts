import { Module } from '@nestjs/common';
import { AuthModule } from '../../../modules/auth/auth.module.js';
import { BrandingModule } from '../../../modules/branding/branding.module.js';
import { MembershipsModule } from '../../../modules/memberships/memberships.module.js';
import { OnboardingModule } from '../../../modules/onboarding/onboarding.module.js';
import { MembersController } from './members.controller.js';
import { JoinApprovalsController } from './join-approvals.controller.js';
import { MembershipsController } from './memberships.controller.js';

@Module({
  imports: [AuthModule, BrandingModule, MembershipsModule, OnboardingModule],
  controllers: [MembersController, JoinApprovalsController, MembershipsController],
})
export class MembersV1Module {}

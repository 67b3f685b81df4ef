import { Module } from '@nestjs/common';
import { BrandingModule } from '../../../modules/branding/branding.module.js';
import { InvitationsModule } from '../../../modules/invitations/invitations.module.js';
import { InvitationAnswersController } from './answers.controller.js';
import { InvitationsController } from './invitations.controller.js';

@Module({
  imports: [BrandingModule, InvitationsModule],
  controllers: [InvitationAnswersController, InvitationsController],
})
export class InvitationsV1Module {}

import { Module } from '@nestjs/common';
import { InvitationsModule } from '../../../modules/invitations/invitations.module.js';
import { InvitationAnswersController } from './answers.controller.js';
import { InvitationsController } from './invitations.controller.js';

@Module({ imports: [InvitationsModule], controllers: [InvitationAnswersController, InvitationsController] })
export class InvitationsV1Module {}

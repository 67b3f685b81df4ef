import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { AuditModule } from '../audit/audit.module.js';
import { AuthModule } from '../auth/auth.module.js';
import { MailModule } from '../mail/mail.module.js';
import { OrganizationRegistryModule } from '../registry/organization-registry.module.js';
import { RolesModule } from '../access/roles.module.js';
import { MembershipsModule } from '../memberships/memberships.module.js';
import { UsersModule } from '../users/users.module.js';
import { InvitationAnswersService } from './invitation-answers.service.js';
import { InvitationHoldersService } from './invitation-holders.service.js';
import { InvitationMailsService } from './invitation-mails.service.js';
import { InvitationSchema } from './invitation.schema.js';
import { InvitationsRepository } from './invitations.repository.js';
import { InviterLossesService } from './inviter-losses.service.js';
import { InvitationsService } from './invitations.service.js';

@Module({
  imports: [
    AuditModule,
    AuthModule,
    MailModule,
    RolesModule,
    UsersModule,
    MembershipsModule,
    OrganizationRegistryModule,
    MongooseModule.forFeature([{ name: 'Invitation', schema: InvitationSchema }]),
  ],
  providers: [
    InvitationsRepository,
    InvitationsService,
    InvitationAnswersService,
    InvitationMailsService,
    InvitationHoldersService,
    InviterLossesService,
  ],
  exports: [InvitationsService, InvitationAnswersService],
})
export class InvitationsModule {}

import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { RolesModule } from '../access/roles.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { OneTimeCodesModule } from '../credentials/one-time-codes.module.js';
import { PasswordsModule } from '../credentials/passwords.module.js';
import { MailModule } from '../mail/mail.module.js';
import { PlansModule } from '../plans/plans.module.js';
import { OrganizationRegistryModule } from '../registry/organization-registry.module.js';
import { UsersModule } from '../users/users.module.js';
import { JoinApprovalsService } from './join-approvals.service.js';
import { DeparturesService } from './departures.service.js';
import { ReturnsService } from './returns.service.js';
import { InvitedAccountsService } from './invited-accounts.service.js';
import { InvitedMembersService } from './invited-members.service.js';
import { JoinClaimsService } from './join-claims.service.js';
import { JoinRequestsService } from './join-requests.service.js';
import { MemberCountSchema } from './member-count.schema.js';
import { MemberCountsRepository } from './member-counts.repository.js';
import { MemberCountsService } from './member-counts.service.js';
import { UsageModule } from '../usage/usage.module.js';
import { MemberRolesService } from './member-roles.service.js';
import { MemberStatsRepository } from './member-stats.repository.js';
import { MemberStatsService } from './member-stats.service.js';
import { MembersService } from './members.service.js';
import { MembershipMailsService } from './membership-mails.service.js';
import { MembershipTransactionsService } from './membership-transactions.service.js';
import { MembershipPolicy } from './membership.policy.js';
import { MembershipSchema } from './membership.schema.js';
import { MembershipsRepository } from './memberships.repository.js';
import { PersonDeparturesService } from './person-departures.service.js';
import { MembershipsService } from './memberships.service.js';
import { SeatsService } from './seats.service.js';
import { TemporaryPasswordsService } from './temporary-passwords.service.js';
import { UserMembershipsService } from './user-memberships.service.js';
import { RateLimitsModule } from '../rate-limits/rate-limits.module.js';

/** Who belongs where? */
@Module({
  imports: [
    RateLimitsModule,
    AuditModule,
    MailModule,
    OneTimeCodesModule,
    PasswordsModule,
    RolesModule,
    PlansModule,
    OrganizationRegistryModule,
    UsersModule,
    UsageModule,
    MongooseModule.forFeature([
      { name: 'Membership', schema: MembershipSchema },
      { name: 'MemberCount', schema: MemberCountSchema },
    ]),
  ],
  providers: [
    MembershipsRepository,
    MembershipsService,
    MembershipPolicy,
    MembershipTransactionsService,
    MembershipMailsService,
    UserMembershipsService,
    MembersService,
    SeatsService,
    JoinApprovalsService,
    JoinRequestsService,
    JoinClaimsService,
    InvitedAccountsService,
    InvitedMembersService,
    TemporaryPasswordsService,
    DeparturesService,
    ReturnsService,
    PersonDeparturesService,
    MemberRolesService,
    MemberCountsRepository,
    MemberCountsService,
    MemberStatsRepository,
    MemberStatsService,
  ],
  exports: [
    MembershipsService,
    MembershipTransactionsService,
    MembershipMailsService,
    UserMembershipsService,
    MembersService,
    JoinApprovalsService,
    JoinRequestsService,
    JoinClaimsService,
    InvitedAccountsService,
    InvitedMembersService,
    TemporaryPasswordsService,
    MemberStatsService,
    PersonDeparturesService,
  ],
})
export class MembershipsModule {}

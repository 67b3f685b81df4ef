import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { MemberStatsRepository } from './member-stats.repository.js';
import { MemberStatsService } from './member-stats.service.js';
import { OrganizationRegistryModule } from '../registry/organization-registry.module.js';
import { PlansModule } from '../plans/plans.module.js';
import { RolesModule } from '../access/roles.module.js';
import { OneTimeCodesModule } from '../credentials/one-time-codes.module.js';
import { PasswordsModule } from '../credentials/passwords.module.js';
import { MailModule } from '../mail/mail.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { AccountOriginsRepository } from './account-origins.repository.js';
import { AccountOrigins } from './account-origins.service.js';
import { AccountCredentials } from './accounts-credentials.service.js';
import { AccountMails } from './accounts-mail.service.js';
import { AccountsRepository } from './accounts.repository.js';
import { AccountsService } from './accounts.service.js';
import { MailboxProofs } from './mailbox-proofs.service.js';
import { MemberAccountsRepository } from './member-accounts.repository.js';
import { MemberAdmissions } from './member-admissions.service.js';
import { MemberClaims } from './member-claims.service.js';
import { MemberChanges } from './member-changes.service.js';
import { MemberLetters } from './member-letters.service.js';
import { MemberPlacesRepository } from './member-places.repository.js';
import { MemberRequests } from './member-requests.service.js';
import { MemberRules } from './member-rules.service.js';
import { MemberSecrets } from './member-secrets.service.js';
import { MemberSeats, SeatRows } from './member-seats.service.js';
import { InvitedMembers } from './invited-members.service.js';
import { InvitedRepository } from './invited.repository.js';
import { MemberRoles } from './member-roles.service.js';
import { MemberRolesRepository } from './member-roles.repository.js';
import { MemberTransactions } from './member-transactions.service.js';
import { MembersRepository } from './members.repository.js';
import { MembersService } from './members.service.js';
import { MemberCountSchema } from './member-count.schema.js';
import { MemberCountsKeeper } from './member-counts-keeper.service.js';
import { MemberCountsRepository } from './member-counts.repository.js';
import { MembershipSchema } from './membership.schema.js';
import { OrganizationPeopleRepository } from './organization-people.repository.js';
import { OrganizationPeople } from './organization-people.service.js';
import { PlaceLosses } from './place-losses.service.js';
import { PlatformAccountsRepository } from './platform-accounts.repository.js';
import { PlatformAccounts, PlatformSecrets } from './platform-accounts.service.js';
import { UserSchema } from './user.schema.js';
import { UsersRepository } from './users.repository.js';
import { UsersService } from './users.service.js';

@Module({
  imports: [
    AuditModule,
    MailModule,
    OneTimeCodesModule,
    PasswordsModule,
    RolesModule,
    PlansModule,
    OrganizationRegistryModule,
    MongooseModule.forFeature([
      { name: 'User', schema: UserSchema },
      { name: 'Membership', schema: MembershipSchema },
      { name: 'MemberCount', schema: MemberCountSchema },
    ]),
  ],
  providers: [
    UsersRepository,
    UsersService,
    AccountsRepository,
    AccountsService,
    AccountMails,
    AccountOrigins,
    AccountOriginsRepository,
    OrganizationPeople,
    OrganizationPeopleRepository,
    AccountCredentials,
    InvitedMembers,
    InvitedRepository,
    MembersService,
    MembersRepository,
    MemberRoles,
    MemberRolesRepository,
    MemberSeats,
    SeatRows,
    MemberRules,
    MemberChanges,
    PlaceLosses,
    MemberTransactions,
    MemberAdmissions,
    MemberRequests,
    MemberClaims,
    MailboxProofs,
    MemberLetters,
    MemberSecrets,
    MemberPlacesRepository,
    MemberAccountsRepository,
    MemberCountsKeeper,
    MemberCountsRepository,
    MemberStatsRepository,
    MemberStatsService,
    PlatformAccountsRepository,
    PlatformAccounts,
    PlatformSecrets,
  ],
  exports: [
    InvitedMembers,
    MemberTransactions,
    UsersService,
    AccountsService,
    AccountMails,
    MembersService,
    MemberSeats,
    MemberChanges,
    PlaceLosses,
    MemberAdmissions,
    MemberRequests,
    MemberClaims,
    MailboxProofs,
    MemberLetters,
    MemberSecrets,
    MemberStatsService,
    PlatformAccounts,
  ],
})
export class UsersModule {}

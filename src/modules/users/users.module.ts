import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { RolesModule } from '../access/roles.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { OneTimeCodesModule } from '../credentials/one-time-codes.module.js';
import { PasswordsModule } from '../credentials/passwords.module.js';
import { MailModule } from '../mail/mail.module.js';
import { AccountOriginsRepository } from './account-origins.repository.js';
import { AccountOrigins } from './account-origins.service.js';
import { AccountCredentials } from './accounts-credentials.service.js';
import { AccountMails } from './accounts-mail.service.js';
import { AccountsRepository } from './accounts.repository.js';
import { AccountsService } from './accounts.service.js';
import { MemberAccountsRepository } from './member-accounts.repository.js';
import { PlatformAccountsRepository } from './platform-accounts.repository.js';
import { PlatformAccounts } from './platform-accounts.service.js';
import { UserSchema } from './user.schema.js';
import { UsersRepository } from './users.repository.js';
import { UsersService } from './users.service.js';

/** Accounts: who is this person? */
@Module({
  imports: [
    AuditModule,
    MailModule,
    OneTimeCodesModule,
    PasswordsModule,
    RolesModule,
    MongooseModule.forFeature([{ name: 'User', schema: UserSchema }]),
  ],
  providers: [
    UsersRepository,
    UsersService,
    AccountsRepository,
    AccountsService,
    AccountMails,
    AccountOrigins,
    AccountOriginsRepository,
    AccountCredentials,
    MemberAccountsRepository,
    PlatformAccountsRepository,
    PlatformAccounts,
  ],
  exports: [
    UsersService,
    AccountsService,
    AccountMails,
    AccountOrigins,
    MemberAccountsRepository,
    PlatformAccounts,
  ],
})
export class UsersModule {}

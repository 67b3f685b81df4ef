import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { RolesModule } from '../access/roles.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { OneTimeCodesModule } from '../credentials/one-time-codes.module.js';
import { PasswordsModule } from '../credentials/passwords.module.js';
import { MailModule } from '../mail/mail.module.js';
import { AccountOriginsRepository } from './account-origins.repository.js';
import { AccountOriginsService } from './account-origins.service.js';
import { AccountCredentialsService } from './account-credentials.service.js';
import { AccountMailsService } from './account-mails.service.js';
import { AccountsRepository } from './accounts.repository.js';
import { AccountsService } from './accounts.service.js';
import { MemberAccountsRepository } from './member-accounts.repository.js';
import { PlatformAccountsRepository } from './platform-accounts.repository.js';
import { PlatformAccountsService } from './platform-accounts.service.js';
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
    AccountMailsService,
    AccountOriginsService,
    AccountOriginsRepository,
    AccountCredentialsService,
    MemberAccountsRepository,
    PlatformAccountsRepository,
    PlatformAccountsService,
  ],
  exports: [
    UsersService,
    AccountsService,
    AccountMailsService,
    AccountOriginsService,
    MemberAccountsRepository,
    PlatformAccountsService,
  ],
})
export class UsersModule {}

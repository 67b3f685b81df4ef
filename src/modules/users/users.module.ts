import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { MemberStatsRepository } from './member-stats.repository.js';
import { MemberStatsService } from './member-stats.service.js';
import { OrganizationRegistryModule } from '../organizations/registry/organization-registry.module.js';
import { RolesModule } from '../roles/roles.module.js';
import { PasswordsModule } from '../auth/passwords.module.js';
import { MembersRepository } from './members.repository.js';
import { MembersService } from './members.service.js';
import { MembershipSchema } from './membership.schema.js';
import { UserSchema } from './user.schema.js';
import { UsersRepository } from './users.repository.js';
import { UsersService } from './users.service.js';

@Module({
  imports: [
    PasswordsModule,
    RolesModule,
    OrganizationRegistryModule,
    MongooseModule.forFeature([
      { name: 'User', schema: UserSchema },
      { name: 'Membership', schema: MembershipSchema },
    ]),
  ],
  providers: [
    UsersRepository,
    UsersService,
    MembersService,
    MembersRepository,
    MemberStatsRepository,
    MemberStatsService,
  ],
  exports: [UsersService, MembersService, MemberStatsService],
})
export class UsersModule {}

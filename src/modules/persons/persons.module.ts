import { Module } from '@nestjs/common';
import { RolesModule } from '../access/roles.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { MailModule } from '../mail/mail.module.js';
import { MembershipsModule } from '../memberships/memberships.module.js';
import { PersonErasuresRepository } from './person-erasures.repository.js';
import { PersonErasuresTask } from './person-erasures.task.js';
import { PersonDeletionsService } from './person-deletions.service.js';
import { PersonExportsService } from './person-exports.service.js';
import { PersonalRowsRepository } from './personal-rows.repository.js';

/** What is kept of a person, and how it goes. */
@Module({
  imports: [AuditModule, MailModule, MembershipsModule, RolesModule],
  providers: [
    PersonalRowsRepository,
    PersonErasuresRepository,
    PersonErasuresTask,
    PersonExportsService,
    PersonDeletionsService,
  ],
  exports: [PersonExportsService, PersonDeletionsService],
})
export class PersonsModule {}

import { Module } from '@nestjs/common';
import { DatabaseMarks } from './database-marks.service.js';
import { MarksRepository } from './marks.repository.js';
import { RegistryIdentityRepository } from './registry-identity.repository.js';
import { RegistryIdentity } from './registry-identity.service.js';

/** Which databases this registry made. */
@Module({
  providers: [RegistryIdentityRepository, RegistryIdentity, MarksRepository, DatabaseMarks],
  exports: [RegistryIdentity, DatabaseMarks],
})
export class MarksModule {}

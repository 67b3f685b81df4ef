import { Module } from '@nestjs/common';
import { OrganizationRegistryModule } from '../registry/organization-registry.module.js';
import { AdmissionService } from './admission.service.js';
import { ServerRoomRepository } from './server-room.repository.js';

/** Whether the database server takes more. */
@Module({
  imports: [OrganizationRegistryModule],
  providers: [AdmissionService, ServerRoomRepository],
  exports: [AdmissionService],
})
export class CapacityModule {}

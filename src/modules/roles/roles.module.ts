import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { OrganizationRegistryModule } from '../organizations/registry/organization-registry.module.js';
import { RoleSchema } from './role.schema.js';
import { RolesRepository } from './roles.repository.js';
import { RolesService } from './roles.service.js';

@Module({
  imports: [OrganizationRegistryModule, MongooseModule.forFeature([{ name: 'Role', schema: RoleSchema }])],
  providers: [RolesRepository, RolesService],
  exports: [RolesService],
})
export class RolesModule {}

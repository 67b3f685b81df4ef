import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { AuditModule } from '../audit/audit.module.js';
import { OrganizationRegistryModule } from '../registry/organization-registry.module.js';
import { CurrentRightsService } from './current-rights.service.js';
import { CustomRolesService } from './custom-roles.service.js';
import { PermissionCatalogueRepository } from './permission-catalogue.repository.js';
import { CatalogueSchema } from './permission-catalogue.schema.js';
import { PermissionCatalogueService } from './permission-catalogue.service.js';
import { ProductPermissionsService } from './product-permissions.service.js';
import { RoleHoldersService } from './role-holders.service.js';
import { RoleSchema } from './role.schema.js';
import { RolesRepository } from './roles.repository.js';
import { RolesService } from './roles.service.js';

@Module({
  imports: [
    AuditModule,
    OrganizationRegistryModule,
    MongooseModule.forFeature([
      { name: 'Role', schema: RoleSchema },
      { name: 'PermissionCatalogue', schema: CatalogueSchema },
    ]),
  ],
  providers: [
    RolesRepository,
    RolesService,
    CustomRolesService,
    RoleHoldersService,
    CurrentRightsService,
    PermissionCatalogueRepository,
    PermissionCatalogueService,
    ProductPermissionsService,
  ],
  exports: [
    RolesService,
    CustomRolesService,
    RoleHoldersService,
    CurrentRightsService,
    PermissionCatalogueService,
    ProductPermissionsService,
  ],
})
export class RolesModule {}

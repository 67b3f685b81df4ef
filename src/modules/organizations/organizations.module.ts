import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { AuditModule } from '../audit/audit.module.js';
import { AuthModule } from '../auth/auth.module.js';
import { PlansModule } from '../plans/plans.module.js';
import { PasswordsModule } from '../credentials/passwords.module.js';
import { RolesModule } from '../access/roles.module.js';
import { MembershipsModule } from '../memberships/memberships.module.js';
import { UsersModule } from '../users/users.module.js';
import { CapacityModule } from '../capacity/capacity.module.js';
import { CopyRepository } from './moves/copy.repository.js';
import { DeletionService, Occupants } from './reconciler/deletion.service.js';
import { FencesService, FenceWires } from './moves/fences.service.js';
import { MarksModule } from './marks/marks.module.js';
import { MoveSchema } from './moves/move.schema.js';
import { MovesRepository } from './moves/moves.repository.js';
import { MoveRows, MovesService } from './moves/moves.service.js';
import { AdoptionPeople, AdoptionRows, LeftoverAdoptions } from './leftover-adoptions.service.js';
import { DomainClaims } from './domain-claims.service.js';
import { OrganizationRegistryModule } from '../registry/organization-registry.module.js';
import { OperationsService } from './moves/operations.service.js';
import { LifeCycle, OrganizationsService } from './organizations.service.js';
import { OrganizationPlans, PlanPlaces } from './organization-plans.service.js';
import { OrganizationStates } from './organization-states.service.js';
import { OwnLives, OwnOrganizations } from './own-organizations.service.js';
import { PlatformOrganizations } from './platform-organizations.service.js';
import { UsageRepository } from './usage.repository.js';
import { ProvisioningPorts, ProvisioningService } from './provisioning.service.js';
import { Interrupted, ReconcilerService } from './reconciler/reconciler.service.js';
import { SweepRepository } from './reconciler/sweep.repository.js';

@Module({
  imports: [
    OrganizationRegistryModule,
    AuditModule,
    AuthModule,
    PasswordsModule,
    UsersModule,
    MembershipsModule,
    PlansModule,
    MarksModule,
    CapacityModule,
    RolesModule,
    MongooseModule.forFeature([{ name: 'Move', schema: MoveSchema }]),
  ],
  providers: [
    OrganizationsService,
    OperationsService,
    LifeCycle,
    ProvisioningService,
    DomainClaims,
    ProvisioningPorts,
    OrganizationStates,
    OrganizationPlans,
    PlanPlaces,
    UsageRepository,
    OwnOrganizations,
    OwnLives,
    PlatformOrganizations,
    MovesService,
    MoveRows,
    MovesRepository,
    CopyRepository,
    DeletionService,
    Occupants,
    FencesService,
    FenceWires,
    ReconcilerService,
    Interrupted,
    SweepRepository,
    AdoptionRows,
    AdoptionPeople,
    LeftoverAdoptions,
  ],
  exports: [
    DomainClaims,
    MarksModule,
    LeftoverAdoptions,
    OperationsService,
    OrganizationsService,
    ProvisioningService,
    OrganizationStates,
    OrganizationPlans,
    OwnOrganizations,
    PlatformOrganizations,
  ],
})
export class OrganizationsModule {}

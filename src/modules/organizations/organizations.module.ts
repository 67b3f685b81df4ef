import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { Metrics } from '../../common/metrics/metrics.js';
import { showQueue } from '../../common/metrics/queue-metrics.js';
import { showMoves } from './moves/move-metrics.js';
import { BrandingModule } from '../branding/branding.module.js';
import { ApiKeysModule } from '../api-keys/api-keys.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { AuthModule } from '../auth/auth.module.js';
import { PlansModule } from '../plans/plans.module.js';
import { PasswordsModule } from '../credentials/passwords.module.js';
import { RolesModule } from '../access/roles.module.js';
import { MembershipsModule } from '../memberships/memberships.module.js';
import { UsersModule } from '../users/users.module.js';
import { CapacityModule } from '../capacity/capacity.module.js';
import { BuildSchema } from './builds/build.schema.js';
import { BuildsRepository } from './builds/builds.repository.js';
import { BuildsService } from './builds/builds.service.js';
import { OrganizationCopiesService } from './organization-copies.service.js';
import { OrganizationReturnsService } from './organization-returns.service.js';
import { OrganizationBuildsService } from './organization-builds.service.js';
import { CopyRepository } from './moves/copy.repository.js';
import { DeletionService } from './reconciler/deletion.service.js';
import { FencesService } from './moves/fences.service.js';
import { MarksModule } from './marks/marks.module.js';
import { MoveSchema } from './moves/move.schema.js';
import { MovesRepository } from './moves/moves.repository.js';
import { MoveLeases } from './moves/move-lease.js';
import { MovesService } from './moves/moves.service.js';
import { LeftoverAdoptionsService } from './leftover-adoptions.service.js';
import { DomainClaimsService } from './domain-claims.service.js';
import { FactorRemindersTask } from './factor-reminders.task.js';
import { DomainClaimsTask } from './domain-claims.task.js';
import { OrganizationRegistryModule } from '../registry/organization-registry.module.js';
import { OperationsService } from './moves/operations.service.js';
import { OrganizationsService } from './organizations.service.js';
import { OrganizationPlansService } from './organization-plans.service.js';
import { OrganizationStatesService } from './organization-states.service.js';
import { OwnOrganizationsService } from './own-organizations.service.js';
import { PlatformOrganizationsService } from './platform-organizations.service.js';
import { UsageRepository } from './usage.repository.js';
import { AdminCredentialsService } from './admin-credentials.service.js';
import { CollectionRestoresService } from './collection-restores/collection-restores.service.js';
import { DocumentRestoresService } from './collection-restores/document-restores.service.js';
import { PastRestoresService } from './collection-restores/past-restores.service.js';
import { RestoreComparison } from './collection-restores/restore-comparison.service.js';
import { RestorePartSchema } from './collection-restores/restore-part.schema.js';
import { RestorePartsRepository } from './collection-restores/restore-parts.repository.js';
import { RestorePartsService } from './collection-restores/restore-parts.service.js';
import { RestoreTargetRepository } from './collection-restores/restore-target.repository.js';
import { DocumentsModule } from '../documents/documents.module.js';
import { DatabaseSlotsService } from './database-slots.service.js';
import { LeftoverTakeoversService } from './leftover-takeovers.service.js';
import { MoveStepsService } from './moves/move-steps.service.js';
import { OrganizationCreationsService } from './organization-creations.service.js';
import { OrganizationFactorsService } from './organization-factors.service.js';
import { OrganizationBrandingService } from './organization-branding.service.js';
import { OrganizationDraftsService } from './organization-drafts.service.js';
import { OrganizationRemakesService } from './organization-remakes.service.js';
import { OrganizationUpdatesService } from './organization-updates.service.js';
import { PlanChoiceService } from './plan-choice.service.js';
import { PlanUsageService } from './plan-usage.service.js';
import { EvacuationsService } from './reconciler/evacuations.service.js';
import { SpentDatabasesService } from './spent-databases.service.js';
import { SweepsService } from './reconciler/sweeps.service.js';
import { ProvisioningService } from './provisioning.service.js';
import { CloneRepository } from './moves/clone.repository.js';
import { MoveRunners } from './moves/move-runners.service.js';
import { KeptGenerationsService } from './kept-generations.service.js';
import { KeptGenerationsTask } from './kept-generations.task.js';
import { OrganizationUndosService } from './organization-undos.service.js';
import { ReplacementsService } from './replacements.service.js';
import { UndoPlansService } from './undo-plans.service.js';
import { ReconcilerService } from './reconciler/reconciler.service.js';
import { SweepRepository } from './reconciler/sweep.repository.js';

@Module({
  imports: [
    BrandingModule,
    OrganizationRegistryModule,
    ApiKeysModule,
    AuditModule,
    AuthModule,
    PasswordsModule,
    UsersModule,
    MembershipsModule,
    PlansModule,
    MarksModule,
    CapacityModule,
    RolesModule,
    DocumentsModule,
    MongooseModule.forFeature([
      { name: 'Move', schema: MoveSchema },
      { name: 'Build', schema: BuildSchema },
      { name: 'RestorePart', schema: RestorePartSchema },
    ]),
  ],
  providers: [
    CollectionRestoresService,
    DocumentRestoresService,
    PastRestoresService,
    RestoreComparison,
    RestorePartsRepository,
    RestorePartsService,
    RestoreTargetRepository,
    OrganizationCopiesService,
    BuildsRepository,
    BuildsService,
    OrganizationBuildsService,
    OrganizationReturnsService,
    UndoPlansService,
    OrganizationUndosService,
    ReplacementsService,
    KeptGenerationsTask,
    KeptGenerationsService,
    MoveRunners,
    CloneRepository,
    SpentDatabasesService,
    SweepsService,
    EvacuationsService,
    PlanUsageService,
    PlanChoiceService,
    OrganizationUpdatesService,
    OrganizationRemakesService,
    OrganizationDraftsService,
    OrganizationCreationsService,
    MoveStepsService,
    LeftoverTakeoversService,
    DatabaseSlotsService,
    AdminCredentialsService,
    OrganizationsService,
    OperationsService,
    ProvisioningService,
    DomainClaimsService,
    DomainClaimsTask,
    FactorRemindersTask,
    OrganizationStatesService,
    OrganizationPlansService,
    UsageRepository,
    OwnOrganizationsService,
    OrganizationBrandingService,
    OrganizationFactorsService,
    PlatformOrganizationsService,
    MoveLeases,
    MovesService,
    MovesRepository,
    CopyRepository,
    DeletionService,
    FencesService,
    ReconcilerService,
    SweepRepository,
    LeftoverAdoptionsService,
  ],
  exports: [
    CollectionRestoresService,
    DocumentRestoresService,
    PastRestoresService,
    SpentDatabasesService,
    OrganizationCopiesService,
    UndoPlansService,
    BuildsService,
    DeletionService,
    OrganizationBuildsService,
    OrganizationReturnsService,
    ReplacementsService,
    MoveRunners,
    CopyRepository,
    OrganizationFactorsService,
    OrganizationUndosService,
    KeptGenerationsService,
    PlanUsageService,
    PlanChoiceService,
    OrganizationBrandingService,
    OrganizationDraftsService,
    OrganizationUpdatesService,
    OrganizationCreationsService,
    DomainClaimsService,
    MarksModule,
    LeftoverAdoptionsService,
    OperationsService,
    OrganizationsService,
    ProvisioningService,
    OrganizationStatesService,
    OrganizationPlansService,
    OwnOrganizationsService,
    PlatformOrganizationsService,
  ],
})
export class OrganizationsModule {
  constructor(provisioning: ProvisioningService, moves: MovesService, metrics: Metrics) {
    showMoves(metrics, moves);
    showQueue(metrics, 'creations of databases', provisioning.creations);
  }
}

import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Deadline } from '../../../common/http/route-config.js';
import type { Actor } from '../../../modules/access/actor.types.js';
import {
  CurrentActor,
  NotImpersonated,
  RequirePermission,
} from '../../../modules/auth/http/access.decorators.js';
import { StepUpByDefault } from '../../../modules/auth/http/step-up.guard.js';
import { Idempotent } from '../../../modules/idempotency/http/idempotent.decorator.js';
import { BackupPartsRestoresService } from '../../../modules/backups/backup-parts-restores.service.js';
import { ApiRestoreBackupCollection, ApiRestoreBackupDocument } from './restores.docs.js';
import {
  RestoreCollectionDto,
  RestoreDocumentDto,
  type RestoredCollectionDto,
  type RestoredDocumentDto,
} from './restores.dto.js';
import { choiceOf, presentCollection, presentDocument } from './restores.presenter.js';

@ApiTags('Backups (v1)')
@NotImpersonated()
@RequirePermission('backups.manage')
@Controller('v1/backups')
export class BackupPartsController {
  constructor(private readonly restores: BackupPartsRestoresService) {}

  @StepUpByDefault()
  @Idempotent()
  @Post(':id/restore/collection')
  @HttpCode(200)
  @Deadline(0)
  @ApiRestoreBackupCollection()
  async restoreBackupCollection(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: RestoreCollectionDto,
  ): Promise<RestoredCollectionDto> {
    const restored = await this.restores.collection(actor, id, body.collection, choiceOf(body));
    return presentCollection(restored, body.dry_run);
  }

  @StepUpByDefault()
  @Idempotent()
  @Post(':id/restore/document')
  @HttpCode(200)
  @Deadline(0)
  @ApiRestoreBackupDocument()
  async restoreBackupDocument(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() { collection, document_id: documentId, dry_run: isDryRun = false }: RestoreDocumentDto,
  ): Promise<RestoredDocumentDto> {
    const restored = await this.restores.document(actor, id, collection, { documentId, isDryRun });
    return presentDocument(collection, restored, isDryRun);
  }
}

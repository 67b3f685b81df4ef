import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Deadline } from '../../../common/http/route-config.js';
import type { Actor } from '../../../modules/access/actor.types.js';
import { CurrentActor, RequirePermission } from '../../../modules/auth/http/access.decorators.js';
import { StepUpByDefault } from '../../../modules/auth/http/step-up.guard.js';
import { Idempotent } from '../../../modules/idempotency/http/idempotent.decorator.js';
import { PastRestoresService } from '../../../modules/organizations/collection-restores/past-restores.service.js';
import { ApiRestorePastCollection, ApiRestorePastDocument } from './restores.docs.js';
import {
  type RestoredCollectionDto,
  type RestoredDocumentDto,
  RestorePastCollectionDto,
  RestorePastDocumentDto,
} from './restores.dto.js';
import { choiceOf, presentCollection, presentDocument } from './restores.presenter.js';

@ApiTags('History (v1)')
@RequirePermission('data.undo')
@Controller('v1/organizations/:id/undo')
export class PastRestoresController {
  constructor(private readonly restores: PastRestoresService) {}

  @StepUpByDefault()
  @Idempotent()
  @Post('collection')
  @HttpCode(200)
  @Deadline(0)
  @ApiRestorePastCollection()
  async restorePastCollection(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: RestorePastCollectionDto,
  ): Promise<RestoredCollectionDto> {
    const place = { id, at: body.at, name: body.collection };
    return presentCollection(await this.restores.collection(actor, place, choiceOf(body)), body.dry_run);
  }

  @StepUpByDefault()
  @Idempotent()
  @Post('document')
  @HttpCode(200)
  @Deadline(0)
  @ApiRestorePastDocument()
  async restorePastDocument(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() { at, collection, document_id: documentId, dry_run: isDryRun = false }: RestorePastDocumentDto,
  ): Promise<RestoredDocumentDto> {
    const place = { id, at, name: collection };
    const restored = await this.restores.document(actor, place, documentId, isDryRun);
    return presentDocument(collection, restored, isDryRun);
  }
}

import { Body, Controller, Delete, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AppError } from '../../../common/errors/app-error.js';
import { Deadline } from '../../../common/http/route-config.js';
import { clusterText, secondOf } from '../../../database/past/moment.js';
import type { Actor } from '../../../modules/access/actor.types.js';
import { CurrentActor, RequirePermission } from '../../../modules/auth/http/access.decorators.js';
import { StepUpByDefault } from '../../../modules/auth/http/step-up.guard.js';
import { Idempotent } from '../../../modules/idempotency/http/idempotent.decorator.js';
import { KeptGenerationsService } from '../../../modules/organizations/kept-generations.service.js';
import { OrganizationUndosService } from '../../../modules/organizations/organization-undos.service.js';
import type { OperationDto } from '../operations/operations.dto.js';
import { presentOperation } from '../operations/operations.presenter.js';
import { ApiDropGeneration, ApiGetHistory, ApiPreviewUndo, ApiUndoOrganization } from './history.docs.js';
import { type HistoryDto, UndoDto, type UndoPreviewDto } from './history.dto.js';
import { presentKept } from './history.presenter.js';

@ApiTags('History (v1)')
@Controller('v1/organizations/:id')
export class HistoryController {
  constructor(
    private readonly undos: OrganizationUndosService,
    private readonly kept: KeptGenerationsService,
  ) {}

  @RequirePermission('organization.read')
  @Get('history')
  @ApiGetHistory()
  async getHistory(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<HistoryDto> {
    const { oldest, now, windowSeconds, kept } = await this.kept.history(actor, id);
    return {
      oldest: oldest.toISOString(),
      now: now.toISOString(),
      window_seconds: windowSeconds,
      kept: kept.map(presentKept),
    };
  }

  @RequirePermission('data.undo')
  @Post('undo/preview')
  @HttpCode(200)
  @Deadline(0)
  @ApiPreviewUndo()
  async previewUndo(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() wanted: UndoDto,
  ): Promise<UndoPreviewDto> {
    const { plan, changes } = await this.undos.preview(actor, id, wanted);
    return {
      at: secondOf(plan.at).toISOString(),
      cluster_time: clusterText(plan.at),
      collections: changes.map(({ name, change, documentsThen, documentsNow, isDefinedOtherwise }) => ({
        name,
        change,
        documents_then: documentsThen,
        documents_now: documentsNow,
        redefined: isDefinedOtherwise,
      })),
    };
  }

  @RequirePermission('data.undo')
  @StepUpByDefault()
  @Idempotent()
  @Post('undo')
  @HttpCode(202)
  @Deadline(0)
  @ApiUndoOrganization()
  async undoOrganization(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() wanted: UndoDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OperationDto> {
    const operation = await this.undos.undo(actor, id, wanted);
    reply.header('location', `/v1/operations/${operation.id}`);
    return presentOperation(operation);
  }

  @RequirePermission('data.undo')
  @StepUpByDefault()
  @Delete('generations/:generation')
  @HttpCode(204)
  @ApiDropGeneration()
  async dropGeneration(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('generation') generation: string,
  ): Promise<void> {
    if (!/^[1-9]\d{0,6}$/.test(generation)) throw new AppError('generation.not_found');
    await this.kept.drop(actor, id, Number(generation));
  }
}

import { Body, Controller, Get, HttpCode, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Deadline } from '../../../common/http/route-config.js';
import { clusterText, type ClusterTime, secondOf } from '../../../database/past/moment.js';
import type { Actor } from '../../../modules/access/actor.types.js';
import {
  CurrentActor,
  NotImpersonated,
  RequirePermission,
} from '../../../modules/auth/http/access.decorators.js';
import { StepUpByDefault } from '../../../modules/auth/http/step-up.guard.js';
import { JournalRestores } from '../../../modules/backups/journal/journal-restores.service.js';
import { Idempotent } from '../../../modules/idempotency/http/idempotent.decorator.js';
import type { OperationDto } from '../operations/operations.dto.js';
import { presentOperation } from '../operations/operations.presenter.js';
import { presentRestore } from './restores.presenter.js';
import { ApiGetJournal, ApiPreviewJournalRestore, ApiRestoreToMoment } from './journal.docs.js';
import { JournalDto, JournalPreviewDto, MomentDto } from './journal.dto.js';

@ApiTags('Backups (v1)')
@Controller('v1/backups/journal')
export class JournalController {
  constructor(private readonly journal: JournalRestores) {}

  @RequirePermission('backups.read')
  @Get()
  @ApiGetJournal()
  async getJournal(@CurrentActor() actor: Actor): Promise<JournalDto> {
    const { since, until, oldest, newestBase, needsBase, gaps } = await this.journal.status(actor);
    return {
      since: timeOf(since),
      until: timeOf(until),
      cluster_time: clusterText(until),
      oldest: oldest === undefined ? null : timeOf(oldest),
      newest_base: newestBase === undefined ? null : timeOf(newestBase),
      needs_base: needsBase,
      gaps: gaps.map(({ from, to, reason }) => ({ from: timeOf(from), to: timeOf(to), reason })),
    };
  }

  @RequirePermission('backups.manage')
  @Post('restore/preview')
  @HttpCode(200)
  @Deadline(0)
  @ApiPreviewJournalRestore()
  async previewMomentRestore(
    @CurrentActor() actor: Actor,
    @Body() { at }: MomentDto,
  ): Promise<JournalPreviewDto> {
    const { plan, collections } = await this.journal.preview(actor, at);
    const parts = plan.objects.map((row) => row.parts.find(({ database }) => database === plan.database)!);
    return {
      at: timeOf(plan.at),
      cluster_time: clusterText(plan.at),
      backup: plan.base?._id ?? null,
      backup_at: timeOf(plan.from),
      segments: parts.length,
      events: parts.reduce((sum, { events }) => sum + events, 0),
      collections: collections.map(presentRestore),
    };
  }

  @RequirePermission('backups.manage')
  @NotImpersonated()
  @StepUpByDefault()
  @Idempotent()
  @Post('restore')
  @HttpCode(202)
  @Deadline(0)
  @ApiRestoreToMoment()
  async restoreToMoment(
    @CurrentActor() actor: Actor,
    @Body() { at }: MomentDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OperationDto> {
    const operation = await this.journal.restore(actor, at);
    reply.header('location', `/v1/operations/${operation.id}`);
    return presentOperation(operation);
  }
}

const timeOf = (at: ClusterTime): string => secondOf(at).toISOString();

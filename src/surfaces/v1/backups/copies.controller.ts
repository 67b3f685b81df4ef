import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Deadline } from '../../../common/http/route-config.js';
import type { Actor } from '../../../modules/access/actor.types.js';
import {
  CurrentActor,
  NotImpersonated,
  PeopleOnly,
  RequirePermission,
} from '../../../modules/auth/http/access.decorators.js';
import { StepUpByDefault } from '../../../modules/auth/http/step-up.guard.js';
import { BackupCopiesService } from '../../../modules/backups/backup-copies.service.js';
import type { BackupCopy } from '../../../modules/backups/backup-copy.types.js';
import { Idempotent } from '../../../modules/idempotency/http/idempotent.decorator.js';
import { TellsProgress } from '../progress/progress.decorator.js';
import { ApiCopyBackup, ApiGetBackupCopy, ApiListBackupCopies } from './copies.docs.js';
import { BackupCopyDto, BackupCopyListDto, NewBackupCopyDto } from './copies.dto.js';

@ApiTags('Backups (v1)')
@NotImpersonated()
@RequirePermission('backups.manage')
@Controller('v1/backups')
export class BackupCopiesController {
  constructor(private readonly copies: BackupCopiesService) {}

  @Get('copies')
  @ApiListBackupCopies()
  async listBackupCopies(@CurrentActor() actor: Actor): Promise<BackupCopyListDto> {
    return { items: (await this.copies.list(actor)).map(present), next_cursor: null };
  }

  @Get('copies/:id')
  @TellsProgress(BackupCopyDto)
  @ApiGetBackupCopy()
  async getBackupCopy(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<BackupCopyDto> {
    return present(await this.copies.find(actor, id));
  }

  @PeopleOnly()
  @StepUpByDefault()
  @Idempotent()
  @Post(':id/copies')
  @HttpCode(202)
  @Deadline(0)
  @ApiCopyBackup()
  async copyBackup(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() { name }: NewBackupCopyDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BackupCopyDto> {
    const copy = await this.copies.create(actor, id, name);
    reply.header('location', `/v1/backups/copies/${copy.id}`);
    return present(copy);
  }
}

const present = ({ id, backup, name, phase, progress, error, createdAt }: BackupCopy): BackupCopyDto => ({
  id,
  backup,
  name,
  phase,
  progress,
  error: error ?? null,
  created_at: createdAt.toISOString(),
});

import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Deadline } from '../../../common/http/route-config.js';
import { Env } from '../../../config/env.js';
import type { Actor } from '../../../modules/access/actor.types.js';
import {
  CurrentActor,
  NotImpersonated,
  RequirePermission,
} from '../../../modules/auth/http/access.decorators.js';
import { StepUpByDefault } from '../../../modules/auth/http/step-up.guard.js';
import { BackupRestoresService } from '../../../modules/backups/backup-restores.service.js';
import { BackupsService } from '../../../modules/backups/backups.service.js';
import { Idempotent } from '../../../modules/idempotency/http/idempotent.decorator.js';
import type { OperationDto } from '../operations/operations.dto.js';
import { presentOperation } from '../operations/operations.presenter.js';
import { pageOf } from '../pages.js';
import { presentBackup } from './backups.presenter.js';
import { TellsProgress } from '../progress/progress.decorator.js';
import {
  ApiCreateBackup,
  ApiCreateBackupLink,
  ApiDeleteBackup,
  ApiGetBackup,
  ApiListBackups,
  ApiPreviewRestore,
  ApiRestoreBackup,
  ApiVerifyBackup,
} from './backups.docs.js';
import { BackupDto, BackupLinkDto, BackupListDto, NewBackupDto, RestorePreviewDto } from './backups.dto.js';
import { presentRestore } from './restores.presenter.js';

@ApiTags('Backups (v1)')
@Controller('v1/backups')
export class BackupsController {
  constructor(
    private readonly backups: BackupsService,
    private readonly restores: BackupRestoresService,
    private readonly env: Env,
  ) {}

  @RequirePermission('backups.read')
  @Get()
  @ApiListBackups()
  async listBackups(@CurrentActor() actor: Actor, @Query() query: unknown): Promise<BackupListDto> {
    const { items, next } = await this.backups.list(actor, pageOf(query, []));
    return { items: items.map(presentBackup), next_cursor: next };
  }

  @RequirePermission('backups.manage')
  @Idempotent()
  @Post()
  @HttpCode(202)
  @ApiCreateBackup()
  async createBackup(
    @CurrentActor() actor: Actor,
    @Body() { note }: NewBackupDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BackupDto> {
    const backup = await this.backups.create(actor, { note });
    reply.header('location', `/v1/backups/${backup.id}`);
    return presentBackup(backup);
  }

  @RequirePermission('backups.read')
  @Get(':id')
  @TellsProgress(BackupDto)
  @ApiGetBackup()
  async getBackup(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<BackupDto> {
    return presentBackup(await this.backups.find(actor, id));
  }

  @RequirePermission('backups.manage')
  @NotImpersonated()
  @StepUpByDefault()
  @Delete(':id')
  @HttpCode(204)
  @ApiDeleteBackup()
  async deleteBackup(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<void> {
    await this.backups.remove(actor, id);
  }

  @RequirePermission('backups.manage')
  @Post(':id/verification')
  @HttpCode(202)
  @ApiVerifyBackup()
  async verifyBackup(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<BackupDto> {
    return presentBackup(await this.backups.verify(actor, id));
  }

  @RequirePermission('backups.manage')
  @NotImpersonated()
  @StepUpByDefault()
  @Post(':id/links')
  @ApiCreateBackupLink()
  async createBackupLink(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<BackupLinkDto> {
    const { secret, expiresAt } = await this.backups.link(actor, id);
    return {
      url: `${this.env.publicBaseUrl}/v1/backups/downloads/${secret}`,
      expires_at: expiresAt.toISOString(),
    };
  }

  @RequirePermission('backups.manage')
  @Post(':id/restore/preview')
  @HttpCode(200)
  @ApiPreviewRestore()
  async previewRestore(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<RestorePreviewDto> {
    return { collections: (await this.restores.preview(actor, id)).map(presentRestore) };
  }

  @RequirePermission('backups.manage')
  @NotImpersonated()
  @StepUpByDefault()
  @Idempotent()
  @Post(':id/restore')
  @HttpCode(202)
  @Deadline(0)
  @ApiRestoreBackup()
  async restoreBackup(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OperationDto> {
    const operation = await this.restores.restore(actor, id);
    reply.header('location', `/v1/operations/${operation.id}`);
    return presentOperation(operation);
  }
}

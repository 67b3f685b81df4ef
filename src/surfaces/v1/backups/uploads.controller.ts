import type { Readable } from 'node:stream';
import { Body, Controller, HttpCode, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Deadline, DumpBody } from '../../../common/http/route-config.js';
import type { Actor } from '../../../modules/access/actor.types.js';
import {
  CurrentActor,
  NotImpersonated,
  RequirePermission,
} from '../../../modules/auth/http/access.decorators.js';
import { StepUpByDefault } from '../../../modules/auth/http/step-up.guard.js';
import { BackupUploadsService } from '../../../modules/backups/uploads/backup-uploads.service.js';
import { HeavyRequest } from '../data/heavy.interceptor.js';
import { invalidQuery } from '../pages.js';
import { once } from '../query.js';
import { presentBackup } from './backups.presenter.js';
import type { BackupDto } from './backups.dto.js';
import { ApiUploadBackup } from './uploads.docs.js';

const MAX_NOTE = 200;
const DATABASE = /^[^/\\. "$*<>:|?\0]{1,63}$/;

@ApiTags('Backups (v1)')
@Controller('v1/backups')
export class BackupUploadsController {
  constructor(private readonly uploads: BackupUploadsService) {}

  @RequirePermission('backups.manage')
  @NotImpersonated()
  @StepUpByDefault()
  @HeavyRequest('transfer')
  @Post('uploads')
  @HttpCode(201)
  @Deadline(0)
  @DumpBody()
  @ApiUploadBackup()
  async uploadBackup(
    @CurrentActor() actor: Actor,
    @Query() query: unknown,
    @Body() body: Readable | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BackupDto> {
    const { note, database } = once(query, ['note', 'database']);
    if (note !== undefined && note.length > MAX_NOTE)
      throw invalidQuery('note', `must have at most ${MAX_NOTE} characters`);
    if (database !== undefined && !DATABASE.test(database))
      throw invalidQuery('database', 'must be the name of a database');
    const backup = await this.uploads.upload(actor, { note, database }, body ?? nothing());
    reply.header('location', `/v1/backups/${backup.id}`);
    return presentBackup(backup);
  }
}

async function* nothing(): AsyncGenerator<Uint8Array, void> {}

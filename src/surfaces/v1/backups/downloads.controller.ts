import { Controller, Get, Param, Query, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RateLimited } from '../../../common/http/rate-limited.decorator.js';
import { Deadline } from '../../../common/http/route-config.js';
import { Public } from '../../../modules/auth/http/access.decorators.js';
import { BackupDownloadsService } from '../../../modules/backups/backup-downloads.service.js';
import { oneOf, pageOf } from '../pages.js';
import { ApiDownloadBackup } from './backups.docs.js';

@ApiTags('Backups (v1)')
@Controller('v1/backups/downloads')
export class DownloadsController {
  constructor(private readonly downloads: BackupDownloadsService) {}

  @Public()
  @RateLimited('lookup')
  @Get(':secret')
  @Deadline(0)
  @ApiDownloadBackup()
  async downloadBackup(@Param('secret') secret: string, @Query() query: unknown): Promise<StreamableFile> {
    const { given } = pageOf(query, ['format']);
    const format = oneOf('format', given['format'], ['archive', 'directory'] as const) ?? 'archive';
    const { name, type, bytes } = await this.downloads.open(secret, format);
    return new StreamableFile(bytes, { type, disposition: `attachment; filename="${name}"` });
  }
}

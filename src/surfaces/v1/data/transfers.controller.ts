import type { Readable } from 'node:stream';
import { Body, Controller, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import { Deadline, DirectWrite, NdjsonBody } from '../../../common/http/route-config.js';
import type { Actor } from '../../../modules/auth/auth.types.js';
import { CurrentActor, RequirePermission } from '../../../modules/auth/http/access.decorators.js';
import { TransfersService } from '../../../modules/documents/transfers.service.js';
import type { ImportReportDto } from './data.dto.js';
import { readLines, writeLines } from './ndjson.js';
import { filterInput, importMode } from './query.js';
import { DescribesExport, DescribesImport } from './transfers.docs.js';

@Controller('v1/data/:collection')
export class TransfersController {
  constructor(private readonly transfers: TransfersService) {}

  @RequirePermission('data.export')
  @Get('export')
  @Deadline(0)
  @Header('content-type', 'application/x-ndjson')
  @DescribesExport()
  exportDocuments(
    @CurrentActor() actor: Actor,
    @Param('collection') collection: string,
    @Query() query: unknown,
  ): AsyncIterable<string> {
    return writeLines(this.transfers.export(actor, collection, filterInput(query)));
  }

  @RequirePermission('data.write')
  @Post('import')
  @HttpCode(200)
  @Deadline(0)
  @DirectWrite()
  @NdjsonBody()
  @DescribesImport()
  importDocuments(
    @CurrentActor() actor: Actor,
    @Param('collection') collection: string,
    @Query() query: unknown,
    @Body() body: Readable | undefined,
  ): Promise<ImportReportDto> {
    return this.transfers.import(actor, collection, importMode(query), readLines(body));
  }
}

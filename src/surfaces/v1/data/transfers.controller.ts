import type { Readable } from 'node:stream';
import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Deadline, DirectWrite, HotPath, NdjsonBody } from '../../../common/http/route-config.js';
import type { Actor } from '../../../modules/access/actor.types.js';
import { CurrentActor, RequirePermission } from '../../../modules/auth/http/access.decorators.js';
import { TransfersService } from '../../../modules/documents/transfers.service.js';
import { asOf, ReadsOnlyAsOf } from './as-of.js';
import { type Part, writeLines } from './answers.js';
import type { ImportReportDto } from './data.dto.js';
import { mediaType, modeIn, modeOut } from './json-mode.js';
import { HeavyRequest } from './heavy.interceptor.js';
import { readImport } from './import-formats.js';
import { csvTypes, filterInput, importMode } from './query.js';
import { ApiExportDocuments, ApiImportDocuments } from './transfers.docs.js';

@UseGuards(ReadsOnlyAsOf)
@Controller('v1/data/:collection')
export class TransfersController {
  constructor(private readonly transfers: TransfersService) {}

  @RequirePermission('data.export')
  @HeavyRequest('transfer')
  @HotPath()
  @Get('export')
  @Deadline(0)
  @ApiExportDocuments()
  async exportDocuments(
    @CurrentActor() actor: Actor,
    @Param('collection') collection: string,
    @Query() query: unknown,
    @Headers() headers: Record<string, string | undefined>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AsyncIterable<Part>> {
    const out = modeOut(query, headers['accept']);
    const [filter, mode] = filterInput(query);
    const batches = await this.transfers.export(actor, collection, { filter, mode, at: asOf(headers) });
    reply.header('content-type', mediaType('application/x-ndjson', out));
    return writeLines(batches, out);
  }

  @RequirePermission('data.write')
  @HeavyRequest('transfer')
  @Post('import')
  @HttpCode(200)
  @Deadline(0)
  @DirectWrite()
  @NdjsonBody()
  @ApiImportDocuments()
  importDocuments(
    @CurrentActor() actor: Actor,
    @Param('collection') collection: string,
    @Query() query: unknown,
    @Headers('content-type') type: string | undefined,
    @Body() body: Readable | undefined,
  ): Promise<ImportReportDto> {
    const options = { mode: importMode(query), json: modeIn(query, type) };
    return this.transfers.import(actor, collection, options, readImport(body, type, csvTypes(query)));
  }
}

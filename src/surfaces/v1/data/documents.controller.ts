import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Param,
  Patch,
  Post,
  Put,
  Query,
  Res,
  UseGuards,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { DOCUMENT_JSON } from '../../../common/http/json-body.js';
import { DirectWrite, HotPath, JsonBody } from '../../../common/http/route-config.js';
import type { Actor } from '../../../modules/access/actor.types.js';
import { CurrentActor, RequirePermission } from '../../../modules/auth/http/access.decorators.js';
import { Idempotent } from '../../../modules/idempotency/http/idempotent.decorator.js';
import { DocumentReadsService } from '../../../modules/documents/document-reads.service.js';
import { DocumentsService } from '../../../modules/documents/documents.service.js';
import type { JsonMode, RawDocument } from '../../../modules/documents/documents.types.js';
import { revisionOf } from '../../../modules/documents/revision.js';
import { cameAt, documentText, idsText, jsonType, type JsonText, wholeText } from './answers.js';
import { asOf, ReadsOnlyAsOf } from './as-of.js';
import { documentPath, hrefOf } from './document-path.js';
import {
  ApiCreateDocuments,
  ApiGetDocument,
  ApiPatchDocument,
  ApiDeleteDocument,
  ApiReplaceDocument,
} from './documents.docs.js';
import { modeIn, modeOut } from './json-mode.js';
import { HeavyRequest } from './heavy.interceptor.js';
import { ifMatch, isCreation, isKnown } from '../preconditions.js';

interface Params {
  collection: string;
  id: string;
}
type RequestHeaders = Record<string, string | undefined>;

@UseGuards(ReadsOnlyAsOf)
@Controller('v1/data/:collection')
export class DocumentsController {
  constructor(
    private readonly documents: DocumentsService,
    private readonly reads: DocumentReadsService,
  ) {}

  @RequirePermission('data.write')
  @Idempotent()
  @DirectWrite()
  @HeavyRequest('batch', ({ body }) => Array.isArray(body))
  @Post()
  @JsonBody(DOCUMENT_JSON)
  @ApiCreateDocuments()
  async createDocuments(
    @CurrentActor() actor: Actor,
    @Param('collection') collection: string,
    @Query() query: unknown,
    @Headers() headers: RequestHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const mode = modeIn(query, headers['content-type']);
    const out = modeOut(query, headers['accept']);
    jsonType(reply, out);
    if (Array.isArray(body)) {
      return idsText(await this.documents.insertMany(actor, collection, body, mode), out);
    }
    const document = await this.documents.insert(actor, collection, body, mode);
    locate(reply, collection, document);
    // Kept for repeats with its Idempotency-Key, so it is never a stream.
    return wholeText(documentText(document, out));
  }

  @RequirePermission('data.read')
  @HotPath()
  @Get(':id')
  @ApiGetDocument()
  async getDocument(
    @CurrentActor() actor: Actor,
    @Param() params: Params,
    @Query() query: unknown,
    @Headers() headers: RequestHeaders,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<JsonText | undefined> {
    const mode = modeOut(query, headers['accept']);
    const document = await this.reads.get(actor, documentPath(params, query), asOf(headers));
    const revision = tag(reply, document);
    if (!isKnown(headers['if-none-match'], revision)) return written(reply, document, mode);
    reply.code(304);
    return undefined;
  }

  @RequirePermission('data.write')
  @DirectWrite()
  @Put(':id')
  @JsonBody(DOCUMENT_JSON)
  @ApiReplaceDocument()
  async replaceDocument(
    @CurrentActor() actor: Actor,
    @Param() params: Params,
    @Query() query: unknown,
    @Headers() headers: RequestHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<JsonText> {
    const path = documentPath(params, query);
    const mode = modeIn(query, headers['content-type']);
    const out = modeOut(query, headers['accept']);
    if (isCreation(headers['if-none-match'])) {
      const created = await this.documents.create(actor, path, body, mode);
      reply.code(201);
      locate(reply, path.collection, created);
      return written(reply, created, out);
    }
    const revisions = ifMatch(headers['if-match'], 'document.changed');
    const document = await this.documents.replace(actor, path, {
      body,
      mode,
      revisions,
      since: cameAt(reply),
    });
    tag(reply, document);
    return written(reply, document, out);
  }

  @RequirePermission('data.write')
  @DirectWrite()
  @Patch(':id')
  @JsonBody(DOCUMENT_JSON)
  @ApiPatchDocument()
  async patchDocument(
    @CurrentActor() actor: Actor,
    @Param() params: Params,
    @Query() query: unknown,
    @Headers() headers: RequestHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<JsonText> {
    const mode = modeIn(query, headers['content-type']);
    const out = modeOut(query, headers['accept']);
    const revisions = ifMatch(headers['if-match'], 'document.changed');
    const change = { body, mode, revisions, since: cameAt(reply) };
    const document = await this.documents.patch(actor, documentPath(params, query), change);
    tag(reply, document);
    return written(reply, document, out);
  }

  @RequirePermission('data.write')
  @DirectWrite()
  @Delete(':id')
  @HttpCode(204)
  @ApiDeleteDocument()
  async deleteDocument(
    @CurrentActor() actor: Actor,
    @Param() params: Params,
    @Query() query: unknown,
    @Headers('if-match') match: string | undefined,
  ): Promise<void> {
    await this.documents.remove(actor, documentPath(params, query), ifMatch(match, 'document.changed'));
  }
}

/** @returns the revision */
function tag(reply: FastifyReply, document: RawDocument): string {
  const revision = revisionOf(document);
  reply.header('etag', `"${revision}"`);
  return revision;
}

function locate(reply: FastifyReply, collection: string, document: RawDocument): void {
  reply.header('location', hrefOf(collection, document));
  tag(reply, document);
}

function written(reply: FastifyReply, document: RawDocument, mode: JsonMode): JsonText {
  jsonType(reply, mode);
  return documentText(document, mode);
}

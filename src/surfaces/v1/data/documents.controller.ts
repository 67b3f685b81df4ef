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
  Res,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { DOCUMENT_JSON } from '../../../common/http/json-body.js';
import { DirectWrite, JsonBody } from '../../../common/http/route-config.js';
import type { Actor } from '../../../modules/auth/auth.types.js';
import { CurrentActor, RequirePermission } from '../../../modules/auth/http/access.decorators.js';
import { Idempotent } from '../../../modules/idempotency/http/idempotent.decorator.js';
import { DocumentsService } from '../../../modules/documents/documents.service.js';
import type { DocumentPath, StoredDocument } from '../../../modules/documents/documents.types.js';
import { revisionOf } from '../../../modules/documents/revision.js';
import type { InsertedDto } from './data.dto.js';
import {
  DescribesCreate,
  DescribesGet,
  DescribesPatch,
  DescribesRemove,
  DescribesReplace,
} from './documents.docs.js';
import { ifMatch, isCreation, isKnown } from '../preconditions.js';

@Controller('v1/data/:collection')
export class DocumentsController {
  constructor(private readonly documents: DocumentsService) {}

  @RequirePermission('data.write')
  @Idempotent()
  @DirectWrite()
  @Post()
  @JsonBody(DOCUMENT_JSON)
  @DescribesCreate()
  async createDocuments(
    @CurrentActor() actor: Actor,
    @Param() { collection }: DocumentPath,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StoredDocument | InsertedDto> {
    if (Array.isArray(body)) {
      const ids = await this.documents.insertMany(actor, collection, body);
      return { inserted: ids.length, ids };
    }
    return located(reply, collection, await this.documents.insert(actor, collection, body));
  }

  @RequirePermission('data.read')
  @Get(':id')
  @DescribesGet()
  async getDocument(
    @CurrentActor() actor: Actor,
    @Param() path: DocumentPath,
    @Headers('if-none-match') known: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StoredDocument | undefined> {
    const document = tagged(reply, await this.documents.get(actor, path));
    if (!isKnown(known, revisionOf(document))) return document;
    reply.code(304);
    return undefined;
  }

  @RequirePermission('data.write')
  @DirectWrite()
  @Put(':id')
  @JsonBody(DOCUMENT_JSON)
  @DescribesReplace()
  async replaceDocument(
    @CurrentActor() actor: Actor,
    @Param() path: DocumentPath,
    @Headers() headers: Record<string, string | undefined>,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StoredDocument> {
    if (isCreation(headers['if-none-match'])) {
      reply.code(201);
      return located(reply, path.collection, await this.documents.create(actor, path, body));
    }
    const revisions = ifMatch(headers['if-match']);
    return tagged(reply, await this.documents.replace(actor, path, body, revisions));
  }

  @RequirePermission('data.write')
  @DirectWrite()
  @Patch(':id')
  @JsonBody(DOCUMENT_JSON)
  @DescribesPatch()
  async patchDocument(
    @CurrentActor() actor: Actor,
    @Param() path: DocumentPath,
    @Headers('if-match') match: string | undefined,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StoredDocument> {
    return tagged(reply, await this.documents.patch(actor, path, body, ifMatch(match)));
  }

  @RequirePermission('data.write')
  @DirectWrite()
  @Delete(':id')
  @HttpCode(204)
  @DescribesRemove()
  async deleteDocument(
    @CurrentActor() actor: Actor,
    @Param() path: DocumentPath,
    @Headers('if-match') match: string | undefined,
  ): Promise<void> {
    await this.documents.remove(actor, path, ifMatch(match));
  }
}

function tagged(reply: FastifyReply, document: StoredDocument): StoredDocument {
  reply.header('etag', `"${revisionOf(document)}"`);
  return document;
}

function located(reply: FastifyReply, collection: string, document: StoredDocument): StoredDocument {
  reply.header('location', `/v1/data/${collection}/${encodeURIComponent(String(document._id))}`);
  return tagged(reply, document);
}

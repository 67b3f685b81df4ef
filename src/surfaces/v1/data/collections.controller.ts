import { Controller, Delete, Get, Headers, HttpCode, Param, Query, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DirectWrite, HotPath } from '../../../common/http/route-config.js';
import type { Actor } from '../../../modules/access/actor.types.js';
import { CurrentActor, RequirePermission } from '../../../modules/auth/http/access.decorators.js';
import { CollectionsService } from '../../../modules/documents/collections.service.js';
import { PastCollectionsService } from '../../../modules/documents/past-collections.service.js';
import { DocumentListsService } from '../../../modules/documents/document-lists.service.js';
import { cameAt, jsonType, type JsonText, pageText } from './answers.js';
import {
  ApiCountDocuments,
  ApiDropCollection,
  ApiListDocuments,
  ApiListCollections,
} from './collections.docs.js';
import type { CollectionListDto, CountDto } from './data.dto.js';
import { asOf, ReadsOnlyAsOf } from './as-of.js';
import { once } from '../query.js';
import { modeOut } from './json-mode.js';
import { HeavyRequest } from './heavy.interceptor.js';
import { filterInput, listInput } from './query.js';

@UseGuards(ReadsOnlyAsOf)
@Controller('v1/data')
export class CollectionsController {
  constructor(
    private readonly collections: CollectionsService,
    private readonly lists: DocumentListsService,
    private readonly past: PastCollectionsService,
  ) {}

  @RequirePermission('data.read')
  @HeavyRequest('search', ({ headers }) => asOf(headers) !== undefined)
  @Get()
  @ApiListCollections()
  async listCollections(
    @CurrentActor() actor: Actor,
    @Query() query: unknown,
    @Headers() headers: Record<string, string | undefined>,
  ): Promise<CollectionListDto> {
    once(query, []);
    const at = asOf(headers);
    return { items: await (at === undefined ? this.collections.list(actor) : this.past.list(actor, at)) };
  }

  @RequirePermission('data.read')
  @HeavyRequest('search', isSearch)
  @HotPath()
  @Get(':collection')
  @ApiListDocuments()
  async listDocuments(
    @CurrentActor() actor: Actor,
    @Param('collection') collection: string,
    @Query() query: unknown,
    @Headers() headers: Record<string, string | undefined>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<JsonText> {
    const mode = modeOut(query, headers['accept']);
    const page = await this.lists.list(actor, collection, {
      ...listInput(query),
      since: cameAt(reply),
      at: asOf(headers),
    });
    jsonType(reply, mode);
    return pageText(collection, page, mode);
  }

  @RequirePermission('data.read')
  @HeavyRequest('search')
  @HotPath()
  @Get(':collection/count')
  @ApiCountDocuments()
  async countDocuments(
    @CurrentActor() actor: Actor,
    @Param('collection') collection: string,
    @Query() query: unknown,
    @Headers() headers: Record<string, string | undefined>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CountDto> {
    const [filter, mode] = filterInput(query);
    const input = { filter, mode, since: cameAt(reply), at: asOf(headers) };
    return { count: await this.lists.count(actor, collection, input) };
  }

  @RequirePermission('data.drop')
  @DirectWrite()
  @Delete(':collection')
  @HttpCode(204)
  @ApiDropCollection()
  async dropCollection(@CurrentActor() actor: Actor, @Param('collection') collection: string): Promise<void> {
    await this.collections.drop(actor, collection);
  }
}

/** A page in the order of `_id` reads as many documents as it shows; any other may read all of them. */
function isSearch({ query }: FastifyRequest): boolean {
  return typeof query === 'object' && query !== null && ('filter' in query || 'sort' in query);
}

/** When the request came, of performance.now(): what it waited for its turn is no longer its command's. */

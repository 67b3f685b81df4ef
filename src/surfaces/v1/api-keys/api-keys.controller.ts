import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../../modules/access/actor.types.js';
import { ApiKeysService } from '../../../modules/api-keys/api-keys.service.js';
import {
  AnyActor,
  CurrentActor,
  NotImpersonated,
  PeopleOnly,
  RequirePermission,
} from '../../../modules/auth/http/access.decorators.js';
import { StepUp } from '../../../modules/auth/http/step-up.guard.js';
import { oneOf, pageOf } from '../pages.js';
import {
  ApiCreateApiKey,
  ApiGetApiKey,
  ApiGetCurrentApiKey,
  ApiListApiKeys,
  ApiRevokeApiKey,
  ApiRotateApiKey,
  ApiUpdateApiKey,
} from './api-keys.docs.js';
import {
  type ApiKeyDto,
  type ApiKeyListDto,
  CreateApiKeyDto,
  type IssuedApiKeyDto,
  RotateApiKeyDto,
  UpdateApiKeyDto,
} from './api-keys.dto.js';
import { keyChangeOf, newKeyOf, presentIssued, presentKey } from './api-keys.presenter.js';

const KIND = 'organization';

/** Keys of the organization. A key makes no keys: a thief of one would have others when it is revoked. */
@ApiTags('API keys (v1)')
@Controller('v1/api-keys')
export class ApiKeysController {
  constructor(private readonly keys: ApiKeysService) {}

  @AnyActor({ keysToo: true })
  @Get('current')
  @ApiGetCurrentApiKey()
  async getCurrentApiKey(@CurrentActor() actor: Actor): Promise<ApiKeyDto> {
    return presentKey(await this.keys.ofRequest(actor));
  }

  @RequirePermission('api_keys.manage')
  @PeopleOnly()
  @Get()
  @ApiListApiKeys()
  async listApiKeys(@CurrentActor() actor: Actor, @Query() query: unknown): Promise<ApiKeyListDto> {
    const { cursor, limit, given } = pageOf(query, ['kind']);
    const kind = oneOf('kind', given['kind'], ['organization', 'personal']);
    const { items, next } = await this.keys.list(actor, KIND, { cursor, limit, kind });
    return { items: items.map(presentKey), next_cursor: next };
  }

  @RequirePermission('api_keys.manage')
  @PeopleOnly()
  @NotImpersonated()
  @StepUp()
  @Post()
  @ApiCreateApiKey()
  async createApiKey(
    @CurrentActor() actor: Actor,
    @Body() body: CreateApiKeyDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<IssuedApiKeyDto> {
    const issued = await this.keys.create(actor, KIND, newKeyOf(body));
    reply.header('location', `/v1/api-keys/${issued.key.id}`);
    return presentIssued(issued);
  }

  @RequirePermission('api_keys.manage')
  @PeopleOnly()
  @Get(':id')
  @ApiGetApiKey()
  async getApiKey(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<ApiKeyDto> {
    return presentKey(await this.keys.get(actor, KIND, id));
  }

  @RequirePermission('api_keys.manage')
  @PeopleOnly()
  @NotImpersonated()
  @StepUp()
  @Patch(':id')
  @ApiUpdateApiKey()
  async updateApiKey(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: UpdateApiKeyDto,
  ): Promise<ApiKeyDto> {
    return presentKey(await this.keys.change(actor, KIND, id, keyChangeOf(body)));
  }

  @RequirePermission('api_keys.manage')
  @PeopleOnly()
  @NotImpersonated()
  @StepUp()
  @Post(':id/rotate')
  @HttpCode(200)
  @ApiRotateApiKey()
  async rotateApiKey(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() { overlap_seconds: overlap }: RotateApiKeyDto,
  ): Promise<IssuedApiKeyDto> {
    return presentIssued(await this.keys.rotate(actor, KIND, id, overlap));
  }

  @RequirePermission('api_keys.manage')
  @PeopleOnly()
  @Delete(':id')
  @HttpCode(204)
  @ApiRevokeApiKey()
  async revokeApiKey(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<void> {
    await this.keys.revoke(actor, KIND, id);
  }
}

import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../../modules/access/actor.types.js';
import { ApiKeysService } from '../../../modules/api-keys/api-keys.service.js';
import { AnyActor, CurrentActor, NotImpersonated } from '../../../modules/auth/http/access.decorators.js';
import { StepUp } from '../../../modules/auth/http/step-up.guard.js';
import { pageOf } from '../pages.js';
import {
  ApiCreateOwnApiKey,
  ApiGetOwnApiKey,
  ApiListOwnApiKeys,
  ApiRevokeOwnApiKey,
  ApiRotateOwnApiKey,
  ApiUpdateOwnApiKey,
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

const KIND = 'personal';

/** A person's keys in the organization of the request: never more than the person may do there. */
@ApiTags('API keys (v1)')
@AnyActor()
@NotImpersonated()
@Controller('v1/me/api-keys')
export class OwnApiKeysController {
  constructor(private readonly keys: ApiKeysService) {}

  @Get()
  @ApiListOwnApiKeys()
  async listOwnApiKeys(@CurrentActor() actor: Actor, @Query() query: unknown): Promise<ApiKeyListDto> {
    const { cursor, limit } = pageOf(query, []);
    const { items, next } = await this.keys.list(actor, KIND, { cursor, limit });
    return { items: items.map(presentKey), next_cursor: next };
  }

  @StepUp()
  @Post()
  @ApiCreateOwnApiKey()
  async createOwnApiKey(
    @CurrentActor() actor: Actor,
    @Body() body: CreateApiKeyDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<IssuedApiKeyDto> {
    const issued = await this.keys.create(actor, KIND, newKeyOf(body));
    reply.header('location', `/v1/me/api-keys/${issued.key.id}`);
    return presentIssued(issued);
  }

  @Get(':id')
  @ApiGetOwnApiKey()
  async getOwnApiKey(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<ApiKeyDto> {
    return presentKey(await this.keys.get(actor, KIND, id));
  }

  @StepUp()
  @Patch(':id')
  @ApiUpdateOwnApiKey()
  async updateOwnApiKey(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: UpdateApiKeyDto,
  ): Promise<ApiKeyDto> {
    return presentKey(await this.keys.change(actor, KIND, id, keyChangeOf(body)));
  }

  @StepUp()
  @Post(':id/rotate')
  @HttpCode(200)
  @ApiRotateOwnApiKey()
  async rotateOwnApiKey(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() { overlap_seconds: overlap }: RotateApiKeyDto,
  ): Promise<IssuedApiKeyDto> {
    return presentIssued(await this.keys.rotate(actor, KIND, id, overlap));
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiRevokeOwnApiKey()
  async revokeOwnApiKey(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<void> {
    await this.keys.revoke(actor, KIND, id);
  }
}

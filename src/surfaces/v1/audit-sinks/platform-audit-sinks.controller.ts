import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Patch, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../../modules/access/actor.types.js';
import { PLATFORM_CHAIN } from '../../../modules/audit/audit-chains.service.js';
import { CurrentActor, RequirePermission } from '../../../modules/auth/http/access.decorators.js';
import { StepUp } from '../../../modules/auth/http/step-up.guard.js';
import { Idempotent } from '../../../modules/idempotency/http/idempotent.decorator.js';
import { AuditSinksService } from '../../../modules/webhooks/sinks/audit-sinks.service.js';
import { OVERLAP_HOURS } from '../../../modules/webhooks/webhooks.types.js';
import { ifMatch } from '../preconditions.js';
import { RotateSecretDto } from '../webhooks/webhooks.dto.js';
import {
  ApiCreatePlatformAuditSink,
  ApiDeletePlatformAuditSink,
  ApiGetPlatformAuditSink,
  ApiListPlatformAuditSinks,
  ApiRotatePlatformAuditSinkSecret,
  ApiUpdatePlatformAuditSink,
} from './audit-sinks.docs.js';
import {
  AuditSinkDto,
  AuditSinkListDto,
  AuditSinkWithSecretDto,
  CreateAuditSinkDto,
  UpdateAuditSinkDto,
} from './audit-sinks.dto.js';
import { presentSink, taggedSecret, taggedSink } from './audit-sinks.presenter.js';

@ApiTags('Platform (v1)')
@Controller('v1/platform/audit/sinks')
export class PlatformAuditSinksController {
  constructor(private readonly sinks: AuditSinksService) {}

  @RequirePermission('platform.audit.read')
  @Get()
  @ApiListPlatformAuditSinks()
  async listPlatformAuditSinks(): Promise<AuditSinkListDto> {
    return { items: (await this.sinks.list(PLATFORM_CHAIN)).map(presentSink), next_cursor: null };
  }

  @RequirePermission('platform.audit.read')
  @Get(':id')
  @ApiGetPlatformAuditSink()
  async getPlatformAuditSink(
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AuditSinkDto> {
    return taggedSink(reply, await this.sinks.get(PLATFORM_CHAIN, id));
  }

  @RequirePermission('platform.audit.stream')
  @StepUp()
  @Post()
  @Idempotent()
  @ApiCreatePlatformAuditSink()
  async createPlatformAuditSink(
    @CurrentActor() actor: Actor,
    @Body() body: CreateAuditSinkDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AuditSinkWithSecretDto> {
    const made = await this.sinks.create(actor, PLATFORM_CHAIN, body);
    reply.header('location', `/v1/platform/audit/sinks/${made.id}`);
    return taggedSecret(reply, made);
  }

  @RequirePermission('platform.audit.stream')
  @StepUp('url', 'endpoint', 'bucket')
  @Patch(':id')
  @ApiUpdatePlatformAuditSink()
  async updatePlatformAuditSink(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Headers('if-match') match: string | undefined,
    @Body() body: UpdateAuditSinkDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AuditSinkDto> {
    return taggedSink(reply, await this.sinks.update(actor, PLATFORM_CHAIN, id, body, ifMatch(match)));
  }

  @RequirePermission('platform.audit.stream')
  @StepUp()
  @Post(':id/rotate')
  @HttpCode(200)
  @Idempotent()
  @ApiRotatePlatformAuditSinkSecret()
  async rotatePlatformAuditSinkSecret(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Headers('if-match') match: string | undefined,
    @Body() { overlap_hours: hours = OVERLAP_HOURS }: RotateSecretDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AuditSinkWithSecretDto> {
    const rotated = await this.sinks.rotate(actor, PLATFORM_CHAIN, id, hours, ifMatch(match));
    return taggedSecret(reply, rotated);
  }

  @RequirePermission('platform.audit.stream')
  @Delete(':id')
  @HttpCode(204)
  @ApiDeletePlatformAuditSink()
  async deletePlatformAuditSink(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Headers('if-match') match: string | undefined,
  ): Promise<void> {
    await this.sinks.remove(actor, PLATFORM_CHAIN, id, ifMatch(match));
  }
}

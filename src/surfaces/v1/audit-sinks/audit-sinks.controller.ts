import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Patch, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type Actor, organizationOf } from '../../../modules/access/actor.types.js';
import { CurrentActor, RequirePermission } from '../../../modules/auth/http/access.decorators.js';
import { StepUp } from '../../../modules/auth/http/step-up.guard.js';
import { Idempotent } from '../../../modules/idempotency/http/idempotent.decorator.js';
import { AuditSinksService } from '../../../modules/webhooks/sinks/audit-sinks.service.js';
import { OVERLAP_HOURS } from '../../../modules/webhooks/webhooks.types.js';
import { ifMatch } from '../preconditions.js';
import { RotateSecretDto } from '../webhooks/webhooks.dto.js';
import {
  ApiCreateAuditSink,
  ApiDeleteAuditSink,
  ApiGetAuditSink,
  ApiListAuditSinks,
  ApiRotateAuditSinkSecret,
  ApiUpdateAuditSink,
} from './audit-sinks.docs.js';
import {
  AuditSinkDto,
  AuditSinkListDto,
  AuditSinkWithSecretDto,
  CreateAuditSinkDto,
  UpdateAuditSinkDto,
} from './audit-sinks.dto.js';
import { presentSink, taggedSecret, taggedSink } from './audit-sinks.presenter.js';

@ApiTags('Audit (v1)')
@Controller('v1/audit/sinks')
export class AuditSinksController {
  constructor(private readonly sinks: AuditSinksService) {}

  @RequirePermission('audit.read')
  @Get()
  @ApiListAuditSinks()
  async listAuditSinks(@CurrentActor() actor: Actor): Promise<AuditSinkListDto> {
    return { items: (await this.sinks.list(organizationOf(actor))).map(presentSink), next_cursor: null };
  }

  @RequirePermission('audit.read')
  @Get(':id')
  @ApiGetAuditSink()
  async getAuditSink(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AuditSinkDto> {
    return taggedSink(reply, await this.sinks.get(organizationOf(actor), id));
  }

  @RequirePermission('audit.stream')
  @StepUp()
  @Post()
  @Idempotent()
  @ApiCreateAuditSink()
  async createAuditSink(
    @CurrentActor() actor: Actor,
    @Body() body: CreateAuditSinkDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AuditSinkWithSecretDto> {
    const made = await this.sinks.create(actor, organizationOf(actor), body);
    reply.header('location', `/v1/audit/sinks/${made.id}`);
    return taggedSecret(reply, made);
  }

  @RequirePermission('audit.stream')
  @StepUp('url', 'endpoint', 'bucket')
  @Patch(':id')
  @ApiUpdateAuditSink()
  async updateAuditSink(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Headers('if-match') match: string | undefined,
    @Body() body: UpdateAuditSinkDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AuditSinkDto> {
    return taggedSink(reply, await this.sinks.update(actor, organizationOf(actor), id, body, ifMatch(match)));
  }

  @RequirePermission('audit.stream')
  @StepUp()
  @Post(':id/rotate')
  @HttpCode(200)
  @Idempotent()
  @ApiRotateAuditSinkSecret()
  async rotateAuditSinkSecret(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Headers('if-match') match: string | undefined,
    @Body() { overlap_hours: hours = OVERLAP_HOURS }: RotateSecretDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AuditSinkWithSecretDto> {
    const rotated = await this.sinks.rotate(actor, organizationOf(actor), id, hours, ifMatch(match));
    return taggedSecret(reply, rotated);
  }

  @RequirePermission('audit.stream')
  @Delete(':id')
  @HttpCode(204)
  @ApiDeleteAuditSink()
  async deleteAuditSink(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Headers('if-match') match: string | undefined,
  ): Promise<void> {
    await this.sinks.remove(actor, organizationOf(actor), id, ifMatch(match));
  }
}

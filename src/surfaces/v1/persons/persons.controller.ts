import { Controller, Delete, Get, HttpCode, Param, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Deadline } from '../../../common/http/route-config.js';
import type { Actor } from '../../../modules/access/actor.types.js';
import {
  AnyActor,
  CurrentActor,
  NotImpersonated,
  RequirePermission,
} from '../../../modules/auth/http/access.decorators.js';
import { StepUp, StepUpByDefault } from '../../../modules/auth/http/step-up.guard.js';
import { PersonDeletionsService } from '../../../modules/persons/person-deletions.service.js';
import { PersonExportsService } from '../../../modules/persons/person-exports.service.js';
import {
  ApiDeleteAccount,
  ApiDeleteOwnAccount,
  ApiExportAccount,
  ApiExportOwnAccount,
} from './persons.docs.js';

/** A person's right to their data. */
@Controller('v1')
export class PersonsController {
  constructor(
    private readonly exports: PersonExportsService,
    private readonly deletions: PersonDeletionsService,
  ) {}

  @AnyActor({ suspendedToo: true })
  @NotImpersonated()
  @Get('me/export')
  @Deadline(0)
  @ApiExportOwnAccount()
  async exportOwnAccount(
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AsyncIterable<string>> {
    return asFile(await this.exports.export(actor, actor.userId), actor.userId, reply);
  }

  @AnyActor({ suspendedToo: true })
  @NotImpersonated()
  @StepUpByDefault()
  @Delete('me')
  @HttpCode(204)
  @ApiDeleteOwnAccount()
  async deleteOwnAccount(@CurrentActor() actor: Actor): Promise<void> {
    await this.deletions.deleteOwn(actor);
  }

  @ApiTags('Platform (v1)')
  @RequirePermission('platform.users.manage')
  @Get('platform/users/:id/export')
  @Deadline(0)
  @ApiExportAccount()
  async exportAccount(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AsyncIterable<string>> {
    return asFile(await this.exports.export(actor, id), id, reply);
  }

  @ApiTags('Platform (v1)')
  @RequirePermission('platform.users.manage')
  @StepUp()
  @Delete('platform/users/:id')
  @HttpCode(204)
  @ApiDeleteAccount()
  async deleteAccount(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<void> {
    await this.deletions.deleteOther(actor, id);
  }
}

function asFile(text: AsyncIterable<string>, id: string, reply: FastifyReply): AsyncIterable<string> {
  reply.header('content-type', 'application/json; charset=utf-8');
  reply.header('cache-control', 'no-store');
  reply.header('content-disposition', `attachment; filename="account-${id}.json"`);
  return text;
}

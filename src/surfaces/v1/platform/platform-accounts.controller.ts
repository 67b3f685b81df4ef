import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Refuses } from '../../../common/http/refuses.decorator.js';
import type { Actor } from '../../../modules/access/actor.types.js';
import { CurrentActor, RequirePermission } from '../../../modules/auth/http/access.decorators.js';
import { UserMembershipsService } from '../../../modules/memberships/user-memberships.service.js';
import { PlatformAccounts } from '../../../modules/users/platform-accounts.service.js';
import type { PlatformAccount } from '../../../modules/users/platform-accounts.types.js';
import { Filter, Paged, pageOf } from '../pages.js';
import { ApiStatusChange, UserId } from './platform.docs.js';
import {
  PlatformAccountDetailsDto,
  type PlatformAccountDto,
  PlatformAccountListDto,
  PlatformSecretDto,
  StatusReasonDto,
} from './platform.dto.js';

@ApiTags('Platform (v1)')
@Controller('v1/platform/users')
export class PlatformAccountsController {
  constructor(
    private readonly accounts: PlatformAccounts,
    private readonly memberships: UserMembershipsService,
  ) {}

  @RequirePermission('platform.users.manage')
  @Get()
  @ApiOperation({ summary: 'Every account, in the order of the addresses' })
  @Paged('amFuZUBhY21lY29ycC5jb20')
  @Filter('q', 'How the address begins', 'jane@')
  @ApiOkResponse({ type: PlatformAccountListDto })
  @Refuses('auth.forbidden', 'query.invalid')
  async listAccounts(@Query() query: unknown): Promise<PlatformAccountListDto> {
    const { cursor, limit, given } = pageOf(query, ['q']);
    const { items, next } = await this.accounts.list(given['q'] ?? '', cursor, limit);
    return { items: items.map(present), next_cursor: next };
  }

  @RequirePermission('platform.users.manage')
  @Get(':id')
  @ApiOperation({ summary: 'One account and its organizations' })
  @UserId()
  @ApiOkResponse({ type: PlatformAccountDetailsDto })
  @Refuses('auth.forbidden', 'user.not_found')
  async inspectAccount(@Param('id') id: string): Promise<PlatformAccountDetailsDto> {
    const account = await this.accounts.find(id);
    const memberships = await this.memberships.list(id);
    const organizations = memberships.map(({ orgId, role, status }) => ({
      organization_id: orgId,
      role,
      status,
    }));
    return { ...present(account), organizations };
  }

  @RequirePermission('platform.users.manage')
  @Post(':id/suspend')
  @HttpCode(204)
  @UserId()
  @ApiStatusChange('Keep an account out everywhere; its tokens end at once', 'user.not_found')
  async suspendAccount(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() { reason }: StatusReasonDto,
  ): Promise<void> {
    await this.accounts.setStatus(actor, id, 'suspended', reason);
  }

  @RequirePermission('platform.users.manage')
  @Post(':id/deactivate')
  @HttpCode(204)
  @UserId()
  @ApiStatusChange('Keep an account out that is not used any more; its tokens end at once', 'user.not_found')
  async deactivateAccount(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() { reason }: StatusReasonDto,
  ): Promise<void> {
    await this.accounts.setStatus(actor, id, 'inactive', reason);
  }

  @RequirePermission('platform.users.manage')
  @Post(':id/activate')
  @HttpCode(204)
  @UserId()
  @ApiStatusChange('Let an account in again; it signs in anew', 'user.not_found')
  async activateAccount(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() { reason }: StatusReasonDto,
  ): Promise<void> {
    await this.accounts.setStatus(actor, id, 'active', reason);
  }

  @RequirePermission('platform.users.manage')
  @Post(':id/initial-secret')
  @HttpCode(200)
  @UserId()
  @ApiOperation({
    summary: 'Replace the password by a one-time secret; the sessions of the account end',
    description:
      'For the owner of a new tenant who lost theirs, above all. Shown once; the organization’s log has it. Only for accounts whose mailbox nobody proved: everybody else asks for a new password by mail.',
  })
  @ApiOkResponse({ type: PlatformSecretDto })
  @Refuses('auth.forbidden', 'user.not_found', 'member.own_account', 'auth.hashing_overloaded')
  async issueInitialSecret(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() { reason }: StatusReasonDto,
  ): Promise<PlatformSecretDto> {
    const { text, until } = await this.accounts.issueSecret(actor, id, reason);
    return { id, initial_secret: text, initial_secret_expires_at: until.toISOString() };
  }
}

function present(account: PlatformAccount): PlatformAccountDto {
  const { id, seq, email, status, synthetic } = account;
  return {
    id,
    seq,
    email,
    email_verified: account.emailVerified,
    name: account.name ?? null,
    status,
    platform_operator: account.operator,
    synthetic,
    organization_id: account.homeId ?? null,
    created_at: account.createdAt.toISOString(),
    updated_at: account.updatedAt.toISOString(),
  };
}

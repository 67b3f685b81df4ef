import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../../../modules/access/actor.types.js';
import { CurrentActor, RequirePermission } from '../../../modules/auth/http/access.decorators.js';
import { FactorResetsService } from '../../../modules/auth/factor-resets.service.js';
import { StepUp } from '../../../modules/auth/http/step-up.guard.js';
import { UserMembershipsService } from '../../../modules/memberships/user-memberships.service.js';
import { PlatformAccountsService } from '../../../modules/users/platform-accounts.service.js';
import type { PlatformAccount } from '../../../modules/users/platform-accounts.types.js';
import { pageOf } from '../pages.js';
import {
  PlatformAccountDetailsDto,
  type PlatformAccountDto,
  PlatformAccountListDto,
  PlatformSecretDto,
  StatusReasonDto,
} from './platform.dto.js';
import {
  ApiListAccounts,
  ApiInspectAccount,
  ApiSuspendAccount,
  ApiDeactivateAccount,
  ApiActivateAccount,
  ApiIssueInitialSecret,
  ApiResetFactor,
} from './platform.docs.js';

@ApiTags('Platform (v1)')
@Controller('v1/platform/users')
export class PlatformAccountsController {
  constructor(
    private readonly accounts: PlatformAccountsService,
    private readonly memberships: UserMembershipsService,
    private readonly factors: FactorResetsService,
  ) {}

  @RequirePermission('platform.users.manage')
  @Get()
  @ApiListAccounts()
  async listAccounts(@Query() query: unknown): Promise<PlatformAccountListDto> {
    const { cursor, limit, given } = pageOf(query, ['q']);
    const { items, next } = await this.accounts.list(given['q'] ?? '', cursor, limit);
    return { items: items.map(present), next_cursor: next };
  }

  @RequirePermission('platform.users.manage')
  @Get(':id')
  @ApiInspectAccount()
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
  @ApiSuspendAccount()
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
  @ApiDeactivateAccount()
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
  @ApiActivateAccount()
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
  @ApiIssueInitialSecret()
  async issueInitialSecret(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() { reason }: StatusReasonDto,
  ): Promise<PlatformSecretDto> {
    const { text, until } = await this.accounts.issueTemporaryPassword(actor, id, reason);
    return { id, initial_secret: text, initial_secret_expires_at: until.toISOString() };
  }

  @RequirePermission('platform.users.manage')
  @StepUp()
  @Delete(':id/second-factor')
  @HttpCode(204)
  @ApiResetFactor()
  async resetFactor(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() { reason }: StatusReasonDto,
  ): Promise<void> {
    await this.factors.ofAccount(actor, (await this.accounts.find(id)).id, reason);
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

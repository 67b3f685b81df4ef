import { Body, Controller, Get, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AppError } from '../../common/errors/app-error.js';
import { RateLimited } from '../../common/http/rate-limited.decorator.js';
import type { Actor } from '../../modules/access/actor.types.js';
import {
  AnyActor,
  CurrentActor,
  NotImpersonated,
  PasswordRoute,
  RequirePermission,
} from '../../modules/auth/http/access.decorators.js';
import { StepUp } from '../../modules/auth/http/step-up.guard.js';
import { Idempotent } from '../../modules/idempotency/http/idempotent.decorator.js';
import { PasswordChangesService } from '../../modules/auth/password-changes.service.js';
import { TenantUsersService } from '../../modules/onboarding/tenant-users.service.js';
import type { Member } from '../../modules/memberships/memberships.types.js';
import {
  ApiChangeOwnPassword,
  ApiCreateTenantUser,
  ApiListTenantUsers,
  ApiResetPassword,
} from './tenants-v1.docs.js';
import {
  ChangeOwnPasswordDto,
  CreateTenantUserDto,
  type PasswordChangedDto,
  type PasswordResetDto,
  type TenantUserDto,
} from './tenants-v1.dto.js';

@Controller('api/v1')
export class TenantUsersController {
  constructor(
    private readonly users: TenantUsersService,
    private readonly passwords: PasswordChangesService,
  ) {}

  @RequirePermission('members.manage')
  @Get('tenants/:id/users')
  @ApiListTenantUsers()
  async listTenantUsers(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Query('after') after: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TenantUserDto[]> {
    const { items, next } = await this.users.list(actor, id, idOf(after));
    if (next !== null) reply.header('Link', `</api/v1/tenants/${id}/users?after=${next}>; rel="next"`);
    return items.map(present);
  }

  @RequirePermission('members.manage')
  @StepUp()
  @Idempotent()
  @NotImpersonated()
  @RateLimited('create')
  @Post('tenants/:id/users')
  @ApiCreateTenantUser()
  async createTenantUser(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() { name, email, role }: CreateTenantUserDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TenantUserDto> {
    const { member, secret } = await this.users.create(actor, id, { name, email, role });
    reply.header('X-Initial-Secret', secret.text);
    return present(member);
  }

  @RequirePermission('members.manage')
  @StepUp()
  @Idempotent()
  @NotImpersonated()
  @RateLimited('create')
  @Post('tenants/:id/users/:userId/reset-password')
  @HttpCode(200)
  @ApiResetPassword()
  async resetPassword(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('userId') userId: string,
  ): Promise<PasswordResetDto> {
    const { member, secret } = await this.users.resetPassword(actor, id, userId);
    return { id: member.userId, temporaryPassword: secret.text, expiresAt: secret.until.toISOString() };
  }

  @AnyActor()
  @PasswordRoute()
  @Put('users/me/password')
  @ApiChangeOwnPassword()
  async changeOwnPassword(
    @CurrentActor() actor: Actor,
    @Body() { currentPassword, newPassword }: ChangeOwnPasswordDto,
  ): Promise<PasswordChangedDto> {
    await this.passwords.change(actor, currentPassword, newPassword);
    return { message: 'Password changed successfully' };
  }
}

function idOf(after: unknown): string | undefined {
  if (after === undefined) return undefined;
  if (typeof after === 'string' && /^[0-9a-f]{24}$/.test(after)) return after;
  throw new AppError('query.invalid', { errors: { after: 'after must be the id of a user' } });
}

function present({ userId: id, name = '', userName, email, role, status }: Member): TenantUserDto {
  return { id, name: name === '' ? userName : name, email, role, status };
}

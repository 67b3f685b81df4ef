import { Body, Controller, Get, HttpCode, Put } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Refuses } from '../../../common/http/refuses.decorator.js';
import { AuthService } from '../../../modules/auth/auth.service.js';
import type { Actor } from '../../../modules/auth/auth.types.js';
import { AnyActor, CurrentActor, PasswordRoute } from '../../../modules/auth/http/access.decorators.js';
import { AccountDto, ChangePasswordDto } from './account.dto.js';

@ApiTags('Account (v1)')
@Controller('v1/me')
export class AccountController {
  constructor(private readonly auth: AuthService) {}

  @AnyActor()
  @Get()
  @ApiOperation({ summary: 'Who the token speaks for' })
  @ApiOkResponse({ type: AccountDto })
  getAccount(@CurrentActor() actor: Actor): AccountDto {
    return {
      id: actor.userId,
      organization_id: actor.organizationId ?? null,
      role: actor.role ?? null,
      platform_operator: actor.operator,
    };
  }

  @AnyActor()
  @PasswordRoute()
  @Put('password')
  @HttpCode(204)
  @ApiOperation({ summary: 'Change the password; every other session ends' })
  @ApiNoContentResponse({ description: 'Changed' })
  @Refuses('auth.credentials_invalid', 'auth.hashing_overloaded')
  async changePassword(@CurrentActor() actor: Actor, @Body() body: ChangePasswordDto): Promise<void> {
    await this.auth.changePassword(actor, body.current_password, body.new_password);
  }
}

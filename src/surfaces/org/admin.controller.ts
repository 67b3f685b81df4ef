import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { Message } from '../../common/http/route-config.js';
import { RateLimited } from '../../common/http/rate-limited.decorator.js';
import { AuthService } from '../../modules/auth/auth.service.js';
import type { Client } from '../../modules/auth/auth.types.js';
import { Public } from '../../modules/auth/http/access.decorators.js';
import { CurrentClient } from '../../modules/auth/http/client.decorator.js';
import { ApiLogin } from './org.docs.js';
import { type LoggedInDto, LoginDto } from './org.dto.js';

@Controller('admin')
export class AdminController {
  constructor(private readonly auth: AuthService) {}

  @Public()
  @RateLimited('sign_in')
  @Post('login')
  @HttpCode(200)
  @Message('Login successful')
  @ApiLogin()
  async login(@Body() body: LoginDto, @CurrentClient() client: Client): Promise<LoggedInDto> {
    // Organization id and name are documented as texts: nobody but an operator signs in here without them.
    const options = { ...client, tenantsOnly: 'or_operators' } as const;
    const signedIn = await this.auth.signIn(body.email, body.password, options);
    return {
      access_token: signedIn.accessToken,
      token_type: 'bearer',
      admin_id: signedIn.account.id,
      organization_id: signedIn.organization?.id ?? null,
      organization_name: signedIn.organization?.name ?? null,
    };
  }
}

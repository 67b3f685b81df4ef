import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { type RequestContext, ReqContext } from '../../common/http/request-context.decorator.js';
import { RateLimited } from '../../common/http/rate-limited.decorator.js';
import { Message } from '../../common/http/route-config.js';
import { AuthService, type SignedIn } from '../../modules/auth/auth.service.js';
import type { Client } from '../../modules/auth/auth.types.js';
import { Public } from '../../modules/auth/http/access.decorators.js';
import { CurrentClient } from '../../modules/auth/http/client.decorator.js';
import { Idempotent } from '../../modules/idempotency/http/idempotent.decorator.js';
import { ProvisioningService } from '../../modules/organizations/provisioning.service.js';
import { AccountsService } from '../../modules/users/accounts.service.js';
import { LoginPipe } from './login.pipe.js';
import { RegisterPipe } from './register.pipe.js';
import { ApiLoginTenant, ApiRegisterTenant } from './tenants.docs.js';
import type { LoginTenantDto, RegisterTenantDto, TenantSessionDto } from './tenants.dto.js';

/** S4-03: the documented lifetime is one hour, rendered from the value that is in the token. */
const SESSION = { lifetimeSeconds: 3600, tenantsOnly: true };

@Controller('api/tenants')
export class TenantsController {
  constructor(
    private readonly provisioning: ProvisioningService,
    private readonly auth: AuthService,
    private readonly accounts: AccountsService,
  ) {}

  @Public()
  @RateLimited('create')
  @Idempotent()
  @Post('register')
  @Message('Tenant registered successfully')
  @ApiRegisterTenant()
  async registerTenant(
    @Body(RegisterPipe) { name, email, password }: RegisterTenantDto,
    @ReqContext() by: RequestContext,
  ): Promise<TenantSessionDto> {
    const owner = { email, password };
    const created = await this.provisioning.create({ name, origin: 'tenants', claim: 'if_free', owner, by });
    return this.present(await this.auth.signInNew(created.owner.id, SESSION));
  }

  @Public()
  @RateLimited('sign_in')
  @Post('login')
  @HttpCode(200)
  @Message('Login successful')
  @ApiLoginTenant()
  async loginTenant(
    @Body(new LoginPipe()) body: LoginTenantDto,
    @CurrentClient() client: Client,
  ): Promise<TenantSessionDto> {
    return this.present(await this.auth.signIn(body.email, body.password, { ...SESSION, ...client }));
  }

  /** The tenant's address is that of its administrator, whichever of its users signs in (C-02). */
  private async present(signedIn: SignedIn): Promise<TenantSessionDto> {
    const { organization, account, accessToken, lifetimeSeconds } = signedIn;
    if (!organization) throw new AppError('auth.credentials_invalid');
    const { adminId } = organization;
    const admin = adminId === account.id ? account : await this.accounts.find(adminId);
    return {
      tenant: {
        id: organization.seq,
        name: organization.name,
        email: admin.email,
        status: organization.status,
        created_at: organization.createdAt.toISOString(),
        updated_at: organization.updatedAt.toISOString(),
      },
      auth: { accessToken, tokenType: 'Bearer', expiresIn: `${lifetimeSeconds / 3600}h` },
    };
  }
}

import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { type RequestContext, ReqContext } from '../../common/http/request-context.decorator.js';
import { RateLimited } from '../../common/http/rate-limited.decorator.js';
import { AddressRequestsService } from '../../modules/auth/address-requests.service.js';
import type { Actor } from '../../modules/access/actor.types.js';
import {
  NotImpersonated,
  OptionalActor,
  Public,
  PublicOrActor,
} from '../../modules/auth/http/access.decorators.js';
import { StepUp } from '../../modules/auth/http/step-up.guard.js';
import { Idempotent } from '../../modules/idempotency/http/idempotent.decorator.js';
import { OrganizationDraftsService } from '../../modules/organizations/organization-drafts.service.js';
import { RegistrationService } from '../../modules/onboarding/registration.service.js';
import { ApiAddUser, ApiCheckAvailability, ApiRegisterCompany } from './register.docs.js';
import {
  AddUserDto,
  type AvailabilityDto,
  CheckAvailabilityDto,
  RegisterDto,
  type RegisteredDto,
  type UserAddedDto,
} from './register.dto.js';
import { SentEmail } from './sent-email.decorator.js';

@Controller('api/register')
export class RegisterController {
  constructor(
    private readonly registration: RegistrationService,
    private readonly drafts: OrganizationDraftsService,
    private readonly requests: AddressRequestsService,
  ) {}

  @Public()
  @RateLimited('create')
  @Idempotent()
  @Post()
  @ApiRegisterCompany()
  async registerCompany(
    @Body() body: RegisterDto,
    @SentEmail() echo: string,
    @ReqContext() by: RequestContext,
  ): Promise<RegisteredDto> {
    const { company_name, admin_name, email, password, phone } = body;
    const admin = { name: admin_name, email, password, phone };
    const { organization, owner } = await this.registration.register(company_name, admin, by);
    return {
      status: 'success',
      message: 'Registration successful',
      customer_id: organization.seq,
      user_id: owner.seq,
      email: echo,
      company_name,
    };
  }

  @PublicOrActor()
  @RateLimited('create')
  @StepUp()
  @Idempotent()
  @NotImpersonated()
  @Post('add-user')
  @ApiAddUser()
  async addUser(
    @OptionalActor() actor: Actor | undefined,
    @Body() body: AddUserDto,
    @SentEmail() echo: string,
  ): Promise<UserAddedDto> {
    const { domain, user_name: userName, email, password } = body;
    const added = await this.registration.addUser(actor, domain, { userName, email, password });
    return {
      status: 'success',
      message: 'User added successfully',
      user_id: added.userSeq,
      customer_id: added.organization.seq,
      customer_name: added.organization.name,
      email: echo,
    };
  }

  @Public()
  @RateLimited('lookup')
  @Post('check-availability')
  @HttpCode(200)
  @ApiCheckAvailability()
  async checkAvailability(@Body() body: CheckAvailabilityDto): Promise<AvailabilityDto> {
    const { name, email } = await this.drafts.available(body.company_name, body.email);
    return { company_name_available: name, email_available: await this.requests.tellFree(body.email, email) };
  }
}

import { Body, Controller, Get, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AppError } from '../../common/errors/app-error.js';
import { RateLimited } from '../../common/http/rate-limited.decorator.js';
import type { Actor } from '../../modules/access/actor.types.js';
import { CurrentActor, Public, RequirePermission } from '../../modules/auth/http/access.decorators.js';
import { Idempotent } from '../../modules/idempotency/http/idempotent.decorator.js';
import type { Organization } from '../../modules/registry/organizations.types.js';
import { TenantsService } from '../../modules/onboarding/tenants.service.js';
import { PlansService } from '../../modules/plans/plans.service.js';
import { ApiCreateTenant, ApiListPlans } from './tenants-v1.docs.js';
import { CreateTenantDto, type PlanDto, type TenantCreatedDto } from './tenants-v1.dto.js';

@Controller('api/v1')
export class TenantsV1Controller {
  constructor(
    private readonly tenants: TenantsService,
    private readonly plans: PlansService,
  ) {}

  @RequirePermission('tenants.create')
  @RateLimited('create')
  @Idempotent()
  @Post('tenants')
  @ApiCreateTenant()
  async createTenant(
    @CurrentActor() actor: Actor,
    @Body() body: CreateTenantDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TenantCreatedDto> {
    const input = { name: body.name, schema: schemaOf(body), plans: plansOf(body) };
    const { organization, secret } = await this.tenants.create(actor, input);
    if (secret) reply.header('X-Initial-Secret', secret.text);
    return present(organization);
  }

  @Public()
  @Get('plans')
  @ApiListPlans()
  async listPlans(): Promise<PlanDto[]> {
    return (await this.plans.list()).map(({ id, type, name, limits }) => ({ id, type, name, limits }));
  }
}

/** Either word may be used; an empty one counts as absent, two different ones are a mistake (S3-12). */
function schemaOf({ schema, schemaName }: CreateTenantDto): string | undefined {
  const given = [schema, schemaName].filter((one) => one !== undefined);
  if (given.length === 2 && given[0] !== given[1]) throw new AppError('organization.slug_invalid');
  return given[0];
}

/** Either word takes either kind of value (S3-04). */
function plansOf({ planType, planId }: CreateTenantDto): string[] {
  return [planType, planId].flatMap((given) => {
    if (given === undefined) return [];
    if (typeof given !== 'string') throw new AppError('plan.unknown');
    return [given];
  });
}

function present({ uid: id, name, slug: schemaName, status }: Organization): TenantCreatedDto {
  return { id, name, schemaName, status };
}

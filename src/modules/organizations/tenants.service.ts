import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { Env } from '../../config/env.js';
import type { Actor } from '../auth/auth.types.js';
import { type InitialSecret, PasswordsService } from '../auth/passwords.service.js';
import { PlansService } from '../plans/plans.service.js';
import type { Organization } from './organizations.types.js';
import { ProvisioningService } from './provisioning.service.js';
import { checkSlug, slugOf } from './slug.js';

/** The documented first password of an owner (S3-08); how it is defused: security.md, D1. */
const DOCUMENTED_PASSWORD = 'tenant123';

export interface NewTenant {
  name: string;
  /** Exactly this schema; made from the name when absent. */
  schema?: string;
  /** Type or UUID. */
  plan: string;
}

/** Tenants that are made for others, each with an owner account of its own (S3). */
@Injectable()
export class TenantsService {
  constructor(
    private readonly provisioning: ProvisioningService,
    private readonly plans: PlansService,
    private readonly passwords: PasswordsService,
    private readonly env: Env,
  ) {}

  /**
   * @returns the tenant, and the owner's one-time secret unless it is the documented one
   * @throws AppError auth.forbidden, organization.slug_invalid, organization.slug_too_long,
   * organization.slug_taken, plan.unknown, user.email_taken
   */
  async create(
    actor: Actor,
    input: NewTenant,
  ): Promise<{ organization: Organization; secret: InitialSecret | undefined }> {
    this.requireProvisioner(actor);
    const slug = input.schema ?? slugOf(input.name);
    checkSlug(slug);
    const plan = await this.plans.resolve(input.plan);
    const secret = this.env.randomOwnerPassword ? this.passwords.initialSecret() : undefined;
    const { organization } = await this.provisioning.create({
      name: input.name,
      origin: 'tenants_v1',
      claim: 'if_free',
      slug,
      planId: plan.id,
      by: actor,
      owner: {
        email: ownerAddress(slug),
        password: secret?.text ?? DOCUMENTED_PASSWORD,
        userName: 'owner',
        synthetic: true,
        initialSecretUntil: secret?.until ?? this.passwords.initialSecretEnd(),
      },
    });
    return { organization, secret };
  }

  /** Contracts C-14: operators always; others who may unless the platform keeps it to itself. */
  private requireProvisioner({ operator }: Actor): void {
    if (!operator && this.env.operatorsProvision) throw new AppError('auth.forbidden');
  }
}

/** `acme_fuels` → `owner@acme-fuels.com`; a mail domain has no hyphen at its ends (S3-13). */
function ownerAddress(slug: string): string {
  const label = slug.replaceAll('_', '-').replace(/^-+|-+$/g, '');
  return `owner@${label === '' ? 'tenant' : label}.com`;
}

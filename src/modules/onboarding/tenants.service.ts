import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { Env } from '../../config/env.js';
import type { Actor } from '../access/actor.types.js';
import {
  DOCUMENTED_PASSWORD,
  type TemporaryPassword,
  PasswordsService,
} from '../credentials/passwords.service.js';
import { PlansService } from '../plans/plans.service.js';
import type { Organization } from '../registry/organizations.types.js';
import { ProvisioningService } from '../organizations/provisioning.service.js';
import { checkSlug, slugOf } from '../registry/slug.js';

export interface NewTenant {
  name: string;
  /** Exactly this schema; made from the name when absent. */
  schema?: string;
  /** Types or UUIDs, at least one; all of them name the same plan. */
  plans: string[];
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

  /** @returns the tenant, and the owner's temporary password unless it is the documented one */
  async create(
    actor: Actor,
    input: NewTenant,
  ): Promise<{ organization: Organization; secret: TemporaryPassword | undefined }> {
    this.requireProvisioner(actor);
    const slug = input.schema ?? slugOf(input.name);
    checkSlug(slug);
    const planId = await this.planOf(input.plans);
    const secret = this.env.randomOwnerPassword ? this.passwords.temporaryPassword() : undefined;
    const creation = this.provisioning.create({
      name: input.name,
      origin: 'tenants_v1',
      claim: 'if_free',
      slug,
      planId,
      by: actor,
      owner: {
        email: ownerAddress(slug),
        password: secret?.text ?? DOCUMENTED_PASSWORD,
        userName: 'owner',
        synthetic: true,
        temporaryUntil: secret?.until ?? this.passwords.initialSecretEnd(),
      },
    });
    const { organization } = await creation.catch((error: unknown) => {
      throw isEmailTaken(error) ? new AppError('organization.owner_email_taken') : error;
    });
    return { organization, secret };
  }

  /** @throws AppError plan.unknown when none, an unknown one or two different ones are named */
  private async planOf(named: string[]): Promise<string> {
    const plans = await Promise.all(named.map((one) => this.plans.resolve(one)));
    const [planId, ...others] = new Set(plans.map(({ id }) => id));
    if (planId === undefined || others.length > 0) throw new AppError('plan.unknown');
    return planId;
  }

  /** C-14: operators always; others who may unless the platform keeps it to itself. */
  private requireProvisioner({ operator }: Actor): void {
    if (!operator && this.env.operatorsProvision) throw new AppError('auth.forbidden');
  }
}

/** The address was made up from the schema: the caller gave none that could be taken (C-19). */
const isEmailTaken = (error: unknown): boolean =>
  error instanceof AppError && error.code === 'user.email_taken';

/** `acme_fuels` → `owner@acme-fuels.com`; a mail domain has no hyphen at its ends (S3-13). */
function ownerAddress(slug: string): string {
  const label = slug.replaceAll('_', '-').replace(/^-+|-+$/g, '');
  return `owner@${label === '' ? 'tenant' : label}.com`;
}

import { domainToASCII } from 'node:url';
import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { isFreeMail } from '../../common/free-mail.js';
import type { Actor } from '../auth/auth.types.js';
import { MembersService } from '../users/members.service.js';
import { OrganizationsRepository } from './registry/organizations.repository.js';
import type { Organization } from './organizations.types.js';
import type { CreatedOrganization } from './provisioning.types.js';
import { ProvisioningService } from './provisioning.service.js';

/** Companies that are known by the domain of their mail (S0). */
@Injectable()
export class RegistrationService {
  constructor(
    private readonly organizations: OrganizationsRepository,
    private readonly provisioning: ProvisioningService,
    private readonly members: MembersService,
  ) {}

  /**
   * The domain of the administrator's address becomes the company's, unless it is a free mail provider's.
   * @throws AppError as ProvisioningService.create
   */
  register(
    companyName: string,
    admin: { name: string; email: string; password: string; phone?: string },
  ): Promise<CreatedOrganization> {
    const domain = domainOf(admin.email);
    return this.provisioning.create({
      name: companyName,
      origin: 'register',
      domain: isFreeMail(domain) ? undefined : domain,
      owner: { ...admin, userName: admin.name },
    });
  }

  /**
   * Adds somebody to the company of a domain: active when an owner or administrator of that company asks,
   * otherwise pending until one approves, because whoever knows a domain could ask (security.md, D4).
   * @throws AppError organization.domain_unknown, request.invalid, user.email_taken, user.name_taken
   */
  async addUser(
    actor: Actor | undefined,
    domain: string,
    user: { userName: string; email: string; password: string },
  ): Promise<{ organization: Organization; userSeq: number }> {
    const canonical = domainToASCII(domain.trim().normalize('NFKC').toLowerCase());
    const organization = canonical === '' ? null : await this.organizations.findByDomain(canonical);
    if (!organization || organization.status !== 'active') throw new AppError('organization.domain_unknown');
    if (domainOf(user.email) !== canonical) {
      throw new AppError('request.invalid', {
        errors: { email: `email must be an address at ${canonical}` },
      });
    }
    const manages = actor?.permissions.has('members.manage') === true;
    const status = manages && actor?.organizationId === organization.id ? 'active' : 'pending';
    const { seq } = await this.members.add(organization, { ...user, role: 'member', status });
    return { organization, userSeq: seq };
  }
}

const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1);

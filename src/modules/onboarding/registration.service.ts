import { Injectable } from '@nestjs/common';
import { domainOf } from '../../common/email.js';
import { AppError } from '../../common/errors/app-error.js';
import type { Actor } from '../access/actor.types.js';
import { AccountMailsService } from '../users/account-mails.service.js';
import { MembershipMailsService } from '../memberships/membership-mails.service.js';
import { MembersService } from '../memberships/members.service.js';
import type { Organization } from '../registry/organizations.types.js';
import type { CreatedOrganization, CreateOrganization } from '../organizations/provisioning.types.js';
import { DomainClaimsService } from '../organizations/domain-claims.service.js';
import { DomainJoinsService } from './domain-joins.service.js';
import { ProvisioningService } from '../organizations/provisioning.service.js';

/** Companies that are known by the domain of their mail (S0). */
@Injectable()
export class RegistrationService {
  constructor(
    private readonly provisioning: ProvisioningService,
    private readonly members: MembersService,
    private readonly joins: DomainJoinsService,
    private readonly claims: DomainClaimsService,
    private readonly membershipMails: MembershipMailsService,
    private readonly mails: AccountMailsService,
  ) {}

  /**
   * The domain of the administrator's address becomes the company's, unless it is a free mail provider's
   * or another company has proved it.
   * @param by of the request, for the audit log
   * @throws AppError as ProvisioningService.create
   */
  async register(
    companyName: string,
    admin: { name: string; email: string; password: string; phone?: string },
    by?: CreateOrganization['by'],
  ): Promise<CreatedOrganization> {
    return this.provisioning.create({
      name: companyName,
      origin: 'register',
      domain: await this.claims.claimable(admin.email),
      owner: { ...admin, userName: admin.name },
      by,
    });
  }

  /**
   * Adds a user to the company of a domain: active when an owner or administrator of that company asks,
   * otherwise pending until one approves or the mailbox is proved, because every client that knows a domain could ask
   * (D4).
   */
  async addUser(
    actor: Actor | undefined,
    written: string,
    user: { userName: string; email: string; password: string },
  ): Promise<{ organization: Organization; userSeq: number }> {
    const { organization, domain } = await this.joins.organizationOf(written);
    if (domainOf(user.email) !== domain) {
      throw new AppError('request.invalid', { errors: { email: `email must be an address at ${domain}` } });
    }
    const manages = actor?.permissions.has('members.manage') === true;
    const member = { ...user, role: 'member' };
    const { seq } =
      manages && actor.organizationId === organization.id
        ? await this.members.add(organization, { ...member, status: 'active', actor }, (session, _row, id) =>
            this.mails.verification({ id, email: user.email, name: undefined, synthetic: false }, session),
          )
        : await this.members.add(organization, { ...member, status: 'pending' }, (session, row, userId) =>
            this.membershipMails.requested(session, row, { userId, ...user }),
          );
    return { organization, userSeq: seq };
  }
}

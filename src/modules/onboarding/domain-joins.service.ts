import { domainToASCII } from 'node:url';
import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { isFreeMail } from '../../common/free-mail.js';
import type { Actor } from '../access/actor.types.js';
import { CredentialChecksService } from '../auth/credential-checks.service.js';
import { JoinRequestsService } from '../memberships/join-requests.service.js';
import { DomainClaimsService } from '../organizations/domain-claims.service.js';
import type { Organization } from '../registry/organizations.types.js';

/** Joining an organization through its mail domain (D4). */
@Injectable()
export class DomainJoinsService {
  constructor(
    private readonly claims: DomainClaimsService,
    private readonly requests: JoinRequestsService,
    private readonly checks: CredentialChecksService,
  ) {}

  /**
   * The active organization of a mail domain; a free mail provider's domain is nobody's (D5).
   * @param written in any spelling
   */
  async organizationOf(written: string): Promise<{ organization: Organization; domain: string }> {
    const domain = domainToASCII(written.trim().normalize('NFKC').toLowerCase());
    const known = domain !== '' && !isFreeMail(domain);
    const organization = known ? ((await this.claims.standing(domain))?.organization ?? null) : null;
    if (!organization) throw new AppError('organization.domain_unknown');
    if (organization.status !== 'active') throw new AppError('organization.suspended');
    return { organization, domain };
  }

  /**
   * Approves a pending member who has the mailed code and the account's password. With the mailbox alone its
   * owner would let a stranger in who made an account with the address.
   * @returns whether they are in: false while no owner has proved a mailbox of the domain
   * @param ip where the request comes from
   */
  async prove(code: string, password: string, ip: string | undefined): Promise<boolean> {
    const request = await this.requests.find(code);
    const { id } = await this.checks.ofEmail(request.email, password, ip);
    if (id !== request.userId) throw new AppError('auth.link_invalid'); // the address is another account's by now
    return this.requests.prove(code, request);
  }

  /** Another link to a user who still waits and has the password, so that no stranger learns who waits. */
  async remind(email: string, password: string, ip: string | undefined): Promise<void> {
    const { id } = await this.checks.ofEmail(email, password, ip);
    await this.requests.remind(id);
  }

  /**
   * Takes an account into the organization of its own proved mail domain.
   * @returns the organization's id
   * @throws AppError as JoinRequestsService.join
   */
  async join(actor: Actor, written: string, userName: string | undefined): Promise<string> {
    const { organization, domain } = await this.organizationOf(written);
    await this.requests.join(actor, { orgId: organization.id, domain, userName });
    return organization.id;
  }
}

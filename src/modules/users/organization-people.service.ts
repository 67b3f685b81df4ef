import { Injectable } from '@nestjs/common';
import type { Session } from '../../database/transactions.js';
import { MailService } from '../mail/mail.service.js';
import { OrganizationEndings } from '../registry/organization-endings.service.js';
import { OrganizationRegistry } from '../registry/organization-registry.service.js';
import { AccountOrigins } from './account-origins.service.js';
import { type LeavingPerson, OrganizationPeopleRepository } from './organization-people.repository.js';

/**
 * What becomes of an organization's people when it ends: an account goes with it only if the organization made
 * it, nobody made it their own since, and it has no place elsewhere. Everybody is told either way.
 */
@Injectable()
export class OrganizationPeople {
  constructor(
    private readonly people: OrganizationPeopleRepository,
    private readonly origins: AccountOrigins,
    private readonly organizations: OrganizationRegistry,
    private readonly mail: MailService,
    endings: OrganizationEndings,
  ) {
    endings.add((orgId, session) => this.leave(orgId, session));
  }

  private async leave(orgId: string, session: Session): Promise<void> {
    const people = await this.people.list(orgId, session);
    const origins = people.map(({ origin }) => origin);
    const own = await this.origins.ofOrganization(orgId, origins, session);
    const goes = ({ id, operator, origin, status, isHome, hasOtherPlaces }: LeavingPerson): boolean =>
      !operator &&
      isHome &&
      !hasOtherPlaces &&
      (own.has(id) || (status === 'pending' && this.origins.isRequest(orgId, origin)));
    const gone = people.filter(goes);
    const staying = people.filter((one) => !goes(one));
    await this.tell(orgId, gone, staying, session);
    await this.people.remove(orgId, gone, staying, session);
  }

  private async tell(
    orgId: string,
    gone: readonly LeavingPerson[],
    staying: readonly LeavingPerson[],
    session: Session,
  ): Promise<void> {
    const organization = await this.organizations.byId(orgId);
    if (!organization) return; // its name is gone: the deletion was announced when it began
    const lettersTo = (people: readonly LeavingPerson[], account: 'deleted' | 'kept') =>
      people
        .filter(({ synthetic, status }) => !synthetic && status !== null)
        .map(({ id, email, isOwner }) => ({
          template: 'organization_deleted' as const,
          data: { organization: organization.name, account, owner: isOwner },
          key: `organization_deleted:${orgId}:${id}`,
          to: email,
        }));
    await this.mail.enqueueAll([...lettersTo(gone, 'deleted'), ...lettersTo(staying, 'kept')], session);
  }
}

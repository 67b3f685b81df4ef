import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainEventBus } from '../../database/domain-events.js';
import type { Tx } from '../../database/transactions.js';
import { MailService } from '../mail/mail.service.js';
import type { Mail } from '../mail/mail.types.js';
import { OrganizationRegistryService } from '../registry/organization-registry.service.js';
import type { GoneWithIt, Keeping } from '../registry/organizations.types.js';
import { AccountOriginsService } from '../users/account-origins.service.js';
import { MemberAccountsRepository, type OrganizationAccount } from '../users/member-accounts.repository.js';
import { MembershipsRepository } from './memberships.repository.js';
import { ReturnsService } from './returns.service.js';
import type { Membership, MemberStatus } from './memberships.types.js';

/** A user who loses an organization. */
interface LeavingUser extends OrganizationAccount {
  /** Of their membership there; null when it was only their default organization. */
  readonly status: MemberStatus | null;
  readonly isOwner: boolean;
  /** Whether it was their default one: not a member who was switched off, whose account stays as of one who left. */
  readonly isDefault: boolean;
  readonly hasOthers: boolean;
  /** Their default organization afterwards. */
  readonly nextDefaultId: string | undefined;
}

/**
 * What becomes of an organization's people when it ends: an account goes with it only if the organization made
 * it, nobody made it their own since, and it belongs nowhere else. Everybody is told either way.
 */
@Injectable()
export class DeparturesService implements OnModuleInit {
  constructor(
    private readonly memberships: MembershipsRepository,
    private readonly accounts: MemberAccountsRepository,
    private readonly origins: AccountOriginsService,
    private readonly organizations: OrganizationRegistryService,
    private readonly mail: MailService,
    private readonly returns: ReturnsService,
    private readonly events: DomainEventBus,
  ) {}

  onModuleInit(): void {
    this.events.on(
      'organization.deleted',
      'memberships: remove them, and the accounts that go',
      ({ orgId, keeping, gone }, session) => this.leave(orgId, keeping, gone, session),
    );
  }

  private async leave(
    orgId: string,
    keeping: Keeping | undefined,
    told: GoneWithIt,
    session: Tx,
  ): Promise<void> {
    const people = await this.list(orgId, session);
    const origins = people.map(({ origin }) => origin);
    const own = await this.origins.ofOrganization(orgId, origins, session);
    const goes = ({ id, operator, origin, status, isDefault, hasOthers }: LeavingUser): boolean =>
      !operator &&
      isDefault &&
      !hasOthers &&
      (own.has(id) || (status === 'pending' && this.origins.isRequest(orgId, origin)));
    const gone = people.filter(goes);
    const staying = people.filter((one) => !goes(one));
    told.members = people.filter(({ status }) => status !== null).length;
    told.accounts.push(...gone.map(({ id }) => id));
    for (const { id, email, isOwner, synthetic } of people)
      if (isOwner && !synthetic) told.owners.push({ id, email });
    await this.tell(orgId, gone, staying, keeping, session);
    if (keeping) await this.returns.keep(orgId, gone, staying, keeping, session);
    await this.memberships.removeAllOf(orgId, session);
    await this.accounts.replaceDefaultOrganization(
      orgId,
      new Map(staying.map(({ id, nextDefaultId }) => [id, nextDefaultId])),
      session,
    );
    const ids = gone.map(({ id }) => id);
    if (ids.length === 0) return;
    await this.events.emit('accounts.removed', { ids, keeping }, session);
    await this.accounts.removeAll(ids, session);
  }

  /** Users with a membership there, whatever its status, or with it as their default organization. */
  private async list(orgId: string, session: Tx): Promise<LeavingUser[]> {
    const own = new Map((await this.memberships.listAll(orgId, session)).map((one) => [one.userId, one]));
    const accounts = await this.accounts.listOfOrganization(orgId, [...own.keys()], session);
    const ids = accounts.map(({ id }) => id);
    const defaults = nextDefaults(await this.memberships.listElsewhere(ids, orgId, session));
    return accounts.map((account) => {
      const membership = own.get(account.id);
      const isDefault = account.defaultOrganizationId === orgId;
      return {
        ...account,
        status: membership?.status ?? null,
        isOwner: membership?.role === 'owner' && membership.status === 'active',
        isDefault,
        hasOthers: defaults.has(account.id),
        nextDefaultId: isDefault ? defaults.get(account.id) : account.defaultOrganizationId,
      };
    });
  }

  private async tell(
    orgId: string,
    gone: readonly LeavingUser[],
    staying: readonly LeavingUser[],
    keeping: Keeping | undefined,
    session: Tx,
  ): Promise<void> {
    const organization = await this.organizations.byId(orgId);
    if (!organization) return; // its name is gone: the deletion was announced when it began
    const end = keeping === undefined ? '' : `:${keeping.until.getTime()}`; // it may be deleted a second time
    const mails: Mail[] = [];
    for (const [people, account] of [[gone, 'deleted'] as const, [staying, 'kept'] as const]) {
      for (const { id, email, isOwner, synthetic, status } of people) {
        if (synthetic || status === null) continue;
        const data = {
          organization: organization.name,
          account,
          owner: isOwner,
          ...(keeping && { undelete_until: keeping.until }),
          ...(keeping && isOwner && { link: await keeping.linkOf(id) }),
        };
        const key = `organization_deleted:${orgId}:${id}${end}`;
        mails.push({ template: 'organization_deleted', data, key, to: email });
      }
    }
    await this.mail.enqueueAll(mails, session);
  }
}

/** By account: an active one before a pending one; with inactive ones only there is none. The oldest of several. */
function nextDefaults(newestFirst: Membership[]): Map<string, string | undefined> {
  const defaults = new Map<string, string | undefined>();
  for (const status of ['inactive', 'pending', 'active'] as const) {
    for (const { userId, orgId } of newestFirst.filter((one) => one.status === status)) {
      defaults.set(userId, status === 'inactive' ? undefined : orgId); // a better one takes its place
    }
  }
  return defaults;
}

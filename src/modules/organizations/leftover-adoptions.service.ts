import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { UserMembershipsService } from '../memberships/user-memberships.service.js';
import { AppError } from '../../common/errors/app-error.js';
import { CountersRepository } from '../../database/counters.repository.js';
import { duplicateKey, refuseDuplicate } from '../../database/duplicate-key.js';
import { isId, newId } from '../../database/ids.js';
import type { Session } from '../../database/transactions.js';
import { AuditService } from '../audit/audit.service.js';
import { by } from '../audit/audit.types.js';
import type { Actor } from '../access/actor.types.js';
import { PlansService } from '../plans/plans.service.js';
import { AccountsService } from '../users/accounts.service.js';
import { UsersService } from '../users/users.service.js';
import { LeftoverReports } from './marks/leftover-reports.service.js';
import { type Leftover, LeftoverLooks, LeftoversService } from './marks/leftovers.service.js';
import { MARK_COLLECTION } from './marks/marks.repository.js';
import type { Organization } from '../registry/organizations.types.js';
import { ProvisioningService, TENANT_COLLECTIONS } from './provisioning.service.js';
import { DatabasesRepository } from '../registry/databases.repository.js';
import { OrganizationRegistry } from '../registry/organization-registry.service.js';
import { OrganizationsRepository } from '../registry/organizations.repository.js';
import { nameKey } from '../registry/slug.js';

export interface Adoption {
  /** Absent: the one that the mark or the dropped database's row names. */
  organizationId?: string;
  /** Of an organization that is to be made again. */
  name?: string;
  ownerEmail?: string;
}

/** The registry an adoption writes into, in one parameter. */
@Injectable()
export class AdoptionRows {
  constructor(
    readonly organizations: OrganizationsRepository,
    readonly databases: DatabasesRepository,
    readonly registry: OrganizationRegistry,
    readonly counters: CountersRepository,
    readonly audit: AuditService,
  ) {}
}

/** The people and plans an adoption needs, in one parameter. */
@Injectable()
export class AdoptionPeople {
  constructor(
    readonly accounts: AccountsService,
    readonly users: UsersService,
    readonly memberships: UserMembershipsService,
    readonly plans: PlansService,
    readonly provisioning: ProvisioningService,
  ) {}
}

/**
 * Gives a leftover database to an organization: to the one that it was made for, or to one that has no documents
 * yet; or makes the organization again around it, when a restored master has forgotten it.
 */
@Injectable()
export class LeftoverAdoptions {
  constructor(
    private readonly leftovers: LeftoversService,
    private readonly looks: LeftoverLooks,
    private readonly rows: AdoptionRows,
    private readonly people: AdoptionPeople,
    private readonly reports: LeftoverReports,
  ) {}

  /**
   * @returns the id of the organization that lives in the database now
   * @throws AppError leftover.not_found, leftover.in_use, leftover.foreign, leftover.owner_differs,
   * leftover.not_replaceable, organization.not_found, organization.busy, organization.name_taken,
   * organization.name_reserved, member.exists, user.not_found, request.invalid
   */
  async adopt(actor: Actor, database: string, adoption: Adoption): Promise<string> {
    const leftover = await this.leftovers.free(database);
    const former = leftover.row.mark?.org_id ?? leftover.registered?.org_id;
    const owner = isId(former) ? await this.rows.organizations.findById(former) : null;
    const { organizationId: wanted } = adoption;
    if (owner !== null && wanted !== undefined && wanted !== owner.id) {
      throw new AppError('leftover.owner_differs');
    }
    const present = wanted === undefined ? owner : await this.organization(wanted);
    if (present !== null) return this.resettle(actor, leftover, present);
    return this.remake(actor, leftover, isId(former) ? former : newId(), adoption);
  }

  private async organization(id: string): Promise<Organization> {
    const organization = isId(id) ? await this.rows.organizations.findById(id) : null;
    if (organization === null) throw new AppError('organization.not_found');
    return organization;
  }

  private async resettle(actor: Actor, { row }: Leftover, organization: Organization): Promise<string> {
    const { id, slug, database: from } = organization;
    const before = this.looks.tenants.open(from);
    if (await this.looks.contents.hasDocuments(before)) throw new AppError('leftover.not_replaceable');
    const database = row._id;
    const known = row.mark?.org_id === id ? row.mark.generation : 0;
    const generation = Math.max(known, organization.generation + 1);
    await this.take(actor, { database, orgId: id, slug, generation }, async (session) => {
      const to = { database, generation };
      if (!(await this.rows.organizations.resettle(id, from, to, session))) {
        throw new AppError('organization.busy', { retryAfter: 1 });
      }
      // Not dropped: a write may have reached it since it was looked at.
      await this.rows.databases.setState(from, 'left', session);
    });
    this.rows.registry.forget(id);
    if (await this.looks.contents.exists(before)) await this.reports.report(from, 'replaced');
    return id;
  }

  private async remake(
    actor: Actor,
    { row, registered }: Leftover,
    id: string,
    { name, ownerEmail }: Adoption,
  ): Promise<string> {
    const errors = {
      ...(name === undefined ? { organization_name: 'organization_name is required' } : {}),
      ...(ownerEmail === undefined ? { owner_email: 'owner_email is required' } : {}),
    };
    if (name === undefined || ownerEmail === undefined) throw new AppError('request.invalid', { errors });
    const account = await this.people.accounts.findByEmail(ownerEmail);
    if (account === null) throw new AppError('user.not_found');
    const [userSeq, { membership }, seq, planId, slug] = await Promise.all([
      this.people.users.seqOf(account.id),
      this.people.memberships.nextIds(),
      this.rows.counters.next('organizations'),
      this.people.plans.defaultId(),
      this.people.provisioning.freeSlug(name),
    ]);
    const database = row._id;
    const generation = row.mark?.generation ?? registered?.generation ?? 1;
    const owner = { id: account.id, seq: userSeq, membership, account: undefined, userName: undefined };
    const place = { id, seq, uid: randomUUID(), slug, database, generation, adminId: account.id };
    const made = { origin: 'v1', domain: null, planId, personal: false, settings: {} };
    await this.take(actor, { database, orgId: id, slug, generation }, async (session) => {
      const now = new Date();
      await this.rows.organizations.insert({ ...place, name, nameKey: nameKey(name), ...made }, now, session);
      await this.people.memberships.addOwner(id, owner, now, session);
    });
    this.people.memberships.invalidate(account.id);
    return id;
  }

  /** Registers and marks the database as the organization's, with `work` in the same transaction. */
  private async take(
    actor: Actor,
    to: { database: string; orgId: string; slug: string; generation: number },
    work: (session: Session) => Promise<void>,
  ): Promise<void> {
    const { database, orgId, slug, generation } = to;
    const db = this.looks.tenants.open(database);
    const isThere = await this.looks.contents.has(db, MARK_COLLECTION);
    const missing: string[] = [];
    for (const one of TENANT_COLLECTIONS) if (!(await this.looks.contents.has(db, one))) missing.push(one);
    const taken = { _id: database, org_id: orgId, slug, generation };
    try {
      await this.leftovers.taking(actor, async (session) => {
        await this.rows.databases.take({ ...taken, state: 'active' }, session);
        await work(session);
        await this.looks.marks.replace(taken, isThere, session);
        for (const one of missing) await this.looks.contents.create(db, one, session);
        await this.leftovers.settle(database, session);
        const target = { orgId, targetType: 'organization', targetId: orgId };
        const act = {
          ...by(actor),
          action: 'organization.resettled' as const,
          ...target,
          details: { database },
        };
        await this.rows.audit.record(act, session);
        await this.leftovers.record(actor, 'leftover.adopted', database, { organization_id: orgId }, session);
      });
    } catch (error) {
      const taken = duplicateKey(error);
      if (taken !== 'organizations._id_' && taken !== 'organizations.collection_name_1')
        throw refuseDuplicate(error);
      throw new AppError('leftover.in_use', {}, { cause: error });
    }
  }
}

import { Injectable } from '@nestjs/common';
import { FairQueue } from '../../common/fair-queue.js';
import { KeyedQueue } from '../../common/keyed-queue.js';
import { requestClaim } from '../../common/request-claim.js';
import { duplicateKey, refuseDuplicate } from '../../database/duplicate-key.js';
import { Transactions } from '../../database/transactions.js';
import { AuditService } from '../audit/audit.service.js';
import { by } from '../audit/audit.types.js';
import { AdmissionService } from '../capacity/admission.service.js';
import { UserMembershipsService } from '../memberships/user-memberships.service.js';
import { OrganizationsRepository } from '../registry/organizations.repository.js';
import type { Organization } from '../registry/organizations.types.js';
import { nameKey, slugOf } from '../registry/slug.js';
import { UsersService } from '../users/users.service.js';
import { type DatabaseSlot, DatabaseSlotsService, isSlotTaken } from './database-slots.service.js';
import { type OrganizationDraft, OrganizationDraftsService } from './organization-drafts.service.js';
import type { CreatedOrganization, CreateOrganization } from './provisioning.types.js';

/** Times a create starts over because another one took its database name first. */
const MAX_ATTEMPTS = 20;
/**
 * Transactions that create a database at once: each makes a dozen files, and writes of others that are to be on a
 * majority's discs wait for them.
 */
const CREATIONS_AT_ONCE = 2;
const MAX_WAITING = 1000;

/** Makes an organization: rows, owner and database in one transaction, or nothing. */
@Injectable()
export class ProvisioningService {
  private readonly queue = new KeyedQueue();
  readonly creations = new FairQueue({
    slots: CREATIONS_AT_ONCE,
    maxWaiting: MAX_WAITING,
  });

  constructor(
    private readonly drafts: OrganizationDraftsService,
    private readonly slots: DatabaseSlotsService,
    private readonly admission: AdmissionService,
    private readonly transactions: Transactions,
    private readonly organizations: OrganizationsRepository,
    private readonly users: UsersService,
    private readonly memberships: UserMembershipsService,
    private readonly audit: AuditService,
  ) {}

  create(input: CreateOrganization): Promise<CreatedOrganization> {
    return this.inTurn(input, (hasWaited) => {
      // A request that has waited for one of the same name or address will most likely cost no hash.
      if ('email' in input.owner && !hasWaited) this.drafts.expectHash();
      return this.admission.admit(() => this.make(input));
    });
  }

  /** The second request for a name, a schema or an address sees that it is taken before the cost of a hash. */
  private inTurn<T>(
    { name, slug, claim, owner }: CreateOrganization,
    work: (hasWaited: boolean) => Promise<T>,
  ): Promise<T> {
    const ofEmail = async (hasWaited = false) =>
      'email' in owner
        ? this.users.inTurn(owner.email, (again) => work(hasWaited || again))
        : work(hasWaited);
    if (slug !== undefined) return this.queue.run(`slug:${slug}`, ofEmail);
    // A name that may be shared has no loser.
    return claim === 'if_free' ? ofEmail() : this.queue.run(`name:${nameKey(name)}`, ofEmail);
  }

  private async make(input: CreateOrganization): Promise<CreatedOrganization> {
    const base = input.slug ?? slugOf(input.name);
    let draft = await this.drafts.draft(input);
    const { id, seq } = draft.owner;
    for (let attempt = 1; ; attempt++) {
      const slot = await this.slots.choose(base, { exact: input.slug !== undefined });
      try {
        const ready = draft;
        const organization = await this.creations.run(requestClaim(), () => this.insert(ready, slot, input));
        return { organization, owner: { id, seq } };
      } catch (error) {
        const nameLost = input.claim === 'if_free' && isNameTaken(error);
        if (nameLost) draft = { ...draft, nameKey: undefined };
        else if (attempt >= MAX_ATTEMPTS || !isSlotTaken(error)) throw refuseDuplicate(error);
      }
    }
  }

  private async insert(
    { id, uid, seq, planId, nameKey: key, owner }: OrganizationDraft,
    slot: DatabaseSlot,
    input: CreateOrganization,
  ): Promise<Organization> {
    const now = new Date();
    const { name, origin, domain = null, personal = false, settings = {} } = input;
    const row = { id, adminId: owner.id, uid, seq, ...slot };
    await this.transactions.run(async (session) => {
      const made = { ...row, name, nameKey: key, origin, domain, planId, personal, settings };
      await this.organizations.insert(made, now, session);
      if (owner.account) {
        const account = { ...owner.account, id: owner.id, organizationId: id };
        await this.users.addAccount(account, session, now);
      } else await this.users.own(owner.id, now, session);
      await this.memberships.addOwner(id, owner, now, session);
      await this.slots.create(id, slot, now, session);
      await this.audit.begin(creation(row, { ...input, planId }), session);
    });
    const state = { status: 'active', lifecycle: 'ready', fence: undefined } as const;
    return { ...row, name, ...state, planId, createdAt: now, updatedAt: now };
  }
}

function creation(row: { id: string; adminId: string; database: string }, input: CreateOrganization) {
  return {
    ...by({ userId: row.adminId, ...input.by }),
    action: 'organization.created' as const,
    orgId: row.id,
    targetType: 'organization',
    targetId: row.id,
    details: { name: input.name, origin: input.origin, database: row.database, plan_id: input.planId },
  };
}

function isNameTaken(error: unknown): boolean {
  const index = duplicateKey(error);
  return index === 'organizations.organization_name_1' || index === 'organizations.name_key_1';
}

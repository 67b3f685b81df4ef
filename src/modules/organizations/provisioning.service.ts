import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { UserMembershipsService } from '../memberships/user-memberships.service.js';
import { TenantConnectionFactory } from '@rowhouse/tenancy';
import { AppError } from '../../common/errors/app-error.js';
import { Env } from '../../config/env.js';
import { KeyedQueue } from '../../common/keyed-queue.js';
import { CountersRepository } from '../../database/counters.repository.js';
import { duplicateKey, refuseDuplicate } from '../../database/duplicate-key.js';
import { newId } from '../../database/ids.js';
import { Transactions } from '../../database/transactions.js';
import { AuditService } from '../audit/audit.service.js';
import { by } from '../audit/audit.types.js';
import { PasswordsService } from '../credentials/passwords.service.js';
import { PlansService } from '../plans/plans.service.js';
import { UsersService } from '../users/users.service.js';
import { type PreparedOwner } from '../memberships/memberships.types.js';
import { makerOf } from '../users/users.types.js';
import { DomainClaims } from './domain-claims.service.js';
import { AdmissionService } from '../capacity/admission.service.js';
import { DatabasesRepository } from '../registry/databases.repository.js';
import { OrganizationsRepository } from '../registry/organizations.repository.js';
import { DatabaseMarks, isMarkedByAnother } from './marks/database-marks.service.js';
import type { Organization } from '../registry/organizations.types.js';
import type { CreatedOrganization, CreateOrganization } from './provisioning.types.js';
import { databaseName, nameKey, slugOf } from '../registry/slug.js';

/** The collections every organization starts with (S1-19). */
export const TENANT_COLLECTIONS = ['data'] as const;
/** Names alike in their slug get `_2`, `_3` …; a hundred of them are looked at before giving up. */
const MAX_SUFFIX = 100;
/** Times a create starts over because another one took its database name first. */
const MAX_ATTEMPTS = 20;

/** The unique indexes that decide who gets a place. */
const PLACE_INDEXES = new Set(['organizations.slug_1', 'organizations.collection_name_1', 'databases._id_']);

/** A database name that was free when it was chosen; the unique indexes decide whether it still is. */
interface Membership {
  slug: string;
  generation: number;
  database: string;
}

/** What provisioning needs of the platform, in one parameter. */
@Injectable()
export class ProvisioningPorts {
  constructor(
    readonly transactions: Transactions,
    readonly counters: CountersRepository,
    readonly tenants: TenantConnectionFactory,
    readonly plans: PlansService,
    readonly memberships: UserMembershipsService,
    readonly audit: AuditService,
    readonly admission: AdmissionService,
    readonly claims: DomainClaims,
    readonly marks: DatabaseMarks,
    readonly env: Env,
  ) {}
}

/** Makes an organization: rows, owner and database in one transaction, or nothing. */
@Injectable()
export class ProvisioningService {
  private readonly turns = new KeyedQueue();

  constructor(
    private readonly organizations: OrganizationsRepository,
    private readonly databases: DatabasesRepository,
    private readonly users: UsersService,
    private readonly passwords: PasswordsService,
    private readonly services: ProvisioningPorts,
  ) {}

  /**
   * @throws AppError organization.name_taken, organization.slug_taken, organization.domain_taken,
   * user.email_taken, user.password_weak, organization.name_reserved, auth.hashing_overloaded,
   * service.unavailable, service.capacity_reached, request.not_done
   */
  create(input: CreateOrganization): Promise<CreatedOrganization> {
    return this.inTurn(input, (hasWaited) => {
      // Who has waited for somebody of the same name or address will most likely cost no hash.
      if ('email' in input.owner && !hasWaited) this.passwords.expectHash('hash');
      return this.services.admission.admit(() => this.make(input));
    });
  }

  /** The database an organization moves to next: its slug, or that of its new name, one generation further. */
  async nextPlace(organization: Organization, name: string): Promise<Membership> {
    const { slug, generation } = organization;
    if (name === organization.name || slugOf(name) === slug) {
      return { slug, ...(await this.nextGeneration(slug, generation + 1)) };
    }
    return this.choosePlace(slugOf(name), { atLeast: generation + 1 });
  }

  /** A slug for a name, free at this moment. @throws AppError organization.name_reserved */
  async freeSlug(name: string): Promise<string> {
    return (await this.choosePlace(slugOf(name))).slug;
  }

  /** Whether a name and an address are free at this moment. */
  async available(name: string, email: string): Promise<{ name: boolean; email: boolean }> {
    const [owner, emailTaken] = await Promise.all([this.ownerOfName(name), this.users.emailExists(email)]);
    return { name: owner === null, email: !emailTaken };
  }

  /** The organization that has claimed a name, in any spelling. */
  ownerOfName(name: string): Promise<string | null> {
    return this.organizations.nameKeyOwner(nameKey(name));
  }

  /** Whoever comes second for a name, a schema or an address sees that it is taken before the cost of a hash. */
  private inTurn<T>(
    { name, slug, claim, owner }: CreateOrganization,
    work: (hasWaited: boolean) => Promise<T>,
  ): Promise<T> {
    const ofEmail = async (hasWaited = false) =>
      'email' in owner
        ? this.users.inTurn(owner.email, (again) => work(hasWaited || again))
        : work(hasWaited);
    if (slug !== undefined) return this.turns.run(`slug:${slug}`, ofEmail);
    // A name that may be shared has no loser.
    return claim === 'if_free' ? ofEmail() : this.turns.run(`name:${nameKey(name)}`, ofEmail);
  }

  private async make(input: CreateOrganization): Promise<CreatedOrganization> {
    const slug = input.slug ?? slugOf(input.name);
    let key = await this.claimedKey(input);
    const id = newId();
    const [owner, seq, planId] = await Promise.all([
      this.prepareOwner(input, id),
      this.services.counters.next('organizations'),
      input.planId ?? this.services.plans.defaultId(),
    ]);
    const identity = { id, adminId: owner.id, uid: randomUUID(), seq };
    for (let attempt = 1; ; attempt++) {
      const place = await this.choosePlace(slug, { exact: input.slug !== undefined });
      try {
        const organization = await this.insert({ ...identity, ...place }, key, {
          input: { ...input, planId },
          owner,
        });
        return { organization, owner: { id: owner.id, seq: owner.seq } };
      } catch (error) {
        const nameLost = input.claim === 'if_free' && isNameTaken(error);
        if (nameLost) key = undefined;
        else if (attempt >= MAX_ATTEMPTS || !isPlaceTaken(error)) throw refuseDuplicate(error);
      }
    }
  }

  /** The claim on the name, refused early to save the cost of a hash; the unique indexes decide. */
  private async claimedKey(input: CreateOrganization): Promise<string | undefined> {
    const key = nameKey(input.name);
    const [owner, emailTaken, domainOwner, slugTaken] = await Promise.all([
      this.organizations.nameKeyOwner(key),
      'email' in input.owner ? this.users.emailExists(input.owner.email) : false,
      input.domain === undefined ? null : this.services.claims.standing(input.domain),
      input.slug === undefined ? false : this.organizations.slugTaken(input.slug),
    ]);
    if (slugTaken) throw new AppError('organization.slug_taken');
    if (owner !== null && input.claim !== 'if_free') throw new AppError('organization.name_taken');
    if (emailTaken) throw new AppError('user.email_taken');
    if (domainOwner) throw new AppError('organization.domain_taken');
    return owner === null ? key : undefined;
  }

  /** Hashes the password of a new owner and takes the integer ids, all at once. */
  private async prepareOwner(
    { name, owner, origin }: CreateOrganization,
    orgId: string,
  ): Promise<PreparedOwner> {
    if ('userId' in owner) {
      const [seq, { membership }] = await Promise.all([
        this.users.seqOf(owner.userId),
        this.services.memberships.nextIds(),
      ]);
      return { id: owner.userId, seq, membership, account: undefined, userName: undefined };
    }
    const { email, lengthOnly, initialSecretUntil } = owner;
    // An initial secret is not a password anybody keeps; its life is limited instead (D1).
    if (initialSecretUntil === undefined)
      this.passwords.check(owner.password, { organizationName: name, email, lengthOnly });
    const [hash, ids] = await Promise.all([
      this.passwords.hash(owner.password),
      this.services.memberships.nextIds(),
    ]);
    const { name: ownerName, phone, synthetic } = owner;
    const account = {
      email,
      hash,
      madeBy: makerOf(origin, orgId),
      name: ownerName,
      phone,
      synthetic,
      mustChangePassword: initialSecretUntil !== undefined,
      secretExpiresAt: initialSecretUntil,
      seq: ids.user,
    };
    return {
      id: newId(),
      seq: ids.user,
      membership: ids.membership,
      account,
      userName: owner.userName ?? email,
    };
  }

  /** The first slug not in use, with its first generation never used. */
  private async choosePlace(base: string, { exact = false, atLeast = 1 } = {}): Promise<Membership> {
    for (let n = 1; n <= MAX_SUFFIX; n++) {
      const slug = n === 1 ? base : `${base}_${n}`;
      if (!(await this.organizations.slugTaken(slug)))
        return { slug, ...(await this.nextGeneration(slug, atLeast)) };
      if (exact) throw new AppError('organization.slug_taken');
    }
    throw new AppError('organization.name_taken');
  }

  /** The next database name of a slug that was never used, counting from `atLeast`. */
  private async nextGeneration(
    slug: string,
    atLeast: number,
  ): Promise<{ generation: number; database: string }> {
    let generation = Math.max(atLeast, (await this.databases.lastGeneration(slug)) + 1);
    // "Acme v2" may own org_acme_v2 as its first generation.
    const { DATABASE_PREFIX: prefix } = this.services.env;
    while (await this.isUsed(databaseName(prefix, slug, generation))) generation++;
    return { generation, database: databaseName(prefix, slug, generation) };
  }

  /** A database that nobody registered is used as well: its documents are not the new organization's. */
  private async isUsed(database: string): Promise<boolean> {
    if (await this.databases.nameUsed(database)) return true;
    const { db } = this.services.tenants.open(database);
    return (await db.listCollections({}, { nameOnly: true }).toArray()).length > 0;
  }

  private async insert(
    row: { id: string; adminId: string; uid: string; seq: number } & Membership,
    key: string | undefined,
    { input, owner }: { input: CreateOrganization; owner: PreparedOwner },
  ): Promise<Organization> {
    const now = new Date();
    const { name, origin, domain = null, planId, personal = false, settings = {} } = input;
    await this.services.transactions.run(async (session) => {
      await this.organizations.insert(
        { ...row, name, nameKey: key, origin, domain, planId, personal, settings },
        now,
        session,
      );
      await this.services.memberships.addOwner(row.id, owner, now, session);
      const { id: org_id, slug, generation, database: _id } = row;
      await this.databases.claim({ _id, org_id, slug, generation, state: 'active' }, now, session);
      await this.services.marks.make({ _id, org_id, generation }, session);
      const { db } = this.services.tenants.open(row.database);
      for (const collection of TENANT_COLLECTIONS) await db.createCollection(collection, { session });
      await this.services.audit.begin(creation(row, input), session);
    });
    return {
      ...row,
      name,
      status: 'active',
      lifecycle: 'ready',
      fence: undefined,
      planId,
      createdAt: now,
      updatedAt: now,
    };
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

/** Another organization took the slug or the database name first, in this registry or in another one. */
export function isPlaceTaken(error: unknown): boolean {
  const index = duplicateKey(error);
  return (index !== null && PLACE_INDEXES.has(index)) || isMarkedByAnother(error);
}

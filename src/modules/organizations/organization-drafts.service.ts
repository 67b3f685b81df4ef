import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { CountersRepository } from '../../database/counters.repository.js';
import { newId } from '../../database/ids.js';
import { PasswordsService } from '../credentials/passwords.service.js';
import type { PreparedOwner } from '../memberships/memberships.types.js';
import { UserMembershipsService } from '../memberships/user-memberships.service.js';
import { PlansService } from '../plans/plans.service.js';
import { OrganizationsRepository } from '../registry/organizations.repository.js';
import { nameKey } from '../registry/slug.js';
import { UsersService } from '../users/users.service.js';
import { makerOf } from '../users/users.types.js';
import { DomainClaimsService } from './domain-claims.service.js';
import type { CreateOrganization } from './provisioning.types.js';

/** An organization that is going to be made: what its transaction needs, but for the slot. */
export interface OrganizationDraft {
  id: string;
  uid: string;
  seq: number;
  planId: string | undefined;
  /** The claim on the name; undefined where a name that is taken stays unclaimed. */
  nameKey: string | undefined;
  owner: PreparedOwner;
}

/** What comes before the transaction that makes an organization: early errors, the hash, ids, the plan. */
@Injectable()
export class OrganizationDraftsService {
  constructor(
    private readonly organizations: OrganizationsRepository,
    private readonly claims: DomainClaimsService,
    private readonly users: UsersService,
    private readonly passwords: PasswordsService,
    private readonly memberships: UserMembershipsService,
    private readonly counters: CountersRepository,
    private readonly plans: PlansService,
  ) {}

  /** A hash will be wanted: the queue refuses now what it could not do in time. */
  expectHash(): void {
    this.passwords.expectHash('hash');
  }

  /** Whether a name and an address are free at this moment. */
  async available(name: string, email: string): Promise<{ name: boolean; email: boolean }> {
    const [owner, emailTaken] = await Promise.all([
      this.organizations.nameKeyOwner(nameKey(name)),
      this.users.emailExists(email),
    ]);
    return { name: owner === null, email: !emailTaken };
  }

  async draft(input: CreateOrganization): Promise<OrganizationDraft> {
    const key = await this.claimedKey(input);
    const id = newId();
    const [owner, seq, planId] = await Promise.all([
      this.prepareOwner(input, id),
      this.counters.next('organizations'),
      input.planId ?? this.plans.defaultId(),
    ]);
    return { id, uid: randomUUID(), seq, planId, nameKey: key, owner };
  }

  /** The claim on the name, refused early to save the cost of a hash; the unique indexes decide. */
  private async claimedKey(input: CreateOrganization): Promise<string | undefined> {
    const key = nameKey(input.name);
    const [owner, emailTaken, domainOwner, slugTaken] = await Promise.all([
      this.organizations.nameKeyOwner(key),
      'email' in input.owner ? this.users.emailExists(input.owner.email) : false,
      input.domain === undefined ? null : this.claims.standing(input.domain),
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
        this.memberships.nextIds(),
      ]);
      return { id: owner.userId, seq, membership, account: undefined, userName: undefined };
    }
    const { email, lengthOnly, temporaryUntil } = owner;
    // A temporary password is not a password that a user keeps; its life is limited instead (D1).
    if (temporaryUntil === undefined)
      this.passwords.check(owner.password, { organizationName: name, email, lengthOnly });
    const [hash, ids] = await Promise.all([this.passwords.hash(owner.password), this.memberships.nextIds()]);
    const { name: ownerName, phone, synthetic } = owner;
    const account = {
      email,
      hash,
      madeBy: makerOf(origin, orgId),
      name: ownerName,
      phone,
      synthetic,
      mustChangePassword: temporaryUntil !== undefined,
      secretExpiresAt: temporaryUntil,
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
}

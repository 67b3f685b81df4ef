import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { newId } from '../../database/ids.js';
import { type Actor, isKeyItself } from '../access/actor.types.js';
import { PasswordsService } from '../credentials/passwords.service.js';
import { OrganizationRegistryService } from '../registry/organization-registry.service.js';
import type { Organization } from '../registry/organizations.types.js';
import { type InvitedAccount, MemberAccountsRepository } from '../users/member-accounts.repository.js';
import type { NewAccount } from '../users/users.types.js';
import { JoinClaimsService } from './join-claims.service.js';
import { UserMembershipsService } from './user-memberships.service.js';

/** An account that is made when its owner takes a seat. */
export interface PreparedAccount {
  id: string;
  /** Integer id of the membership. */
  seq: number;
  account: NewAccount;
}

/** The accounts behind invited addresses: those that are there, and those that accepting makes. */
@Injectable()
export class InvitedAccountsService {
  constructor(
    private readonly accounts: MemberAccountsRepository,
    private readonly claims: JoinClaimsService,
    private readonly passwords: PasswordsService,
    private readonly memberships: UserMembershipsService,
    private readonly organizations: OrganizationRegistryService,
  ) {}

  find(email: string): Promise<InvitedAccount | null> {
    return this.accounts.findByEmail(email);
  }

  /** Whether nothing but a request of an unknown client holds the address: its account gives way to a proof. */
  isClaimOnly(email: string): Promise<boolean> {
    return this.claims.isClaimOnly(email);
  }

  /** How an inviter is shown to the invited user: an API key by the name of its organization. */
  async nameOf({ userId, organizationId }: Pick<Actor, 'userId' | 'organizationId'>): Promise<string> {
    if (isKeyItself(userId)) return (await this.organizations.byId(organizationId!))!.name;
    const name = await this.accounts.findName(userId);
    if (name === null) throw new AppError('user.not_found');
    return name;
  }

  async prepare(
    organization: Organization,
    { email, password, name }: { email: string; password: string; name: string | undefined },
  ): Promise<PreparedAccount> {
    this.passwords.check(password, { organizationName: organization.name, email });
    const [hash, ids] = await Promise.all([this.passwords.hash(password), this.memberships.nextIds()]);
    const madeBy = { kind: 'self' as const };
    const account = { seq: ids.user, email, hash, name, madeBy, organizationId: organization.id };
    return { id: newId(), seq: ids.membership, account };
  }
}

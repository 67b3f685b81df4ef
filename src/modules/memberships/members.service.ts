import { Injectable } from '@nestjs/common';
import { UsersService } from '../users/users.service.js';
import { UserMembershipsService } from './user-memberships.service.js';
import { MembershipsRepository } from './memberships.repository.js';
import { AppError } from '../../common/errors/app-error.js';
import { newId } from '../../database/ids.js';
import { refuseDuplicate } from '../../database/duplicate-key.js';
import type { Tx } from '../../database/transactions.js';
import { type Actor, isShown } from '../access/actor.types.js';
import { PasswordsService } from '../credentials/passwords.service.js';
import type { Organization } from '../registry/organizations.types.js';
import { JoinClaimsService } from './join-claims.service.js';
import { MembershipPolicy } from './membership.policy.js';
import { SeatsService } from './seats.service.js';
import { MembershipTransactionsService } from './membership-transactions.service.js';
import type { RoleKey } from '../access/roles.types.js';
import type { Member, MemberList, MemberTemporaryPassword } from './memberships.types.js';
import type { NewAccount } from '../users/users.types.js';

export interface NewMember {
  userName: string;
  email: string;
  password: string;
  role: RoleKey;
  status: 'active' | 'pending';
  name?: string;
  /** The password is a temporary password until then, and must be changed. */
  temporaryUntil?: Date;
  /** The actor who adds them; absent: they ask for themselves. */
  actor?: Actor;
}

type PreparedMember = NewMember & { id: string; seq: number; account: NewAccount };

/** More of the transaction that adds a member. */
type Also = (session: Tx, organization: Organization, userId: string) => Promise<void>;

/** The people of an organization. */
@Injectable()
export class MembersService {
  constructor(
    private readonly memberships: MembershipsRepository,
    private readonly users: UsersService,
    private readonly own: UserMembershipsService,
    private readonly seats: SeatsService,
    private readonly policy: MembershipPolicy,
    private readonly claims: JoinClaimsService,
    private readonly passwords: PasswordsService,
    private readonly transactions: MembershipTransactionsService,
  ) {}

  /** Makes an account and its membership in an organization, or neither. A pending membership takes no seat. */
  add(
    organization: { id: string; name?: string },
    member: NewMember,
    also?: Also,
  ): Promise<{ id: string; seq: number }> {
    return this.transactions.ofEmail(member.email, (hasWaited) => {
      if (!hasWaited) this.passwords.expectHash('hash');
      return this.addInTurn(organization, member, also);
    });
  }

  private async addInTurn(
    organization: { id: string; name?: string },
    member: NewMember,
    also?: Also,
  ): Promise<{ id: string; seq: number }> {
    const { email, password, name, temporaryUntil } = member;
    if (temporaryUntil === undefined) {
      this.passwords.check(password, { organizationName: organization.name, email });
    }
    // Saves the cost of a hash; the unique index decides.
    const isTaken = await this.users.emailExists(email);
    if (isTaken && !(member.actor && (await this.claims.isClaimOnly(email)))) {
      throw new AppError('user.email_taken');
    }
    const [hash, ids] = await Promise.all([this.passwords.hash(password), this.own.nextIds()]);
    const seq = ids.user;
    const id = newId();
    const account: NewAccount = {
      seq,
      email,
      hash,
      name,
      madeBy: { kind: member.actor ? 'organization' : 'request', org_id: organization.id },
      organizationId: organization.id,
      mustChangePassword: temporaryUntil !== undefined,
      secretExpiresAt: temporaryUntil,
    };
    try {
      await this.transactions.run(organization.id, [], async (session) => {
        const prepared = { ...member, id, seq: ids.membership, account };
        const row = await this.insert(session, organization.id, prepared);
        await also?.(session, row, id);
      });
    } catch (error) {
      throw refuseDuplicate(error);
    }
    return { id, seq };
  }

  /** Makes an account that starts with a temporary password, and its active membership. */
  async create(
    actor: Actor,
    orgId: string,
    user: { email: string; userName: string; name: string | undefined; role: RoleKey },
  ): Promise<MemberTemporaryPassword> {
    const secret = this.passwords.temporaryPassword();
    const { id } = await this.add(
      { id: orgId },
      {
        ...user,
        password: secret.text,
        status: 'active',
        temporaryUntil: secret.until,
        actor,
      },
    );
    return { member: await this.find(orgId, id), secret };
  }

  /** One page and the cursor of the next one; null at the end. */
  async page(orgId: string, list: MemberList): Promise<{ items: Member[]; next: string | null }> {
    const found = await this.memberships.listMembers(orgId, { ...list, limit: list.limit + 1 });
    const items = found.slice(0, list.limit);
    return { items, next: found.length > items.length ? items.at(-1)!.userId : null };
  }

  /** @throws AppError user.not_found, also for a user of another organization */
  async find(orgId: string, userId: string): Promise<Member> {
    const member = await this.memberships.findMember(orgId, userId);
    if (!member) throw new AppError('user.not_found');
    return member;
  }

  /** The caller's own membership. @throws AppError organization.not_found, whether it exists or not */
  async findOwn(orgId: string, actor: Actor): Promise<Member> {
    const member = isShown(actor, orgId) ? await this.memberships.findMember(orgId, actor.userId) : null;
    if (!member) throw new AppError('organization.not_found');
    return member;
  }

  private async insert(
    session: Tx,
    orgId: string,
    { id, seq, account, userName, role, status, actor }: PreparedMember,
  ): Promise<Organization> {
    const act = actor && (await this.policy.begin(session, actor, 'members.manage'));
    const organization = act?.organization ?? (await this.policy.take(session, orgId));
    await this.policy.requireRole(session, { orgId, role, giver: act?.own });
    if (status === 'active') await this.policy.requireFreeSeat(session, organization);
    if (act) await this.claims.giveWay(session, { orgId, email: account.email, userName });
    await this.users.insert(id, account, session);
    await this.seats.insert({ seq, orgId, userId: id, userName, role, status }, session);
    const action = act ? 'member.added' : 'member.requested';
    await this.policy.record({ session, organization, actor }, action, id, { role, status });
    return organization;
  }
}

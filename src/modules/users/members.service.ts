import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { newId } from '../../database/ids.js';
import { refuseDuplicate } from '../../database/duplicate-key.js';
import { type Session, Transactions } from '../../database/transactions.js';
import { type InitialSecret, PasswordsService } from '../auth/passwords.service.js';
import { MemberSeats, SeatRows } from './member-seats.service.js';
import { MembersRepository } from './members.repository.js';
import { UsersService } from './users.service.js';
import type { PermissionSet, RoleKey } from '../roles/roles.types.js';
import type { Member, MemberList, NewAccount } from './users.types.js';

export interface NewMember {
  userName: string;
  email: string;
  password: string;
  role: RoleKey;
  status: 'active' | 'pending';
  name?: string;
  /** The password is an initial secret until then, and must be changed. */
  initialSecretUntil?: Date;
  /** What whoever gives the role may do; absent: the role need only exist. */
  giver?: PermissionSet;
}

type PreparedMember = NewMember & { id: string; seq: number; account: NewAccount };

/** A dialect that answers a bare list shows no more. */
const MEMBERS_SHOWN = 100;

/** The people of an organization. */
@Injectable()
export class MembersService {
  constructor(
    private readonly members: MembersRepository,
    private readonly rows: SeatRows,
    private readonly seats: MemberSeats,
    private readonly users: UsersService,
    private readonly passwords: PasswordsService,
    private readonly transactions: Transactions,
  ) {}

  /**
   * Makes an account and its place in an organization, or neither. A pending place takes no seat.
   * @throws AppError organization.not_found, user.email_taken, user.name_taken, user.password_weak,
   * member.limit_reached, role.not_found, role.exceeds, auth.hashing_overloaded
   */
  async add(
    organization: { id: string; name: string },
    member: NewMember,
    also?: (session: Session, id: string) => Promise<void>,
  ): Promise<{ id: string; seq: number }> {
    const { email, password, name, initialSecretUntil } = member;
    if (initialSecretUntil === undefined) {
      this.passwords.check(password, { organizationName: organization.name, email });
    }
    const [hash, ids] = await Promise.all([this.passwords.hash(password), this.users.nextIds()]);
    const id = newId();
    const account: NewAccount = {
      seq: ids.user,
      email,
      hash,
      name,
      organizationId: organization.id,
      mustChangePassword: initialSecretUntil !== undefined,
      secretExpiresAt: initialSecretUntil,
    };
    try {
      await this.transactions.run(async (session) => {
        await this.insert(session, organization.id, { ...member, id, seq: ids.membership, account });
        await also?.(session, id);
      });
    } catch (error) {
      throw refuseDuplicate(error);
    }
    return { id, seq: ids.user };
  }

  /** The first of them, for dialects without pages. */
  list(orgId: string): Promise<Member[]> {
    return this.members.list(orgId, { limit: MEMBERS_SHOWN });
  }

  /** One page and the cursor of the next one; null at the end. */
  async page(orgId: string, list: MemberList): Promise<{ items: Member[]; next: string | null }> {
    const found = await this.members.list(orgId, { ...list, limit: list.limit + 1 });
    const items = found.slice(0, list.limit);
    return { items, next: found.length > items.length ? items.at(-1)!.userId : null };
  }

  /** @throws AppError user.not_found, also for somebody of another organization */
  async find(orgId: string, userId: string): Promise<Member> {
    const member = await this.members.find(orgId, userId);
    if (!member) throw new AppError('user.not_found');
    return member;
  }

  /** Lets a pending member in. @throws AppError user.not_found, member.limit_reached */
  async approve(orgId: string, userId: string): Promise<void> {
    await this.transactions.run(async (session) => {
      const organization = await this.seats.take(session, orgId);
      const place = await this.rows.places.find(orgId, userId, session);
      if (place?.status !== 'pending') throw new AppError('user.not_found');
      await this.seats.activate(session, organization, place);
    });
    this.users.forget(userId);
  }

  /**
   * Gives a member a one-time secret instead of the password; nobody chooses another's password (D18).
   * @throws AppError user.not_found, auth.forbidden for an owner's password
   */
  async resetPassword(orgId: string, userId: string): Promise<{ member: Member; secret: InitialSecret }> {
    const member = await this.find(orgId, userId);
    if (member.role === 'owner') throw new AppError('auth.forbidden');
    const secret = this.passwords.initialSecret();
    await this.users.resetSecret(userId, await this.passwords.hash(secret.text), secret.until);
    return { member, secret };
  }

  private async insert(
    session: Session,
    orgId: string,
    { id, seq, account, userName, role, status, giver }: PreparedMember,
  ): Promise<void> {
    const organization = await this.seats.take(session, orgId);
    await this.seats.requireRole(session, { orgId, role, giver });
    if (status === 'active') await this.seats.requireFree(session, organization);
    await this.rows.users.insert(id, account, new Date(), session);
    await this.seats.insert({ seq, orgId, userId: id, userName, role, status }, session);
  }
}

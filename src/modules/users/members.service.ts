import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { newId } from '../../database/ids.js';
import { refuseDuplicate } from '../../database/duplicate-key.js';
import { Transactions } from '../../database/transactions.js';
import { type InitialSecret, PasswordsService } from '../auth/passwords.service.js';
import { MEMBERS_PAGE, MembersRepository } from './members.repository.js';
import { UsersRepository } from './users.repository.js';
import { UsersService } from './users.service.js';
import type { RoleKey } from '../roles/roles.types.js';
import type { Member } from './users.types.js';

export interface NewMember {
  userName: string;
  email: string;
  password: string;
  role: RoleKey;
  status: 'active' | 'pending';
  name?: string;
  /** The password is an initial secret until then, and must be changed. */
  initialSecretUntil?: Date;
}

/** The people of an organization. */
@Injectable()
export class MembersService {
  constructor(
    private readonly repository: UsersRepository,
    private readonly members: MembersRepository,
    private readonly users: UsersService,
    private readonly passwords: PasswordsService,
    private readonly transactions: Transactions,
  ) {}

  /**
   * Makes an account and its place in an organization, or neither.
   * @throws AppError user.email_taken, user.name_taken, user.password_weak, auth.hashing_overloaded
   */
  async add(
    organization: { id: string; name: string },
    { userName, email, password, role, status, name, initialSecretUntil }: NewMember,
  ): Promise<{ id: string; seq: number }> {
    if (initialSecretUntil === undefined) {
      this.passwords.check(password, { organizationName: organization.name, email });
    }
    const [hash, ids] = await Promise.all([this.passwords.hash(password), this.users.nextIds()]);
    const id = newId();
    const now = new Date();
    const mustChangePassword = initialSecretUntil !== undefined;
    const account = { seq: ids.user, email, hash, name, organizationId: organization.id };
    const initial = { mustChangePassword, secretExpiresAt: initialSecretUntil };
    const place = { seq: ids.membership, orgId: organization.id, userId: id, userName, role, status };
    try {
      await this.transactions.run(async (session) => {
        await this.repository.insert(id, { ...account, ...initial }, now, session);
        await this.repository.insertMembership(place, now, session);
      });
    } catch (error) {
      throw refuseDuplicate(error);
    }
    return { id, seq: ids.user };
  }

  /** Page by page: the next one follows the last user id. */
  list(orgId: string, after?: string): Promise<Member[]> {
    return this.members.list(orgId, after);
  }

  /** One page and the cursor of the next one; null at the end. */
  async page(orgId: string, after?: string): Promise<{ items: Member[]; next: string | null }> {
    const items = await this.members.list(orgId, after);
    return { items, next: items.length < MEMBERS_PAGE ? null : items.at(-1)!.userId };
  }

  /** @throws AppError user.not_found, also for somebody of another organization */
  async find(orgId: string, userId: string): Promise<Member> {
    const member = await this.members.find(orgId, userId);
    if (!member) throw new AppError('user.not_found');
    return member;
  }

  /** Lets a pending member in. @throws AppError user.not_found */
  async approve(orgId: string, userId: string): Promise<void> {
    if (!(await this.members.approve(orgId, userId))) throw new AppError('user.not_found');
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
}

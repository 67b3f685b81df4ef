import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { refuseDuplicate } from '../../database/duplicate-key.js';
import { newId } from '../../database/ids.js';
import type { Session } from '../../database/transactions.js';
import type { Actor } from '../auth/auth.types.js';
import { PasswordsService } from '../auth/passwords.service.js';
import type { Organization } from '../organizations/organizations.types.js';
import { covers, type RoleKey } from '../roles/roles.types.js';
import { type InvitedAccount, InvitedRepository } from './invited.repository.js';
import { MemberRules } from './member-rules.service.js';
import { MailboxProofs } from './mailbox-proofs.service.js';
import { MemberClaims } from './member-claims.service.js';
import { MemberSeats, SeatRows } from './member-seats.service.js';
import { UsersService } from './users.service.js';
import type { NewAccount } from './users.types.js';

/** A seat that was offered to an address. */
export interface OfferedSeat {
  orgId: string;
  email: string;
  role: RoleKey;
}

/** An account that is made when its owner takes a seat. */
export interface PreparedAccount {
  id: string;
  /** Integer id of the place. */
  seq: number;
  account: NewAccount;
}

/**
 * Lets in who was invited. A mailed code proves the mailbox and nothing else: an account that is there already is
 * let in by its own token or password only, or whoever registered the address first would inherit the seat (D19).
 */
@Injectable()
export class InvitedMembers {
  constructor(
    private readonly accounts: InvitedRepository,
    private readonly rows: SeatRows,
    private readonly seats: MemberSeats,
    private readonly rules: MemberRules,
    private readonly passwords: PasswordsService,
    private readonly states: UsersService,
    private readonly claims: MemberClaims,
    private readonly proofs: MailboxProofs,
  ) {}

  /** Whether whoever offered the seat could offer it now (D23). */
  async isStillOffered(
    { orgId, role, invitedBy }: Pick<OfferedSeat, 'orgId' | 'role'> & { invitedBy: string },
    session?: Session,
  ): Promise<boolean> {
    const place = await this.rows.places.find(orgId, invitedBy, session);
    const account = await this.states.state(invitedBy);
    if (!place || account?.status !== 'active') return false;
    const own = await this.seats.permissionsOf(place);
    const offered = await this.seats.permissionsOf({ orgId, role, status: 'active' });
    return own.has('invitations.manage') && covers(own, offered);
  }

  find(email: string): Promise<InvitedAccount | null> {
    return this.accounts.findByEmail(email);
  }

  /** Whether nothing but a request of somebody unknown holds the address: its account gives way to a proof. */
  isClaimOnly(email: string): Promise<boolean> {
    return this.claims.isClaimOnly(email);
  }

  /** How somebody is shown to whom they invite. @throws AppError user.not_found */
  async nameOf(userId: string): Promise<string> {
    const name = await this.accounts.findName(userId);
    if (name === null) throw new AppError('user.not_found');
    return name;
  }

  /**
   * Takes the members' lock and checks that the seat may be offered.
   * @param actor who offers it; judged by what they may do now
   * @returns the organization, and whether somebody reads mail at the address
   * @throws AppError organization.not_found, role.not_found, role.exceeds, member.exists
   */
  async requireOfferable(
    session: Session,
    { orgId, email, role }: OfferedSeat,
    actor: Actor,
  ): Promise<{ organization: Organization; mailable: boolean }> {
    const { organization, own: giver } = await this.rules.begin(session, actor, 'invitations.manage');
    await this.seats.requireRole(session, { orgId, role, giver });
    const account = await this.accounts.findByEmail(email, session);
    const place = account && (await this.rows.places.find(orgId, account.id, session));
    // Somebody who waits for approval may be invited: to accept is to be approved.
    if (place && place.status !== 'pending') throw new AppError('member.exists');
    return { organization, mailable: !account?.synthetic };
  }

  /** @throws AppError auth.forbidden for somebody who may not invite any more, organization.not_found */
  async requireInviter(session: Session, actor: Actor): Promise<void> {
    await this.rules.begin(session, actor, 'invitations.manage');
  }

  /** @throws AppError user.password_weak, auth.hashing_overloaded */
  async prepare(
    organization: Organization,
    { email, password, name }: { email: string; password: string; name: string | undefined },
  ): Promise<PreparedAccount> {
    this.passwords.check(password, { organizationName: organization.name, email });
    const [hash, seq, place] = await Promise.all([
      this.passwords.hash(password),
      this.rows.counters.next('users'),
      this.rows.counters.next('memberships'),
    ]);
    const madeBy = { kind: 'self' as const };
    const account = { seq, email, hash, name, madeBy, organizationId: organization.id };
    return { id: newId(), seq: place, account };
  }

  /**
   * Makes the account with its seat; its address counts as proved.
   * @throws AppError organization.not_found, role.not_found, member.limit_reached, user.email_taken,
   * user.name_taken
   */
  async create(
    session: Session,
    { orgId, email, role }: OfferedSeat,
    { id, seq, account }: PreparedAccount,
    userName = email,
  ): Promise<void> {
    const organization = await this.seats.take(session, orgId);
    await this.seats.requireRole(session, { orgId, role });
    await this.seats.requireFree(session, organization);
    await this.claims.giveWay(session, { orgId, email, userName });
    await this.rows.users.insert(id, account, new Date(), session).catch((error: unknown) => {
      throw refuseDuplicate(error);
    });
    await this.rows.accounts.confirmEmail(id, email, session);
    await this.proofs.tell({ userId: id, email }, session);
    await this.seats.insert({ seq, orgId, userId: id, userName, role }, session);
  }

  /**
   * Gives the seat to the account of the address, which counts as proved.
   * @throws AppError invitation.other_address when the account has another address by now, and what MemberSeats.join throws
   */
  async join(
    session: Session,
    { orgId, email, role }: OfferedSeat,
    userId: string,
    userName?: string,
  ): Promise<void> {
    await this.seats.take(session, orgId);
    await this.claims.freeName(session, orgId, userName ?? email, userId);
    await this.seats.join(session, { orgId, userId, role, userName });
    const isTheirs = await this.rows.accounts.confirmEmail(userId, email, session);
    if (!isTheirs) throw new AppError('invitation.other_address');
    await this.proofs.tell({ userId, email }, session);
  }
}

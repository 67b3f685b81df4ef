import { Injectable } from '@nestjs/common';
import type { Session } from '../../database/transactions.js';
import { AuditService } from '../audit/audit.service.js';
import { AccountOrigins } from './account-origins.service.js';
import { MemberLetters } from './member-letters.service.js';
import { MemberSeats, SeatRows } from './member-seats.service.js';
import type { Place } from './users.types.js';

/** Somebody whom a person who may decide lets in, or who proved the mailbox. */
interface Entrant {
  orgId: string;
  email: string;
  userName: string;
}

/**
 * What a request to join holds while nobody proved its mailbox: an address and a user name. Anybody can make one,
 * so it keeps nobody out: neither whoever proves the mailbox, nor a manager who adds them.
 */
@Injectable()
export class MemberClaims {
  constructor(
    private readonly rows: SeatRows,
    private readonly seats: MemberSeats,
    private readonly origins: AccountOrigins,
    private readonly letters: MemberLetters,
    private readonly audit: AuditService,
  ) {}

  /** Whether an address is held by nothing but a request that still waits. */
  async isClaimOnly(email: string, session?: Session): Promise<boolean> {
    return (await this.claimOf(email, session)) !== null;
  }

  /** Frees the address and the user name of somebody, under the members' lock, as far as requests hold them. */
  async giveWay(session: Session, { orgId, email, userName }: Entrant): Promise<void> {
    const claim = await this.claimOf(email, session);
    if (claim) {
      for (const place of claim.places) await this.end(session, place);
      await this.letters.gone(session, claim.id);
      await this.rows.accounts.remove(claim.id, session);
    }
    await this.freeName(session, orgId, userName, claim?.id);
  }

  /** A request that nobody proved keeps a user name from nobody: it gets its own address as its name. */
  async freeName(session: Session, orgId: string, userName: string, userId?: string): Promise<void> {
    const holder = await this.rows.places.findByName(orgId, userName, session);
    if (!holder || holder.userId === userId || holder.status !== 'pending') return;
    const account = await this.rows.accounts.touch(holder.userId, session);
    if (!account || !this.origins.isRequest(orgId, account.origin)) return;
    const { email } = account;
    const isFree = (await this.rows.places.findByName(orgId, email, session)) === null;
    const name = isFree && email !== userName ? email : `${email} ${holder.userId}`;
    await this.rows.places.change(holder, { user_name: name }, session);
  }

  /**
   * Whoever sets a new password by mail has the mailbox; the requests of the account may be a stranger's, and end.
   * A person then joins by the proved domain, or is invited.
   */
  async endRequests(session: Session, userId: string): Promise<void> {
    const waiting = (await this.rows.places.listOf(userId, session)).filter(isPending);
    for (const place of waiting) await this.end(session, place);
    if (waiting.length === 0) return;
    await this.letters.answered(session, userId);
    await this.seats.settleHome(session, userId);
  }

  /** The requests by a mail domain that the organization no longer has; the accounts they made go with them. */
  async endRequestsOf(session: Session, orgId: string, domain: string): Promise<void> {
    for (const place of await this.rows.places.listPending(orgId, session)) {
      const account = await this.rows.accounts.touch(place.userId, session);
      if (!account?.email.endsWith(`@${domain}`)) continue;
      await this.end(session, place);
      const others = await this.rows.places.listOf(place.userId, session);
      if (others.length === 0 && this.origins.isRequest(orgId, account.origin)) {
        await this.letters.gone(session, place.userId);
        await this.rows.accounts.remove(place.userId, session);
      } else {
        await this.letters.answered(session, place.userId);
        await this.seats.settleHome(session, place.userId);
      }
    }
  }

  /**
   * An address that was made up for a tenant's owner gives way to whoever proves the mailbox: the owner gets
   * another made-up one, under a domain that nobody can have (RFC 2606), and goes on. Their log has it.
   */
  async giveUpMadeUp(session: Session, email: string): Promise<void> {
    const holder = await this.rows.accounts.findMadeUp(email, session);
    if (!holder) return;
    const { id, seq, home } = holder;
    const at = email.lastIndexOf('@');
    const to = `${email.slice(0, at)}-${seq}${email.slice(at)}.invalid`;
    await this.rows.accounts.rename(id, to, session);
    const act = { actorId: null, action: 'user.address_given_up' as const, targetType: 'user', targetId: id };
    await this.audit.record({ ...act, orgId: home, details: { from: email, to } }, session);
  }

  private async end(session: Session, place: Place): Promise<void> {
    await this.seats.take(session, place.orgId);
    await this.rows.places.remove(place, session);
    const target = { orgId: place.orgId, targetType: 'user', targetId: place.userId };
    await this.audit.record({ actorId: null, action: 'member.request_ended', ...target }, session);
  }

  private async claimOf(email: string, session?: Session): Promise<{ id: string; places: Place[] } | null> {
    const account = await this.rows.accounts.findOrigin(email, session);
    if (!account) return null;
    const places = await this.rows.places.listOf(account.id, session);
    const isRequest = places.some(({ orgId }) => this.origins.isRequest(orgId, account));
    return isRequest && places.every(isPending) ? { id: account.id, places } : null;
  }
}

const isPending = ({ status }: Place): boolean => status === 'pending';

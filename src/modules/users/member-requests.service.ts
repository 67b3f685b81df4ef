import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import type { Actor } from '../auth/auth.types.js';
import { type MailedRequest, MemberLetters } from './member-letters.service.js';
import { MemberRules } from './member-rules.service.js';
import { MemberSeats, SeatRows } from './member-seats.service.js';
import { MemberTransactions } from './member-transactions.service.js';

/** Joining by what somebody proves of their own mailbox, without anybody who lets them in. */
@Injectable()
export class MemberRequests {
  constructor(
    private readonly rules: MemberRules,
    private readonly seats: MemberSeats,
    private readonly rows: SeatRows,
    private readonly letters: MemberLetters,
    private readonly transactions: MemberTransactions,
  ) {}

  /** What a mailed link is about, without using it up. @throws AppError auth.link_invalid */
  find(code: string): Promise<MailedRequest> {
    return this.letters.requestOf(code);
  }

  /**
   * Uses the mailed code up: the mailbox is proved, and a place that still waits becomes active.
   * @throws AppError auth.link_invalid, organization.not_found, organization.suspended, member.limit_reached
   */
  async prove(code: string, { orgId, userId, email }: MailedRequest): Promise<void> {
    await this.transactions.run(orgId, [userId], async (session) => {
      const organization = await this.seats.take(session, orgId);
      if (organization.status !== 'active') throw new AppError('organization.suspended');
      await this.letters.consume(session, code);
      const place = await this.rows.places.find(orgId, userId, session);
      const isProved = await this.rows.accounts.confirmEmail(userId, email, session);
      if (!place || !isProved) throw new AppError('auth.link_invalid');
      if (place.status !== 'pending') return; // somebody approved meanwhile
      await this.seats.activate(session, organization, place);
      await this.rules.record({ session, organization }, 'member.proved_mailbox', userId);
    });
  }

  /** Mails another link to somebody who waits; nothing to anybody else. */
  async remind(userId: string): Promise<void> {
    const places = await this.rows.places.listOf(userId);
    const waiting = places.find(({ status }) => status === 'pending');
    if (!waiting) return;
    const { orgId } = waiting;
    await this.transactions.run(orgId, [], async (session) => {
      await this.seats.take(session, orgId);
      const place = await this.rows.places.find(orgId, userId, session);
      const { email, synthetic } = await this.seats.account(session, userId);
      if (place?.status !== 'pending' || synthetic) return;
      await this.letters.reminded(session, orgId, { userId, userName: place.userName, email });
    });
  }

  /**
   * Takes an account into the organization of its own mail domain, which an owner must have proved as well.
   * @throws AppError request.invalid, auth.email_unverified, auth.forbidden for somebody who was removed,
   * organization.domain_unknown, member.exists, member.limit_reached, user.name_taken
   */
  async join(
    actor: Actor,
    { orgId, domain, userName }: { orgId: string; domain: string; userName: string | undefined },
  ): Promise<void> {
    await this.transactions.run(orgId, [actor.userId], async (session) => {
      const organization = await this.seats.take(session, orgId);
      if (organization.status !== 'active') throw new AppError('organization.suspended');
      const account = await this.seats.account(session, actor.userId);
      if (!account.email.endsWith(`@${domain}`) || account.synthetic) {
        throw new AppError('request.invalid', { errors: { domain: 'domain must be that of your address' } });
      }
      // Else whoever made the account could be somebody else than whoever confirmed its address.
      if (!account.provedByHolder) throw new AppError('auth.email_unverified');
      const owners = await this.rows.places.listActive(orgId, ['owner'], MAX_OWNERS, session);
      const ids = owners.map(({ userId }) => userId);
      // Registering with an address is no proof of it: else a stranger could collect a company's people.
      if (!(await this.rows.accounts.someProved(ids, domain, session))) {
        throw new AppError('organization.domain_unknown');
      }
      if (account.removedFrom.includes(orgId)) throw new AppError('auth.forbidden');
      await this.seats.join(session, { orgId, userId: actor.userId, role: 'member', userName });
      await this.letters.answered(session, actor.userId);
      await this.rules.record({ session, organization, actor }, 'member.joined', actor.userId);
    });
  }
}

/** Owners whose address may prove the domain. */
const MAX_OWNERS = 100;

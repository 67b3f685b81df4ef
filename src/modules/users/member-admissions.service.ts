import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { type Actor, organizationOf } from '../access/actor.types.js';
import { AccountOrigins } from './account-origins.service.js';
import { MemberLetters } from './member-letters.service.js';
import { type MemberAct, MemberRules } from './member-rules.service.js';
import { MemberSeats, SeatRows } from './member-seats.service.js';
import { MemberTransactions } from './member-transactions.service.js';
import type { Place } from './users.types.js';

/** Pending members: whoever manages the organization lets them in or turns them away. */
@Injectable()
export class MemberAdmissions {
  constructor(
    private readonly rules: MemberRules,
    private readonly seats: MemberSeats,
    private readonly rows: SeatRows,
    private readonly letters: MemberLetters,
    private readonly origins: AccountOrigins,
    private readonly transactions: MemberTransactions,
  ) {}

  /**
   * Lets a pending member in, and tells them.
   * @throws AppError user.not_found, auth.forbidden, member.limit_reached
   */
  approve(actor: Actor, userId: string): Promise<void> {
    return this.decide(actor, userId, async (act, place) => {
      const { session, organization } = act;
      await this.seats.activate(session, organization, place);
      const account = await this.seats.account(session, userId);
      await this.letters.answered(session, userId);
      await this.letters.approved(session, organization, place, account);
      await this.rules.record(act, 'member.approved', userId);
    });
  }

  /**
   * Turns a pending member away. An account that only this request made goes with it, so that its address is
   * free for whoever has the mailbox.
   * @throws AppError user.not_found, auth.forbidden
   */
  decline(actor: Actor, userId: string): Promise<void> {
    return this.decide(actor, userId, async (act, place) => {
      const { session } = act;
      const { places, accounts } = this.rows;
      const account = await this.seats.account(session, userId);
      await places.remove(place, session);
      const hasOthers = (await places.listOf(userId, session)).length > 0;
      if (!hasOthers && this.origins.isRequest(place.orgId, account.origin)) {
        await this.letters.gone(session, userId);
        await accounts.remove(userId, session);
      } else {
        await this.letters.answered(session, userId);
        await accounts.bar(userId, place.orgId, session);
        await this.seats.settleHome(session, userId);
      }
      await this.rules.record(act, 'member.declined', userId);
    });
  }

  private decide(
    actor: Actor,
    userId: string,
    decision: (act: MemberAct, place: Place) => Promise<void>,
  ): Promise<void> {
    return this.transactions.run(organizationOf(actor), [userId], async (session) => {
      const act = await this.rules.begin(session, actor, 'members.manage');
      const place = await this.rules.reach(act, userId);
      if (place.status !== 'pending') throw new AppError('user.not_found');
      await decision(act, place);
    });
  }
}

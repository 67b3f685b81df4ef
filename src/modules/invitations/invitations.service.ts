import { Injectable } from '@nestjs/common';
import { servedRequest } from '../../common/request-scope.js';
import { AppError } from '../../common/errors/app-error.js';
import { foreignCursor } from '../../common/errors/foreign-cursor.js';
import { refuseDuplicate } from '../../database/duplicate-key.js';
import { isId } from '../../database/ids.js';
import type { Tx } from '../../database/transactions.js';
import { AuditService } from '../audit/audit.service.js';
import { by } from '../audit/audit.types.js';
import type { AuditActionOn } from '../audit/audit-actions.types.js';
import { type Actor, organizationOf } from '../access/actor.types.js';
import type { RoleKey } from '../access/roles.types.js';
import { InvitedAccountsService } from '../memberships/invited-accounts.service.js';
import { InvitedMembersService } from '../memberships/invited-members.service.js';
import { MembershipTransactionsService } from '../memberships/membership-transactions.service.js';
import { InvitationMailsService } from './invitation-mails.service.js';
import { InvitationsRepository } from './invitations.repository.js';
import type { Invitation, InvitationList } from './invitations.types.js';

const PAGE = 100;
/** Mails of one invitation. */
const MAX_SENDS = 5;
/** Mails an organization writes to one address, whatever it revokes and invites again. */
const MAX_SENDS_A_DAY = 5;
const DAY_MS = 24 * 3_600_000;
/** Of one organization. */
const MAX_OPEN = 500;

/**
 * Seats that an organization offers to addresses. An invitation dies with the organization, and with its inviter's
 * place or right to offer it (D23).
 */
@Injectable()
export class InvitationsService {
  constructor(
    private readonly invitations: InvitationsRepository,
    private readonly members: InvitedMembersService,
    private readonly accounts: InvitedAccountsService,
    private readonly mails: InvitationMailsService,
    private readonly transactions: MembershipTransactionsService,
    private readonly audit: AuditService,
  ) {}

  /** Offers a seat by mail. Nobody offers a role that may do more than they do. */
  async invite(actor: Actor, { email, role }: { email: string; role: RoleKey }): Promise<Invitation> {
    const orgId = organizationOf(actor);
    const inviter = await this.accounts.nameOf(actor);
    return this.transactions
      .run(orgId, [], async (session) => {
        const now = new Date();
        const seat = { orgId, email, role };
        const offered = await this.members.requireOfferable(session, seat, actor);
        await this.invitations.closeExpired(orgId, email, now, session);
        if ((await this.invitations.countOpen(orgId, MAX_OPEN, now, session)) >= MAX_OPEN) {
          throw new AppError('invitation.limit_reached', { limit: MAX_OPEN });
        }
        await this.requireQuiet(seat, now, session);
        const ticket = this.mails.ticket(now);
        const { hash, expiresAt } = ticket;
        const returnTo = servedRequest()?.returnTo?.address;
        const row = { ...seat, hash, expiresAt, invitedBy: actor.userId, inviter, returnTo };
        const invitation = await this.invitations.insert(row, now, session);
        if (offered.mailable) await this.mails.write(invitation, offered.organization, ticket, session);
        await this.record(actor, 'invitation.created', invitation, session);
        return invitation;
      })
      .catch((error: unknown) => {
        throw refuseDuplicate(error);
      });
  }

  /** Newest first, a page at a time. */
  async list(actor: Actor, list: InvitationList): Promise<{ items: Invitation[]; next: string | null }> {
    if (list.after !== undefined && !isId(list.after)) {
      throw foreignCursor();
    }
    const found = await this.invitations.list(organizationOf(actor), list, PAGE + 1, new Date());
    const items = found.slice(0, PAGE);
    return { items, next: found.length > PAGE ? items.at(-1)!.id : null };
  }

  /** @throws AppError invitation.not_found, for one of another organization as for none */
  async get(actor: Actor, id: string): Promise<Invitation> {
    return this.find(actor, id);
  }

  /**
   * Mails another code; the one before is dead. An expired invitation is open again, and is the caller's now.
   * @throws AppError invitation.not_found when it is not open, role.not_found, role.exceeds, member.exists,
   * invitation.limit_reached
   */
  async resend(actor: Actor, id: string): Promise<Invitation> {
    const inviter = await this.accounts.nameOf(actor);
    return this.transactions.run(organizationOf(actor), [], async (session) => {
      const before = await this.find(actor, id, session);
      const offered = await this.members.requireOfferable(session, before, actor);
      const now = new Date();
      if (before.sends >= MAX_SENDS) throw new AppError('invitation.limit_reached', { limit: MAX_SENDS });
      await this.requireQuiet(before, now, session);
      const ticket = this.mails.ticket(now);
      const sender = { invitedBy: actor.userId, inviter };
      const invitation = await this.invitations.renew(before, { ...ticket, ...sender }, now, session);
      if (!invitation) throw new AppError('invitation.not_found');
      if (offered.mailable) await this.mails.write(invitation, offered.organization, ticket, session);
      await this.record(actor, 'invitation.sent_again', invitation, session);
      return invitation;
    });
  }

  /** @throws AppError invitation.not_found when it is not open */
  async revoke(actor: Actor, id: string): Promise<void> {
    const orgId = organizationOf(actor);
    if (!isId(id)) throw new AppError('invitation.not_found');
    await this.transactions.run(orgId, [], async (session) => {
      await this.members.requireInviter(session, actor);
      const revoked = await this.invitations.revoke(orgId, id, new Date(), session);
      if (!revoked) throw new AppError('invitation.not_found');
      await this.record(actor, 'invitation.revoked', revoked, session);
    });
  }

  private async find(actor: Actor, id: string, session?: Tx): Promise<Invitation> {
    const orgId = organizationOf(actor);
    const invitation = isId(id) ? await this.invitations.find(orgId, id, session) : null;
    if (!invitation) throw new AppError('invitation.not_found');
    return invitation;
  }

  /** Never the address: the log outlives it. */
  private record(
    actor: Actor,
    action: AuditActionOn<'invitation'>,
    { id: targetId, orgId, role, sends }: Invitation,
    session: Tx,
  ): Promise<void> {
    const target = { orgId, targetType: 'invitation', targetId };
    return this.audit.record({ ...by(actor), ...target, action, details: { role, sends } }, session);
  }

  /** Invitations must not become a way to flood a mailbox. */
  private async requireQuiet(
    { orgId, email }: { orgId: string; email: string },
    now: Date,
    session: Tx,
  ): Promise<void> {
    const since = new Date(now.getTime() - DAY_MS);
    if ((await this.invitations.countSends(orgId, email, since, session)) >= MAX_SENDS_A_DAY) {
      throw new AppError('invitation.limit_reached', { limit: MAX_SENDS_A_DAY });
    }
  }
}

import { Injectable } from '@nestjs/common';
import { leadBack } from '../../common/return-data.js';
import { AppError } from '../../common/errors/app-error.js';
import { KeyedQueue } from '../../common/keyed-queue.js';
import type { Tx } from '../../database/transactions.js';
import { AuditService } from '../audit/audit.service.js';
import { by } from '../audit/audit.types.js';
import type { Actor } from '../access/actor.types.js';
import { CredentialChecksService } from '../auth/credential-checks.service.js';
import type { Organization } from '../registry/organizations.types.js';
import { OrganizationRegistryService } from '../registry/organization-registry.service.js';
import { InvitedAccountsService, type PreparedAccount } from '../memberships/invited-accounts.service.js';
import { InvitedMembersService } from '../memberships/invited-members.service.js';
import { MembershipTransactionsService } from '../memberships/membership-transactions.service.js';
import { hashOf } from './invitation-code.js';
import { InvitationsRepository } from './invitations.repository.js';
import type { Acceptance, Accepted, Invitation, Offer } from './invitations.types.js';

/** Who answers: a signed-in caller, or a client that only has the code. */
export interface Answerer {
  actor?: Actor;
  ip?: string;
}

/** Who takes the seat: an account that is there, or one to be made. */
type Taker = { id: string; prepared?: PreparedAccount };

/**
 * What the invited do with a mailed code. Unknown, used, revoked and expired codes are refused alike, and those whose
 * inviter could not invite now; a code alone signs nobody in.
 */
@Injectable()
export class InvitationAnswersService {
  /** Of a crowd with one code the first one wins; the others see that before they cost a hash. */
  private readonly turns = new KeyedQueue();

  constructor(
    private readonly invitations: InvitationsRepository,
    private readonly organizations: OrganizationRegistryService,
    private readonly members: InvitedMembersService,
    private readonly accounts: InvitedAccountsService,
    private readonly checks: CredentialChecksService,
    private readonly transactions: MembershipTransactionsService,
    private readonly audit: AuditService,
  ) {}

  /** What is offered, whether or not the address has an account. */
  async preview(code: string): Promise<Offer> {
    const { invitation, organization } = await this.open(code);
    return {
      organizationName: organization.name,
      inviterName: invitation.inviter,
      role: invitation.role,
      email: invitation.email,
      expiresAt: invitation.expiresAt,
    };
  }

  async decline(code: string, { ip }: Answerer): Promise<void> {
    const invitation = await this.invitations.findByHash(hashOf(code), new Date());
    if (!invitation) throw new AppError('auth.link_invalid');
    await this.transactions.run(invitation.orgId, [], async (session) => {
      await this.record(await this.close(code, 'declined', undefined, session), { ip }, session);
    });
  }

  /**
   * Takes the seat: of many who use one code at once, one succeeds. When the seat cannot be taken the code works on.
   * @throws AppError auth.link_invalid, auth.credentials_invalid, invitation.other_address when the caller has
   * another one, user.password_weak, user.name_taken, member.exists, member.limit_reached, role.not_found
   */
  accept(code: string, answer: Acceptance, who: Answerer): Promise<Accepted> {
    return this.turns.run(hashOf(code), () => this.acceptInTurn(code, answer, who));
  }

  private async acceptInTurn(code: string, answer: Acceptance, who: Answerer): Promise<Accepted> {
    const { invitation, organization } = await this.open(code);
    const { orgId, email, role } = invitation;
    const taker = await this.identify(invitation, organization, answer, who);
    await this.transactions.run(orgId, [taker.id], async (session) => {
      // Before the members' lock: a client whose code is over must not make others wait for it.
      const closed = await this.close(code, 'accepted', taker.id, session);
      if (!(await this.members.isStillOffered(closed, session))) throw new AppError('auth.link_invalid');
      const seat = { orgId, email, role };
      await (taker.prepared
        ? this.members.create(session, seat, taker.prepared, answer.userName)
        : this.members.join(session, seat, taker.id, answer.userName));
      await this.record(closed, { ...who, takerId: taker.id }, session);
    });
    return { organizationId: orgId, organizationName: organization.name, userId: taker.id, email, role };
  }

  /**
   * The code proves the mailbox, not the account: one that is there already may have been made by another person
   * with the same address, so it takes its token or its password (D19).
   */
  private async identify(
    { email }: Invitation,
    organization: Organization,
    { password, name }: Acceptance,
    { actor, ip }: Answerer,
  ): Promise<Taker> {
    const account = await this.accounts.find(email);
    if (actor) {
      if (actor.userId !== account?.id) throw new AppError('invitation.other_address');
      return { id: actor.userId };
    }
    if (password === undefined) {
      throw new AppError('request.invalid', { errors: { password: 'password is required' } });
    }
    if (!account) {
      const prepared = await this.accounts.prepare(organization, { email, password, name });
      return { id: prepared.id, prepared };
    }
    const found = await this.checks.ofEmail(email, password, ip).catch(async (error: unknown) => {
      const isWrong = error instanceof AppError && error.code === 'auth.credentials_invalid';
      // Only a stranger's request has the address: the reader of its mail chooses the password.
      if (isWrong && (await this.accounts.isClaimOnly(email))) return null;
      throw error;
    });
    if (!found) {
      const prepared = await this.accounts.prepare(organization, { email, password, name });
      return { id: prepared.id, prepared };
    }
    const { id, status, mustChangePassword } = found;
    if (status !== 'active') throw new AppError('user.suspended');
    if (mustChangePassword) throw new AppError('auth.password_change_required');
    return { id };
  }

  private async close(
    code: string,
    state: 'accepted' | 'declined',
    takerId: string | undefined,
    session: Tx,
  ): Promise<Invitation> {
    const closed = await this.invitations.answer(hashOf(code), state, takerId, new Date(), session);
    if (!closed) throw new AppError('auth.link_invalid');
    leadBack({ return_to: closed.returnTo, return_org: closed.orgId });
    return closed;
  }

  /** The user who declines is known by nothing but the code. */
  private record(
    { id: targetId, orgId, role, status }: Invitation,
    { actor, ip, takerId }: Answerer & { takerId?: string },
    session: Tx,
  ): Promise<void> {
    const who = actor ? by(actor) : { actorId: takerId ?? null, ip };
    const target = { orgId, targetType: 'invitation', targetId };
    return this.audit.record(
      {
        ...who,
        ...target,
        action: status === 'accepted' ? 'invitation.accepted' : 'invitation.declined',
        details: { role },
      },
      session,
    );
  }

  private async open(code: string): Promise<{ invitation: Invitation; organization: Organization }> {
    const invitation = await this.invitations.findByHash(hashOf(code), new Date());
    const organization = invitation && (await this.organizations.byId(invitation.orgId));
    if (!invitation || !organization) throw new AppError('auth.link_invalid');
    if (!(await this.members.isStillOffered(invitation))) throw new AppError('auth.link_invalid');
    if (organization.status !== 'active') throw new AppError('organization.suspended');
    return { invitation, organization };
  }
}

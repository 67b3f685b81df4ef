import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import mongoose, { type ClientSession, type Model, type QueryFilter, Types } from 'mongoose';
import type { RoleKey } from '../access/roles.types.js';
import type { InvitationRow, InvitationState } from './invitation.schema.js';
import type { Invitation, InvitationList, InvitationStatus } from './invitations.types.js';

export interface NewInvitation {
  orgId: string;
  email: string;
  role: RoleKey;
  hash: string;
  invitedBy: string;
  inviter: string;
  returnTo?: string;
  expiresAt: Date;
}

/** The actor who sends it again is its inviter from then on. */
type Renewal = Pick<NewInvitation, 'hash' | 'expiresAt' | 'invitedBy' | 'inviter'>;

@Injectable()
export class InvitationsRepository {
  constructor(@InjectModel('Invitation') private readonly invitations: Model<InvitationRow>) {}

  /** @throws MongoServerError 11000 on invitations.open_invitation */
  async insert(invitation: NewInvitation, now: Date, session: ClientSession): Promise<Invitation> {
    const row: InvitationRow = {
      _id: new Types.ObjectId(),
      org_id: invitation.orgId,
      email: invitation.email,
      role: invitation.role,
      state: 'open',
      token_hash: invitation.hash,
      invited_by: invitation.invitedBy,
      inviter: invitation.inviter,
      ...(invitation.returnTo === undefined ? {} : { return_to: invitation.returnTo }),
      sends: 1,
      sent_at: now,
      expires_at: invitation.expiresAt,
      created_at: now,
    };
    await this.invitations.create([row], { session });
    return toInvitation(row, now);
  }

  async find(orgId: string, id: string, session?: ClientSession): Promise<Invitation | null> {
    const row = await this.invitations
      .findOne({ _id: id, org_id: orgId })
      .session(session ?? null)
      .lean<InvitationRow>();
    return row && toInvitation(row, new Date());
  }

  /** The newest first. */
  async list(
    orgId: string,
    { status, after }: InvitationList,
    limit: number,
    now: Date,
  ): Promise<Invitation[]> {
    const rows = await this.invitations
      .find({
        org_id: orgId,
        ...(after === undefined ? {} : { _id: mongoose.trusted({ $lt: new Types.ObjectId(after) }) }),
        ...ofStatus(status, now),
      })
      .sort({ _id: -1 })
      .limit(limit)
      .lean<InvitationRow[]>();
    return rows.map((row) => toInvitation(row, now));
  }

  /** The open invitation of a code. */
  async findByHash(hash: string, now: Date): Promise<Invitation | null> {
    const row = await this.invitations.findOne(openBy(hash, now)).lean<InvitationRow>();
    return row && toInvitation(row, now);
  }

  /** Uses the code up: of two transactions with one code, the second conflicts and then finds none. */
  async answer(
    hash: string,
    state: 'accepted' | 'declined',
    acceptedBy: string | undefined,
    now: Date,
    session: ClientSession,
  ): Promise<Invitation | null> {
    const row = await this.invitations
      .findOneAndUpdate(openBy(hash, now), closing(state, now, acceptedBy), {
        session,
        returnDocument: 'after',
      })
      .lean<InvitationRow>();
    return row && toInvitation(row, now);
  }

  /** Those an inviter sent that nobody has answered or revoked; expired ones too. */
  async listOpenBy(orgId: string, invitedBy: string, session: ClientSession): Promise<Invitation[]> {
    const rows = await this.invitations
      .find({ org_id: orgId, state: 'open', invited_by: invitedBy })
      .session(session)
      .lean<InvitationRow[]>();
    return rows.map((row) => toInvitation(row, new Date()));
  }

  /** Null when it is not open. */
  async revoke(orgId: string, id: string, now: Date, session: ClientSession): Promise<Invitation | null> {
    const row = await this.invitations
      .findOneAndUpdate({ _id: id, org_id: orgId, state: 'open' }, closing('revoked', now), {
        session,
        returnDocument: 'after',
      })
      .lean<InvitationRow>();
    return row && toInvitation(row, now);
  }

  /** Another code and expiry; null when it is not open, or was sent by another inviter meanwhile. */
  async renew(
    { id, orgId, sends }: Invitation,
    { hash, expiresAt, invitedBy, inviter }: Renewal,
    now: Date,
    session: ClientSession,
  ): Promise<Invitation | null> {
    const row = await this.invitations
      .findOneAndUpdate(
        { _id: id, org_id: orgId, state: 'open', sends },
        {
          $set: {
            token_hash: hash,
            expires_at: expiresAt,
            sent_at: now,
            invited_by: invitedBy,
            inviter,
          },
          $inc: { sends: 1 },
        },
        { session, returnDocument: 'after' },
      )
      .lean<InvitationRow>();
    return row && toInvitation(row, now);
  }

  /** Makes room for another invitation of the address. */
  async closeExpired(orgId: string, email: string, now: Date, session: ClientSession): Promise<void> {
    await this.invitations.updateMany(
      { org_id: orgId, email, state: 'open', expires_at: notAfter(now) },
      closing('expired', now),
      { session },
    );
  }

  /** Counts to `atMost`. */
  async countOpen(orgId: string, atMost: number, now: Date, session: ClientSession): Promise<number> {
    return this.invitations
      .countDocuments({ org_id: orgId, ...ofStatus('open', now) })
      .limit(atMost)
      .session(session);
  }

  /** Mails written by the organization's invitations to an address whose last one is not older than `since`. */
  async countSends(orgId: string, email: string, since: Date, session: ClientSession): Promise<number> {
    const rows = await this.invitations
      .find({ org_id: orgId, email, sent_at: mongoose.trusted({ $gte: since }) })
      .select('sends')
      .session(session)
      .lean<InvitationRow[]>();
    return rows.reduce((sum, { sends }) => sum + sends, 0);
  }

  /** Open invitations of an organization by role. */
  async countByRole(orgId: string, now: Date, session?: ClientSession): Promise<Map<RoleKey, number>> {
    const rows = await this.invitations
      .aggregate<{ _id: RoleKey; invitations: number }>([
        { $match: { org_id: orgId, state: 'open', expires_at: { $gt: now } } },
        { $group: { _id: '$role', invitations: { $sum: 1 } } },
      ])
      .session(session ?? null);
    return new Map(rows.map(({ _id, invitations }) => [_id, invitations]));
  }

  async removeAllOf(orgId: string, session: ClientSession): Promise<void> {
    await this.invitations.deleteMany({ org_id: orgId }, { session });
  }
}

const after = (moment: Date) => mongoose.trusted({ $gt: moment });
const notAfter = (moment: Date) => mongoose.trusted({ $lte: moment });

const openBy = (hash: string, now: Date): QueryFilter<InvitationRow> => ({
  token_hash: hash,
  ...ofStatus('open', now),
});

function ofStatus(status: InvitationStatus | undefined, now: Date): QueryFilter<InvitationRow> {
  switch (status) {
    case undefined:
      return {};
    case 'open':
      return { state: 'open', expires_at: after(now) };
    case 'expired':
      return {
        $or: [{ state: 'expired' as const }, { state: 'open' as const, expires_at: notAfter(now) }],
      };
    default:
      return { state: status };
  }
}

const closing = (state: InvitationState, now: Date, acceptedBy?: string) => ({
  $set: { state, closed_at: now, ...(acceptedBy === undefined ? {} : { accepted_by: acceptedBy }) },
  $unset: { token_hash: 1 as const },
});

function toInvitation(row: InvitationRow, now: Date): Invitation {
  const isOver = row.state === 'open' && row.expires_at.getTime() <= now.getTime();
  return {
    id: row._id.toHexString(),
    orgId: row.org_id,
    email: row.email,
    role: row.role,
    status: isOver ? 'expired' : row.state,
    invitedBy: row.invited_by,
    inviter: row.inviter,
    returnTo: row.return_to,
    sends: row.sends,
    sentAt: row.sent_at,
    expiresAt: row.expires_at,
    createdAt: row.created_at,
    closedAt: row.closed_at ?? null,
  };
}

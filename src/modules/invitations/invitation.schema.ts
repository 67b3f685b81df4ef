import { Schema, type Types } from 'mongoose';
import type { RoleKey } from '../access/roles.types.js';

/** An expired one is `open` until another takes its place. */
export type InvitationState = 'open' | 'accepted' | 'declined' | 'revoked' | 'expired';

export interface InvitationRow {
  _id: Types.ObjectId;
  org_id: string;
  /** Canonical address. */
  email: string;
  role: RoleKey;
  state: InvitationState;
  /** SHA-256 of the mailed code, which is nowhere; gone when the invitation is closed. */
  token_hash?: string;
  invited_by: string;
  inviter: string;
  sends: number;
  /** Where who answers is led on to. */
  return_to?: string;
  sent_at: Date;
  expires_at: Date;
  created_at: Date;
  closed_at?: Date;
  accepted_by?: string;
}

export const InvitationSchema = new Schema<InvitationRow>(
  {
    org_id: { type: String, required: true },
    email: { type: String, required: true },
    role: { type: String, required: true },
    state: { type: String, required: true },
    token_hash: String,
    invited_by: { type: String, required: true },
    inviter: { type: String, required: true },
    return_to: String,
    sends: { type: Number, required: true },
    sent_at: { type: Date, required: true },
    expires_at: { type: Date, required: true },
    created_at: { type: Date, required: true },
    closed_at: Date,
    accepted_by: String,
  },
  { collection: 'invitations', versionKey: false },
);
// One open invitation for an address.
InvitationSchema.index(
  { org_id: 1, email: 1 },
  { unique: true, partialFilterExpression: { state: 'open' }, name: 'open_invitation' },
);
// Whose code is this?
InvitationSchema.index(
  { token_hash: 1 },
  { unique: true, partialFilterExpression: { token_hash: { $type: 'string' } } },
);
// Those of a person, to show them and to erase them.
InvitationSchema.index({ email: 1 });
InvitationSchema.index({ invited_by: 1 });
InvitationSchema.index({ accepted_by: 1 }, { sparse: true });
InvitationSchema.index({ org_id: 1, _id: -1 }); // the list of an organization
InvitationSchema.index({ org_id: 1, email: 1, sent_at: 1 }); // mails an address got lately

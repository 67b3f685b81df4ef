import { Schema } from 'mongoose';
import type { RoleKey } from '../access/roles.types.js';

/** A user in an organization, with a role. */
export interface MembershipRow {
  /** `<organization id>:<user id>`, so that one user has one membership, and a deletion event names both. */
  _id: string;
  seq: number;
  org_id: string;
  user_id: string;
  /** Unique inside the organization. */
  user_name: string;
  role: RoleKey;
  status: 'active' | 'pending' | 'inactive';
  /** Raised by each change, so that If-Match tells two of one millisecond apart. */
  revision?: number;
  created_at: Date;
  updated_at: Date;
}

export const MembershipSchema = new Schema<MembershipRow>(
  {
    _id: { type: String, required: true },
    seq: { type: Number, required: true },
    org_id: { type: String, required: true },
    user_id: { type: String, required: true },
    user_name: { type: String, required: true },
    role: { type: String, required: true },
    status: { type: String, required: true },
    revision: Number,
    created_at: { type: Date, required: true },
    updated_at: { type: Date, required: true },
  },
  { collection: 'memberships', versionKey: false },
);
// User names are unique inside an organization, not outside (S0-08).
MembershipSchema.index(
  { org_id: 1, user_name: 1 },
  // "JaneDoe" and "janedoe" are one name (S0-22): case and width do not count.
  { unique: true, collation: { locale: 'en', strength: 2 } },
);
// The owners, the free seats, the holders of a role, the list by role or status.
MembershipSchema.index({ org_id: 1, status: 1, role: 1 });
// The memberships of one account: sign-in, and the roles behind a token.
MembershipSchema.index({ user_id: 1 });
// The statistics of a time: answered from the index alone.
MembershipSchema.index({ created_at: 1, org_id: 1, role: 1, status: 1 });
MembershipSchema.index({ org_id: 1, user_id: 1 }, { unique: true }); // the members of an organization

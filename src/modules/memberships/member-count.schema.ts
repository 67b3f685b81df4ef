import { Schema } from 'mongoose';
import type { RoleKey } from '../access/roles.types.js';
import type { MembershipRow } from './membership.schema.js';

/** How many memberships of each role and status an organization has: changed in the transaction that changes one. `places` is the stored name. */
export interface MemberCount {
  /** The organization's id. */
  _id: string;
  places: Record<RoleKey, Partial<Record<MembershipRow['status'], number>>>;
}

export const MemberCountSchema = new Schema<MemberCount>(
  { _id: { type: String, required: true }, places: { type: Schema.Types.Mixed, required: true } },
  { collection: 'member_counts', versionKey: false, minimize: false },
);

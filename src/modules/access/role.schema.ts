import { Schema } from 'mongoose';
import type { RolePermission } from './roles.types.js';

/** A role that an organization made for itself. */
export interface RoleRow {
  /** `<organization id>:<key>`, so that a change event names both. */
  _id: string;
  seq: number;
  org_id: string;
  /** Stands in memberships; never changes. */
  key: string;
  name: string;
  description: string;
  permissions: RolePermission[];
  /** Times it was given to a user: a write that a removal conflicts with. */
  given: number;
  created_at: Date;
  updated_at: Date;
}

export const RoleSchema = new Schema<RoleRow>(
  {
    _id: { type: String, required: true },
    seq: { type: Number, required: true },
    org_id: { type: String, required: true },
    key: { type: String, required: true },
    name: { type: String, required: true },
    description: { type: String, default: '' },
    permissions: { type: [String], required: true },
    given: { type: Number, required: true },
    created_at: { type: Date, required: true },
    updated_at: { type: Date, required: true },
  },
  { collection: 'roles', versionKey: false },
);
RoleSchema.index({ org_id: 1, key: 1 }, { unique: true }); // the roles of an organization
RoleSchema.index({ seq: 1 }, { unique: true }); // no two roles show one integer id

import { Schema } from 'mongoose';
import type { RolePermission } from '../access/roles.types.js';
import type { RevocationReason } from './api-keys.types.js';

export interface ApiKeyRow {
  /** The id that stands in the key. */
  _id: string;
  org_id: string;
  /** Absent: a key of the organization, which outlives its maker. */
  user_id?: string;
  name: string;
  scopes: RolePermission[];
  /** SHA-256 of the whole key, in base64. */
  digest: string;
  /** Of the key before the last rotation. */
  previous?: { digest: string; until: Date };
  addresses: string[];
  created_by: string;
  created_at: Date;
  /** Each change sets a later moment. */
  updated_at: Date;
  expires_at?: Date;
  rotated_at?: Date;
  revoked_at?: Date;
  revocation?: RevocationReason;
  /** Written now and then, not with each request. */
  last_used_at?: Date;
  last_used_ip?: string;
  /** When the row goes: lists remember a dead key for 90 days, the audit log for good. */
  purge_at?: Date;
}

export const ApiKeySchema = new Schema<ApiKeyRow>(
  {
    _id: { type: String, required: true },
    org_id: { type: String, required: true },
    user_id: String,
    name: { type: String, required: true },
    scopes: { type: [String], required: true },
    digest: { type: String, required: true },
    previous: { type: { _id: false, digest: String, until: Date }, default: undefined },
    addresses: { type: [String], required: true },
    created_by: { type: String, required: true },
    created_at: { type: Date, required: true },
    updated_at: { type: Date, required: true },
    expires_at: Date,
    rotated_at: Date,
    revoked_at: Date,
    revocation: String,
    last_used_at: Date,
    last_used_ip: String,
    purge_at: Date,
  },
  { collection: 'api_keys', versionKey: false },
);
// Lists of an organization and of a person in it, and what counts against the plan.
ApiKeySchema.index({ org_id: 1, user_id: 1, created_at: -1, _id: -1 });
ApiKeySchema.index({ user_id: 1 }, { sparse: true }); // the keys of a person
ApiKeySchema.index({ purge_at: 1 }, { expireAfterSeconds: 0 });

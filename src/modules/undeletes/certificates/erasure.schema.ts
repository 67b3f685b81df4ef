import { Schema } from 'mongoose';
import type { ErasureRow } from './erasure.types.js';

export const ErasureSchema = new Schema<ErasureRow>(
  {
    _id: { type: String, required: true },
    org_id: { type: String, required: true },
    phase: { type: String, required: true },
    is_branch: { type: Boolean, required: true },
    name: String,
    owners: { type: [{ id: String, email: String, _id: false }], default: undefined },
    name_salt: { type: String, required: true },
    name_digest: { type: String, required: true },
    deleted_at: { type: Date, required: true },
    erased_at: { type: Date, required: true },
    members: { type: Number, required: true },
    accounts: { type: Number, required: true },
    account_ids: { type: [String], required: true },
    branches: { type: [String], required: true },
    keys: { type: [{ seals: String, thumbprint: String, _id: false }], required: true },
    archives: { type: [{ id: String, kind: String, at: Date, _id: false }], required: true },
    signed: String,
    certified_at: Date,
    links: { type: [String], required: true },
  },
  { collection: 'erasures', versionKey: false },
);
ErasureSchema.index({ phase: 1, erased_at: 1 }); // which ones have no certificate?
ErasureSchema.index({ erased_at: -1, _id: -1 }); // the operators' list
ErasureSchema.index({ org_id: 1 });
ErasureSchema.index({ links: 1 });

import { Schema } from 'mongoose';
import type { Branch } from './branch.types.js';

export const BranchSchema = new Schema<Branch>(
  {
    _id: { type: String, required: true },
    of: { type: String, required: true },
    build: { type: String, required: true },
    name: { type: String, required: true },
    at: { type: Date, required: true },
    masks: { type: Schema.Types.Mixed, required: true },
    phase: { type: String, required: true },
    error: String,
    created_by: { type: String, required: true },
    created_at: { type: Date, required: true },
    expires_at: { type: Date, required: true },
  },
  { collection: 'branches', versionKey: false },
);
BranchSchema.index({ of: 1, created_at: -1 }); // those of an organization
BranchSchema.index({ expires_at: 1 }); // whose time is over?

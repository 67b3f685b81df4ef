import { Schema } from 'mongoose';
import type { Build } from './build.types.js';

export const BuildSchema = new Schema<Build>(
  {
    _id: { type: String, required: true },
    kind: { type: String, required: true },
    org_id: { type: String, required: true },
    from_org: { type: String, required: true },
    to: { type: String, required: true },
    generation: { type: Number, required: true },
    slug: { type: String, required: true },
    name: { type: String, required: true },
    phase: { type: String, required: true },
    order: { type: Schema.Types.Mixed, required: true },
    act: { type: Schema.Types.Mixed, required: true },
    lease_owner: String,
    lease_until: { type: Date, required: true },
    positions: { type: Schema.Types.Mixed, required: true },
    documents_total: { type: Number, required: true },
    documents_done: { type: Number, required: true },
    attempts: { type: Number, required: true },
    error: String,
    created_at: { type: Date, required: true },
    updated_at: { type: Date, required: true },
  },
  { collection: 'builds', versionKey: false, minimize: false },
);
BuildSchema.index({ phase: 1, lease_until: 1 }); // what nobody has in hand
BuildSchema.index({ to: 1 }, { unique: true }); // is a database that is being built somebody's work?
BuildSchema.index({ from_org: 1, created_at: -1 }); // those of an organization

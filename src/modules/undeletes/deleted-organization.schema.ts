import { Schema } from 'mongoose';
import type { DeletedOrganization } from './undeletes.types.js';

export const DeletedOrganizationSchema = new Schema<DeletedOrganization>(
  {
    _id: { type: String, required: true },
    deletion: { type: String, required: true },
    phase: { type: String, required: true },
    name: { type: String },
    slug: { type: String },
    name_key: String,
    generation: { type: Number, required: true },
    domain: String,
    archive: { type: String, required: true },
    parts: { type: Number, required: true },
    members: { type: Number, required: true },
    accounts: { type: [String], default: undefined },
    branches: { type: [String], default: undefined },
    deleted_at: { type: Date, required: true },
    until: { type: Date, required: true },
    build: String,
    fault: String,
    missing: { type: [String], default: undefined },
    erased_at: Date,
  },
  { collection: 'deleted_organizations', versionKey: false },
);
DeletedOrganizationSchema.index({ phase: 1, until: 1 }); // whose time is over?

/** Rows of master that a deleted organization left, sealed with its key. */
export interface DeletedPart {
  /** `<organization id>:<number>` */
  _id: string;
  sealed: Buffer;
}

export const DeletedPartSchema = new Schema<DeletedPart>(
  { _id: { type: String, required: true }, sealed: { type: Buffer, required: true } },
  { collection: 'deleted_parts', versionKey: false },
);

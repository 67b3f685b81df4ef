import { Schema, type Types } from 'mongoose';
import type { Lifecycle, OrganizationStatus } from './organizations.types.js';

export interface FenceRow {
  token: string;
  mode: 'write' | 'all';
  expires_at: Date;
}

/** master_db.organizations; the first five fields are documented by S1. */
export interface OrganizationRow {
  _id: Types.ObjectId;
  /** The claimed name as it was written; absent when the name is not claimed (C-05). */
  organization_name?: string;
  collection_name: string;
  /** 24-hex text. */
  admin_id: string;
  created_at: Date;
  updated_at: Date;
  uid: string;
  seq: number;
  /** Display name, not unique. */
  name: string;
  /** Normalised claimed name: "ACME  corp" and "Acme Corp" are one claim. */
  name_key?: string;
  slug?: string;
  generation: number;
  status: OrganizationStatus;
  lifecycle: Lifecycle;
  fence?: FenceRow;
  /** Raised by each change that the native API shows; its ETag. Absent: 0. */
  revision?: number;
  /** What the operator who changed the status wrote. */
  status_reason?: string;
  /** Raised by each change of its members, so that two of them never commit on one count. */
  members_revision?: number;
  /** Raised when a collection of its database is made or dropped: every instance then asks which ones there are. */
  collections_revision?: number;
  domain?: string | null;
  /** Since when it claims the domain. Absent on rows of earlier versions: their time begins when it is first seen. */
  domain_claimed_at?: Date;
  /** When an owner proved a mailbox of the domain: the claim stands from then on. */
  domain_proved_at?: Date;
  plan_id?: string;
  /** Since when it demands a second factor of its members, and from when on nobody works there without one. */
  factor_required_at?: Date;
  factor_from?: Date;
  /** When members were reminded of it. */
  factor_reminded_at?: Date;
  personal: boolean;
  settings: Record<string, unknown>;
  origin: string;
  /** The organization that it is a copy of; it ends by itself. */
  branch_of?: string;
}

const fence = new Schema<FenceRow>({ token: String, mode: String, expires_at: Date }, { _id: false });

export const OrganizationSchema = new Schema<OrganizationRow>(
  {
    organization_name: String,
    collection_name: { type: String, required: true },
    admin_id: { type: String, required: true },
    created_at: { type: Date, required: true },
    updated_at: { type: Date, required: true },
    uid: { type: String, required: true },
    seq: { type: Number, required: true },
    name: { type: String, required: true },
    name_key: String,
    slug: String,
    generation: { type: Number, required: true },
    status: { type: String, required: true },
    lifecycle: { type: String, required: true },
    fence,
    revision: Number,
    status_reason: String,
    members_revision: Number,
    collections_revision: Number,
    domain: String,
    domain_claimed_at: Date,
    domain_proved_at: Date,
    plan_id: String,
    factor_required_at: Date,
    factor_from: Date,
    factor_reminded_at: Date,
    personal: Boolean,
    settings: Schema.Types.Mixed,
    origin: { type: String, required: true },
    branch_of: String,
  },
  { collection: 'organizations', versionKey: false },
);

const claimed = (field: string) => ({
  unique: true,
  partialFilterExpression: { [field]: { $type: 'string' } },
});
// Look-up by name: GET /org/get, and the documented uniqueness of names.
OrganizationSchema.index({ organization_name: 1 }, claimed('organization_name'));
OrganizationSchema.index({ name_key: 1 }, claimed('name_key')); // one claim per normalised name
OrganizationSchema.index({ slug: 1 }, claimed('slug')); // two different names never share a database name
OrganizationSchema.index({ collection_name: 1 }, { unique: true }); // who lives in this database?
OrganizationSchema.index({ domain: 1 }, claimed('domain')); // sign-up by domain (S0-10)
OrganizationSchema.index({ uid: 1 }, { unique: true }); // look-up by UUID (S3)
OrganizationSchema.index({ factor_from: 1 }, { sparse: true }); // which days of grace are nearly over?
OrganizationSchema.index({ seq: 1 }, { unique: true }); // look-up by integer id (S0, S2, S4)
// The reconciler's question: which changes were interrupted?
OrganizationSchema.index(
  { lifecycle: 1 },
  { partialFilterExpression: { lifecycle: { $in: ['moving', 'deleting'] } } },
);

/** The registry of database names: the only authority on which name belongs to whom. Rows are never removed. */
export interface DatabaseRow {
  _id: string;
  org_id: string;
  slug: string;
  generation: number;
  /** `building`: a copy is being made; `active`; `dropping`; `dropped`: the name is spent for ever;
   *  `kept`: what an undo replaced, until `kept_until`;
   *  `left`: spent as well, but it was not provably this registry's to drop, so it is there. */
  state: 'building' | 'active' | 'kept' | 'dropping' | 'dropped' | 'left';
  created_at: Date;
  dropped_at?: Date;
  /** Of `kept`: when the organization left it, and when it is dropped. */
  left_at?: Date;
  kept_until?: Date;
  /** The database got this registry's mark; absent on rows that are older than marks. */
  marked?: boolean;
  /** When a key for archives of it was made: written so that this and its end exclude each other. */
  archived_at?: Date;
  /** When a writer found that it may have come after the drop: the proof that one can have been there. */
  late_writer_at?: Date;
}

export const DatabaseSchema = new Schema<DatabaseRow>(
  {
    _id: { type: String, required: true },
    org_id: { type: String, required: true },
    slug: { type: String, required: true },
    generation: { type: Number, required: true },
    state: { type: String, required: true },
    created_at: { type: Date, required: true },
    dropped_at: Date,
    left_at: Date,
    kept_until: Date,
    marked: Boolean,
    archived_at: Date,
    late_writer_at: Date,
  },
  { collection: 'databases', versionKey: false },
);
DatabaseSchema.index({ slug: 1, generation: -1 }); // the next unused generation of a slug
DatabaseSchema.index({ org_id: 1 }); // the databases of an organization: delete
DatabaseSchema.index({ state: 1 }); // the sweeper's question: which ones are unfinished?

import type { Erasable } from '@rowhouse/verify/audit-log';
import { Schema, type Types } from 'mongoose';
import { ANCHORS } from './audit-anchor.js';

/** What a hash covers: everything of an entry but the hash itself. */
export interface AuditContent {
  _id: Types.ObjectId;
  /** Organization id, or `platform`. */
  chain: string;
  /** Place in the chain, from 1. */
  n: number;
  at: Date;
  action: string;
  actor_id: string | null;
  impersonator_id?: string;
  api_key_id?: string;
  org_id?: string;
  target_type: string;
  target_id: string;
  details: Record<string, unknown>;
  request_id?: string;
  /** The client's own; for searches in the collection, not shown by the API. */
  client_request_id?: string;
  ip?: string;
  /** Of the values that can be erased with a person; absent: they are derived from the key (entries.ts). */
  salts?: Salts;
  /** Hash of the entry before it. */
  prev: string;
  /** Number of the key it is hashed with; absent: it comes from a version that had none. */
  key?: number;
}

/** A line of the log. Rows are only ever added; they outlive their organization, as evidence. */
export interface AuditRow extends AuditContent {
  hash: string;
  /** Values that were erased with a person: the hash no longer covers the row, `mac` does (ADR-0069). */
  erased?: Erased;
}

/** Hex of random bytes, by the name of the value. */
export type Salts = Partial<Record<Erasable, string>>;

export type Erased = Partial<Record<Erasable, string>> & {
  /** Number of the key that made `mac`. */
  key: number;
  /** HMAC-SHA-256 of the row as it is now. */
  mac: string;
};

export const AuditSchema = new Schema<AuditRow>(
  {
    chain: { type: String, required: true },
    n: { type: Number, required: true },
    at: Date,
    action: String,
    actor_id: String,
    impersonator_id: String,
    api_key_id: String,
    org_id: String,
    target_type: String,
    target_id: String,
    details: Schema.Types.Mixed,
    request_id: String,
    client_request_id: String,
    ip: String,
    salts: Schema.Types.Mixed,
    erased: Schema.Types.Mixed,
    prev: String,
    key: Number,
    hash: String,
  }, // Mixed details are a record that mongoose's own types cannot follow
  { collection: 'audit_log', versionKey: false, minimize: false },
);
AuditSchema.index({ chain: 1, n: 1 }, { unique: true }); // one entry per place, and an organization's log in order
AuditSchema.index({ actor_id: 1, _id: 1 }); // what a person did, to show it to them and to erase their addresses
AuditSchema.index({ target_id: 1 }); // what was done about a person

/** Read and written by the driver: a mac covers what is stored, not what mongoose makes of it. */
export const AuditAnchorSchema = new Schema({ _id: String }, { collection: ANCHORS, strict: false });

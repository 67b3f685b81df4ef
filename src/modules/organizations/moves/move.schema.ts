import type { Timestamp } from 'mongodb';
import { Schema } from 'mongoose';

export type MovePhase = 'copying' | 'catching_up' | 'switching' | 'cleaning' | 'done' | 'failed';

/** A change of an organization's database: a row that any instance can take up where another one stopped. */
export interface Move {
  _id: string;
  /** Absent: an update. */
  kind?: 'undo' | 'restore';
  /** Of an undo: the moment, the database the organization lived in then, and how long `from` is kept. */
  at?: Timestamp;
  source?: string;
  kept_until?: Date;
  /** Of a restore: the backup; with `source` and `at` what it begins from, and absent where that is a birth. */
  backup?: string;
  org_id: string;
  phase: MovePhase;
  from: string;
  to: string;
  generation: number;
  slug: string;
  name: string;
  /** Only of a rename: the claim on the new name. */
  name_key?: string;
  /** Who asked for it, and by which session: both are asked for again when the work is done. */
  actor_id: string;
  sid: string;
  /** Of the request, for the audit log. */
  impersonator_id?: string;
  request_id?: string;
  client_request_id?: string;
  ip?: string;
  /** What the update changes, by name; those of the credentials are changed already. */
  fields?: string[];
  lease_owner?: string;
  lease_until: Date;
  documents_total: number;
  documents_done: number;
  /** Operation time from which the source's changes are applied; absent until the copy has begun. */
  since?: unknown;
  /** Last copied _id by collection; a collection that is complete says so. */
  positions: { collection: string; last: unknown; complete: boolean }[];
  /** Milliseconds during which writers waited. */
  pause_ms?: number;
  /** Errors that would not pass by themselves; absent: none. */
  attempts?: number;
  /** The last of them, or why it failed. */
  error?: string;
  created_at: Date;
  updated_at: Date;
}

export const MoveSchema = new Schema<Move>(
  {
    _id: { type: String, required: true },
    kind: String,
    at: Schema.Types.Mixed,
    source: String,
    kept_until: Date,
    backup: String,
    org_id: { type: String, required: true },
    phase: { type: String, required: true },
    from: { type: String, required: true },
    to: { type: String, required: true },
    generation: { type: Number, required: true },
    slug: { type: String, required: true },
    name: { type: String, required: true },
    name_key: String,
    actor_id: { type: String, required: true },
    sid: { type: String, required: true },
    impersonator_id: String,
    request_id: String,
    client_request_id: String,
    ip: String,
    fields: { type: [String], default: undefined },
    lease_owner: String,
    lease_until: { type: Date, required: true },
    documents_total: { type: Number, required: true },
    documents_done: { type: Number, required: true },
    since: Schema.Types.Mixed,
    positions: { type: [Schema.Types.Mixed], default: [] } as never, // Mixed: an _id may be of any type
    pause_ms: Number,
    attempts: Number,
    error: String,
    created_at: { type: Date, required: true },
    updated_at: { type: Date, required: true },
  },
  { collection: 'moves', versionKey: false },
);
// The reconciler's question: which moves has nobody in hand?
MoveSchema.index({ phase: 1, lease_until: 1 });
MoveSchema.index({ org_id: 1, created_at: -1 }); // the operations of an organization

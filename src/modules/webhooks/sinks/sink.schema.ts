import { Schema } from 'mongoose';
import type { QueueRow } from '../../../database/work/queue-rows.js';
import type { LogPlace } from '../../audit/audit.types.js';
import type { SealedSecret } from '../signatures.js';
import type { OffReason } from '../webhooks.types.js';
import type { SinkBucket, SinkKind } from './audit-sinks.types.js';

export interface SinkRow extends QueueRow {
  _id: string;
  /** Whose log it takes: an organization's id or PLATFORM_CHAIN. */
  log: string;
  kind: SinkKind;
  url?: string;
  bucket?: SinkBucket;
  description: string;
  enabled: boolean;
  off?: { reason: OffReason; at: Date };
  /** Of kind `http`: the newest first; at most two. */
  secrets: SealedSecret[];
  /** Of kind `s3`: the secret access key. */
  sealed_key?: Buffer;
  /** The last entry that was accepted. */
  position: LogPlace;
  /** Something is to be sent. */
  pending: boolean;
  /** A log that is not long enough for an object waits until then. */
  rests_until: Date;
  failing_since?: Date;
  delivered_at?: Date;
  /** Its organization is deleted: what is left of the log is sent, then the sink goes. */
  closing?: boolean;
  created_at: Date;
  updated_at: Date;
}

/** Written by mongoose in transactions, worked off by the driver. */
export const SinkSchema = new Schema<SinkRow>(
  {
    _id: { type: String, required: true },
    log: { type: String, required: true },
    kind: { type: String, required: true },
    url: String,
    bucket: Schema.Types.Mixed,
    description: { type: String, default: '' },
    enabled: { type: Boolean, required: true },
    off: Schema.Types.Mixed,
    secrets: { type: Schema.Types.Mixed, required: true },
    sealed_key: Buffer,
    position: { type: Schema.Types.Mixed, required: true },
    pending: { type: Boolean, required: true },
    attempts: { type: Number, required: true },
    next_at: { type: Date, required: true },
    rests_until: { type: Date, required: true },
    lease_owner: String,
    last_error: String,
    failing_since: Date,
    delivered_at: Date,
    closing: Boolean,
    created_at: { type: Date, required: true },
    updated_at: { type: Date, required: true },
  }, // Mixed parts are records of ours that are read and written as a whole
  { collection: 'audit_sinks', versionKey: false, minimize: false },
);
SinkSchema.index({ log: 1, _id: 1 }); // those of a log
SinkSchema.index({ enabled: 1, pending: 1, next_at: 1 }); // which are to be worked off, and which are idle

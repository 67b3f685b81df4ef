import { Schema } from 'mongoose';
import type { SealedSecret } from './signatures.js';
import type { OffReason } from './webhooks.types.js';

export interface EndpointRow {
  _id: string;
  org_id: string;
  url: string;
  description: string;
  event_types: string[];
  ordered: boolean;
  enabled: boolean;
  off?: { reason: OffReason; at: Date };
  /** The newest first; at most two. */
  secrets: SealedSecret[];
  created_at: Date;
  updated_at: Date;
  /** Gone for everybody; its deliveries are removed before the row is. */
  removed_at?: Date;
}

const SecretSchema = new Schema<SealedSecret>(
  {
    sealed: { type: Buffer, required: true },
    public_key: { type: String, required: true },
    created_at: { type: Date, required: true },
    expires_at: Date,
  },
  { _id: false },
);

export const EndpointSchema = new Schema<EndpointRow>(
  {
    _id: { type: String, required: true },
    org_id: { type: String, required: true },
    url: { type: String, required: true },
    description: { type: String, default: '' },
    event_types: { type: [String], required: true },
    ordered: { type: Boolean, required: true },
    enabled: { type: Boolean, required: true },
    off: new Schema({ reason: String, at: Date }, { _id: false }),
    secrets: { type: [SecretSchema], required: true },
    created_at: { type: Date, required: true },
    updated_at: { type: Date, required: true },
    removed_at: Date,
  },
  { collection: 'webhook_endpoints', versionKey: false },
);
EndpointSchema.index({ org_id: 1, _id: 1 }); // those of an organization
EndpointSchema.index({ removed_at: 1 }, { partialFilterExpression: { removed_at: { $exists: true } } }); // what is to be cleaned up

/**
 * The right to deliver to an endpoint, and how it goes. Apart from the endpoint, so that deliveries and changes of the
 * endpoint never wait for each other.
 */
export interface LaneRow {
  _id: string;
  owner?: string;
  until: Date;
  /** Nothing is sent before. */
  rests_until: Date;
  /** Failed tries since the last success. */
  failures: number;
  failing_since?: Date;
}

export const LaneSchema = new Schema<LaneRow>(
  {
    _id: { type: String, required: true },
    owner: String,
    until: { type: Date, required: true },
    rests_until: { type: Date, required: true },
    failures: { type: Number, required: true },
    failing_since: Date,
  },
  { collection: 'webhook_lanes', versionKey: false },
);

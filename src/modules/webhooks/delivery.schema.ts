import { Schema, type Types } from 'mongoose';
import type { DeliveryState, Try } from './webhooks.types.js';

/** One event for one endpoint, written in the transaction of the act. */
export interface DeliveryRow {
  _id: Types.ObjectId;
  endpoint_id: string;
  event_id: string;
  /** Place of the event; 0 for a test. */
  n: number;
  type: string;
  /** What is sent, so that each try has the same bytes. */
  body: string;
  state: DeliveryState;
  attempts: number;
  /** When it is due, by the server's clock; 1970: at once. */
  next_at: Date;
  /** From when on three days are counted: of its event, or of the replay. */
  since: Date;
  tries: Try[];
  created_at: Date;
  /** When it is forgotten. */
  expires_at: Date;
}

export const DeliverySchema = new Schema<DeliveryRow>(
  {
    endpoint_id: { type: String, required: true },
    event_id: { type: String, required: true },
    n: { type: Number, required: true },
    type: { type: String, required: true },
    body: { type: String, required: true },
    state: { type: String, required: true },
    attempts: { type: Number, required: true },
    next_at: { type: Date, required: true },
    since: { type: Date, required: true },
    tries: { type: Schema.Types.Mixed, required: true },
    created_at: { type: Date, required: true },
    expires_at: { type: Date, required: true },
  }, // Mixed tries are records that mongoose's own types cannot follow
  { collection: 'webhook_deliveries', versionKey: false },
);
DeliverySchema.index({ endpoint_id: 1, event_id: 1 }, { unique: true }); // an event goes to an endpoint as one delivery
DeliverySchema.index({ endpoint_id: 1, state: 1, n: 1 }); // what is next for an endpoint
DeliverySchema.index({ endpoint_id: 1, _id: 1 }); // the list of an endpoint
DeliverySchema.index({ state: 1, next_at: 1, endpoint_id: 1 }); // which endpoints have something that is due
DeliverySchema.index({ expires_at: 1 }, { expireAfterSeconds: 0 }); // what is over is forgotten

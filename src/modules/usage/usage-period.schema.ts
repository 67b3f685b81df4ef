import { Schema } from 'mongoose';
import type { UsageSums } from './usage.types.js';

/** A record of a closed hour of an organization. */
export interface UsagePeriodRow extends UsageSums {
  _id: number;
  org_id: string;
  hour: Date;
  active_members: number;
  seats: number | null;
  storage: number | null;
  late?: UsageSums;
  closed_at: Date;
  expires_at: Date;
}

export const UsagePeriodSchema = new Schema<UsagePeriodRow>(
  {
    _id: { type: Number, required: true },
    org_id: { type: String, required: true },
    hour: { type: Date, required: true },
    requests: Number,
    documents: Number,
    bytes: Number,
    active_members: Number,
    seats: Number,
    storage: Number,
    late: Schema.Types.Mixed,
    closed_at: { type: Date, required: true },
    expires_at: { type: Date, required: true },
  },
  { collection: 'usage_periods', versionKey: false },
);
UsagePeriodSchema.index({ org_id: 1, hour: 1 }, { unique: true }); // one record of an hour
UsagePeriodSchema.index({ org_id: 1, _id: 1 }); // an organization's records in their order
UsagePeriodSchema.index({ hour: 1 }); // which organizations have a record of this hour?
UsagePeriodSchema.index({ expires_at: 1 }, { expireAfterSeconds: 0 }); // USAGE_KEEP_DAYS

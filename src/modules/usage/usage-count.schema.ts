import { Schema } from 'mongoose';
import type { UsageSums } from './usage.types.js';

/** What one instance counted of an organization in one hour. */
export interface UsageCountRow extends UsageSums {
  /** organization:hour:instance */
  _id: string;
  org_id: string;
  /** Hours since 1970. */
  hour: number;
  /** Members seen. Taken away when the hour is closed. */
  users?: string[];
  /** What records have told of it. */
  billed?: UsageSums;
  /** It may have more than was billed. */
  open: boolean;
  expires_at?: Date;
}

export const UsageCountSchema = new Schema<UsageCountRow>(
  {
    _id: { type: String, required: true },
    org_id: { type: String, required: true },
    hour: { type: Number, required: true },
    requests: Number,
    documents: Number,
    bytes: Number,
    users: { type: [String], default: undefined },
    billed: Schema.Types.Mixed,
    open: { type: Boolean, required: true },
    expires_at: Date,
  },
  { collection: 'usage_counts', versionKey: false },
);
// Closing and reading ask for what is open only.
UsageCountSchema.index({ org_id: 1, hour: 1 }, { partialFilterExpression: { open: true } });
UsageCountSchema.index({ hour: 1 }, { partialFilterExpression: { open: true } }); // the earliest one
UsageCountSchema.index({ expires_at: 1 }, { expireAfterSeconds: 0 }); // billed, and too old to be told again

import { Schema } from 'mongoose';

/** Somebody asked for a new password. Kept until it is known whether an account has the address. */
export interface ResetRequest {
  /** The canonical address that was given: asking twice at once is asking once. */
  _id: string;
  created_at: Date;
}

export const ResetRequestSchema = new Schema<ResetRequest>(
  {
    _id: { type: String, required: true },
    created_at: { type: Date, required: true },
  },
  { collection: 'reset_requests', versionKey: false },
);
// The oldest first; one that nobody could answer for an hour is asked again by who still waits.
ResetRequestSchema.index({ created_at: 1 }, { expireAfterSeconds: 3600 });

import { Schema } from 'mongoose';

/** A limit of an organization that refused something in an hour, and was told. */
export interface ReachedLimitRow {
  /** `<organization> <limit> <hour>`: at most one of each, on all instances. */
  _id: string;
  expires_at: Date;
}

export const ReachedLimitSchema = new Schema<ReachedLimitRow>(
  { _id: { type: String, required: true }, expires_at: { type: Date, required: true } },
  { collection: 'reached_limits', versionKey: false },
);
ReachedLimitSchema.index({ expires_at: 1 }, { expireAfterSeconds: 0 });

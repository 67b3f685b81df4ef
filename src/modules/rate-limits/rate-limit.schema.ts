import { Schema } from 'mongoose';

/** One count that all instances share. The keys are digests: nobody's address can be read here. */
export interface RateLimitRow {
  _id: string;
  /** Taken in this window. */
  used: number;
  /** What the last change was given: the answer of the same update. */
  granted: number;
  /** End of the window, by the clock of the database. */
  resets_at: Date;
  /** Until then the network is one the account signed in from. */
  known_until?: Date;
  /** Nothing here is of use any longer. */
  expires_at: Date;
}

export const RateLimitSchema = new Schema<RateLimitRow>(
  {
    _id: { type: String, required: true },
    used: { type: Number, required: true },
    granted: Number,
    resets_at: { type: Date, required: true },
    known_until: Date,
    expires_at: { type: Date, required: true },
  },
  { collection: 'rate_limits', versionKey: false },
);
RateLimitSchema.index({ expires_at: 1 }, { expireAfterSeconds: 0 });

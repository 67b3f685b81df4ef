import { Schema } from 'mongoose';
import type { CodeData, CodePurpose } from './one-time-codes.types.js';

/** A code that was mailed and not used yet; the code itself is nowhere. */
export interface OneTimeCode {
  /** `<purpose>:<user id>`: a newer code of the same purpose takes the place of the older one. */
  _id: string;
  purpose: CodePurpose;
  user_id: string;
  /** SHA-256 of purpose and code: 256 random bits need no slower hash. */
  hash: string;
  data: CodeData;
  created_at: Date;
  expires_at: Date;
}

export const OneTimeCodeSchema = new Schema<OneTimeCode>(
  {
    _id: { type: String, required: true },
    purpose: { type: String, required: true },
    user_id: { type: String, required: true },
    hash: { type: String, required: true },
    data: { type: Schema.Types.Mixed, required: true },
    created_at: { type: Date, required: true },
    expires_at: { type: Date, required: true },
  }, // Mixed data is a type that mongoose's own types cannot follow
  { collection: 'one_time_codes', versionKey: false, minimize: false },
);
OneTimeCodeSchema.index({ hash: 1 }, { unique: true }); // whose code is this?
OneTimeCodeSchema.index({ user_id: 1 }); // a reset ends all codes of the account
OneTimeCodeSchema.index({ expires_at: 1 }, { expireAfterSeconds: 0 });

import { Schema } from 'mongoose';

/** An operator who acted, or acts, as another user. */
export interface ImpersonationRow {
  /** `sid` of its access token. */
  _id: string;
  operator_id: string;
  user_id: string;
  /** Null: an account without an organization. */
  organization_id: string | null;
  reason: string;
  created_at: Date;
  expires_at: Date;
  /** Before its time. */
  ended_at?: Date;
}

/** Seconds the list remembers them; the audit log has them for good. */
const KEPT_SECONDS = 90 * 24 * 3600;

export const ImpersonationSchema = new Schema<ImpersonationRow>(
  {
    _id: { type: String, required: true },
    operator_id: { type: String, required: true },
    user_id: { type: String, required: true },
    organization_id: { type: String, default: null },
    reason: { type: String, required: true },
    created_at: { type: Date, required: true },
    expires_at: { type: Date, required: true },
    ended_at: { type: Date },
  },
  { collection: 'impersonations', versionKey: false },
);
ImpersonationSchema.index({ user_id: 1 }); // those of a person
ImpersonationSchema.index({ created_at: -1, _id: -1 });
ImpersonationSchema.index({ expires_at: 1 }, { expireAfterSeconds: KEPT_SECONDS });

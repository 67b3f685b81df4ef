import { Schema } from 'mongoose';

/** One sign-in, for as long as its refresh token lives. No secret is in it: see refresh-token.ts. */
export interface Session {
  /** `sid` of its access tokens. */
  _id: string;
  user_id: string;
  /** Version of the account when it signed in: a changed password ends every session but its own. */
  ver: number;
  /** How often it was refreshed; only the newest refresh token works. */
  generation: number;
  rotated_at: Date;
  /**
   * When the generations of the last ten seconds were exchanged: those from `generation` on, up to the next
   * entry, at `at`. Absent on rows of earlier versions, and before the first exchange.
   */
  exchanges?: { generation: number; at: Date }[];
  /** The organization that was chosen at sign-in; absent: the default organization. */
  organization_id?: string;
  /** The application of TOKEN_CLIENTS that signed in. */
  client_id?: string;
  /** Where it was opened or refreshed last. */
  ip?: string;
  user_agent?: string;
  /** When a code of the second factor opened it; absent: none did. */
  factor_at?: Date;
  /** An operator acts as this account: see impersonation.schema.ts. */
  kind?: 'impersonation';
  /** The log that does not have the sign-in yet: an organization, or PLATFORM. Absent: it has, or none is to. */
  unrecorded?: string;
  created_at: Date;
  expires_at: Date;
}

export const SessionSchema = new Schema<Session>(
  {
    _id: { type: String, required: true },
    user_id: { type: String, required: true },
    ver: { type: Number, required: true },
    generation: { type: Number, required: true },
    rotated_at: { type: Date, required: true },
    exchanges: { type: [{ _id: false, generation: Number, at: Date }], default: undefined },
    organization_id: String,
    client_id: String,
    ip: String,
    user_agent: String,
    factor_at: Date,
    kind: String,
    unrecorded: String,
    created_at: { type: Date, required: true },
    expires_at: { type: Date, required: true },
  },
  { collection: 'sessions', versionKey: false },
);
SessionSchema.index({ user_id: 1, created_at: -1 }); // the sessions of an account: list, sign out everywhere
SessionSchema.index({ expires_at: 1 }, { expireAfterSeconds: 0 });
SessionSchema.index({ unrecorded: 1 }, { sparse: true }); // few: those of the last second, and what a crash left

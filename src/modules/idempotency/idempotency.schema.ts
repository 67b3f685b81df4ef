import { Schema } from 'mongoose';

/** One Idempotency-Key in use. Neither the key nor what was sent or answered can be read from it. */
export interface IdempotencyRow {
  /** Keyed hash of caller, route and Idempotency-Key. */
  _id: string;
  /** Keyed hash of what was asked with it. */
  fingerprint: string;
  /** Who works on it: a request whose lease was taken over cannot commit any more. */
  attempt: string;
  /** `committed`: the effect has happened, the answer is not stored (yet). */
  state: 'working' | 'committed' | 'answered';
  /** Until then a request works on it. */
  lease_until: Date;
  /** The encrypted answer. */
  answer?: Buffer;
  created_at: Date;
  expires_at: Date;
}

export const IdempotencySchema = new Schema<IdempotencyRow>(
  {
    _id: { type: String, required: true },
    fingerprint: { type: String, required: true },
    attempt: { type: String, required: true },
    state: { type: String, enum: ['working', 'committed', 'answered'], required: true },
    lease_until: { type: Date, required: true },
    answer: { type: Buffer },
    created_at: { type: Date, required: true },
    expires_at: { type: Date, required: true },
  },
  { collection: 'idempotency_keys', versionKey: false },
);
IdempotencySchema.index({ expires_at: 1 }, { expireAfterSeconds: 0 });

import { Schema } from 'mongoose';

/** A key pair that signs access tokens while ALGORITHM is not HS256. */
export interface SigningKeyRow {
  /** `kid`: the thumbprint of the public key (RFC 7638). */
  _id: string;
  /** Place in the order of use; the unique index lets one of several instances make it. */
  slot: number;
  /** The private key, encrypted with a key made of SECRET_KEY: a reader of the database cannot sign. */
  sealed: Buffer;
  /** From then on it signs, until the next one does. */
  activates_at: Date;
  created_at: Date;
}

export const SigningKeySchema = new Schema<SigningKeyRow>(
  {
    _id: { type: String, required: true },
    slot: { type: Number, required: true },
    sealed: { type: Buffer, required: true },
    activates_at: { type: Date, required: true },
    created_at: { type: Date, required: true },
  },
  { collection: 'signing_keys', versionKey: false },
);
SigningKeySchema.index({ slot: 1 }, { unique: true });

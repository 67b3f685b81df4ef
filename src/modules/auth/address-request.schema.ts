import { Schema } from 'mongoose';
import type { Locale } from '../../common/locales.js';

/** Why whoever has an address is to be mailed, if anybody has it. */
export type AddressRequestKind = 'reset_password' | 'email_in_use';

/** Somebody named an address. Kept until it is known whether an account has it. */
export interface AddressRequest {
  /** `<kind>:<canonical address>`: asking twice at once is asking once. */
  _id: string;
  kind: AddressRequestKind;
  email: string;
  /** Of whoever asked. */
  locale?: Locale;
  return_to?: string;
  created_at: Date;
}

export const AddressRequestSchema = new Schema<AddressRequest>(
  {
    _id: { type: String, required: true },
    kind: { type: String, required: true },
    email: { type: String, required: true },
    locale: String,
    return_to: String,
    created_at: { type: Date, required: true },
  },
  { collection: 'address_requests', versionKey: false },
);
// The oldest first; one that nobody could answer for an hour is asked again by who still waits.
AddressRequestSchema.index({ created_at: 1 }, { expireAfterSeconds: 3600 });

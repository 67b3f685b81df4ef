import { Schema } from 'mongoose';
import type { Locale } from '../../common/locales.js';

/** Why the user with an address, if there is one, gets an e-mail. */
export type AddressRequestKind = 'reset_password' | 'email_in_use';

/** An address was named in a request. Kept until it is known whether an account has it. */
export interface AddressRequest {
  /** `<kind>:<canonical address>`: asking twice at once is asking once. */
  _id: string;
  kind: AddressRequestKind;
  email: string;
  /** Of the one who asked. */
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
AddressRequestSchema.index({ email: 1 }); // those of a person
// The oldest first; one that nobody could answer for an hour is asked again by who still waits.
AddressRequestSchema.index({ created_at: 1 }, { expireAfterSeconds: 3600 });

import { Schema } from 'mongoose';

/** The second factor of an account: one at most. The account's own row says since when (`factor_since`). */
export interface SecondFactor {
  /** The account. */
  _id: string;
  /** The secret that the app of its owner has too, encrypted. */
  sealed: Buffer;
  /** Number of the key that sealed it. */
  key: number;
  /** The time step of the newest code that was used: none of it or before it works again. */
  last_step: number;
  /** SHA-256 of the recovery codes that are left: 80 random bits need no slower hash. */
  recovery: string[];
  created_at: Date;
}

export const SecondFactorSchema = new Schema<SecondFactor>(
  {
    _id: { type: String, required: true },
    sealed: { type: Buffer, required: true },
    key: { type: Number, required: true },
    last_step: { type: Number, required: true },
    recovery: { type: [String], required: true },
    created_at: { type: Date, required: true },
  },
  { collection: 'second_factors', versionKey: false },
);

/** An enrolment that was started, and is nothing until a first code confirms it. */
export interface FactorEnrolment {
  /** The account. */
  _id: string;
  sealed: Buffer;
  key: number;
  /** The session that started it: no other one may confirm it. */
  sid: string;
  expires_at: Date;
}

export const FactorEnrolmentSchema = new Schema<FactorEnrolment>(
  {
    _id: { type: String, required: true },
    sealed: { type: Buffer, required: true },
    key: { type: Number, required: true },
    sid: { type: String, required: true },
    expires_at: { type: Date, required: true },
  },
  { collection: 'factor_enrolments', versionKey: false },
);
FactorEnrolmentSchema.index({ expires_at: 1 }, { expireAfterSeconds: 0 });

/** A device that its owner said to remember: it signs in by password alone. */
export interface RememberedDevice {
  _id: string;
  user_id: string;
  /** Version of the account: a changed password, and whatever else ends every session, ends it. */
  ver: number;
  /** SHA-256 of its token: 256 random bits need no slower hash. */
  hash: string;
  ip?: string;
  user_agent?: string;
  /** The program without its versions: no other one uses the token. Absent on rows of earlier versions. */
  program?: string;
  created_at: Date;
  last_used_at: Date;
  expires_at: Date;
}

export const RememberedDeviceSchema = new Schema<RememberedDevice>(
  {
    _id: { type: String, required: true },
    user_id: { type: String, required: true },
    ver: { type: Number, required: true },
    hash: { type: String, required: true },
    ip: String,
    user_agent: String,
    program: String,
    created_at: { type: Date, required: true },
    last_used_at: { type: Date, required: true },
    expires_at: { type: Date, required: true },
  },
  { collection: 'remembered_devices', versionKey: false },
);
RememberedDeviceSchema.index({ hash: 1 }, { unique: true }); // whose device is this?
RememberedDeviceSchema.index({ user_id: 1, created_at: -1 }); // the devices of an account
RememberedDeviceSchema.index({ expires_at: 1 }, { expireAfterSeconds: 0 });

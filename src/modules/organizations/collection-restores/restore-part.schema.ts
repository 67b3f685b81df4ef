import { Schema } from 'mongoose';

/** A collection that is being restored, beside its name, while somebody works on it. */
export interface RestorePart {
  /** The name of the collection, which nobody else uses. */
  _id: string;
  org_id: string;
  database: string;
  lease_owner: string;
  lease_until: Date;
}

export const RestorePartSchema = new Schema<RestorePart>(
  {
    _id: { type: String, required: true },
    org_id: { type: String, required: true },
    database: { type: String, required: true },
    lease_owner: { type: String, required: true },
    lease_until: { type: Date, required: true },
  },
  { collection: 'restore_parts', versionKey: false },
);
RestorePartSchema.index({ lease_until: 1 });

import { Schema } from 'mongoose';
import type { PlanLimits, PlanType } from './plans.types.js';

export interface PlanRow {
  _id: string;
  type: PlanType;
  name: string;
  limits: PlanLimits;
  /** Absent in rows of earlier versions: as the plan of that type has it. */
  max_time_ms?: number | null;
}

const limit = { type: Number, default: null };

export const PlanSchema = new Schema<PlanRow>(
  {
    _id: { type: String, required: true },
    type: { type: String, required: true },
    name: { type: String, required: true },
    max_time_ms: Number,
    limits: {
      members: limit,
      requests_per_minute: limit,
      storage: limit,
      collections: limit,
      api_keys: limit,
    },
  },
  { collection: 'plans', versionKey: false },
);
PlanSchema.index({ type: 1 }, { unique: true }); // a plan is also named by its type (S3-04)

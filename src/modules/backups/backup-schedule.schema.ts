import { Schema } from 'mongoose';
import type { SkipReason } from './backup-schedule.types.js';

export interface BackupScheduleRow {
  /** The organization's id. */
  _id: string;
  cron: string;
  time_zone: string;
  keep_count: number;
  keep_days?: number;
  /** Absent: it is off, or never due again. */
  next_at?: Date;
  enabled: boolean;
  last_at?: Date;
  last_backup?: string;
  skipped?: SkipReason;
}

export const BackupScheduleSchema = new Schema<BackupScheduleRow>(
  {
    _id: { type: String, required: true },
    cron: { type: String, required: true },
    time_zone: { type: String, required: true },
    keep_count: { type: Number, required: true },
    keep_days: Number,
    next_at: Date,
    enabled: { type: Boolean, required: true },
    last_at: Date,
    last_backup: String,
    skipped: String,
  },
  { collection: 'backup_schedules', versionKey: false },
);
BackupScheduleSchema.index({ next_at: 1 }, { sparse: true }); // which are due?

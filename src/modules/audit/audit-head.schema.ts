import { Schema } from 'mongoose';

/** Collection of the heads that were published, in master. */
export const HEADS = 'audit_heads';

export interface HeadRow {
  /** Log and count. */
  _id: string;
  log: string;
  count: number;
  link: string;
  hash: string;
  at: Date;
  signed: string;
}

/** Read and written by the driver. */
export const HeadSchema = new Schema<HeadRow>(
  { _id: String, log: String, count: Number },
  { collection: HEADS, strict: false, versionKey: false },
);
HeadSchema.index({ log: 1, count: -1 }); // the heads of a log, newest first

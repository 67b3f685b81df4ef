import { Schema, type Types } from 'mongoose';
import type { Locale } from '../../common/locales.js';
import type { QueueRow } from '../../database/work/queue-rows.js';
import type { MailContent, MailTemplate } from './mail.types.js';

export type OutboxState = 'pending' | 'sent' | 'failed' | 'kept';

/** An e-mail that is enqueued, or was delivered. */
export interface OutboxRow extends QueueRow {
  _id: Types.ObjectId;
  key: string;
  to: string;
  template: MailTemplate;
  /** Names and links; taken away when the mail is sent or given up, because links carry tokens. */
  data?: MailContent['data'];
  /** What language it is written in; English when absent, as in rows of earlier versions. */
  locale?: Locale;
  org_id?: string;
  state: OutboxState;
  message_id: string;
  created_at: Date;
  sent_at?: Date;
  /** When the row is forgotten. */
  expires_at?: Date;
}

export const OutboxSchema = new Schema<OutboxRow>(
  {
    key: { type: String, required: true },
    to: { type: String, required: true },
    template: { type: String, required: true },
    data: Schema.Types.Mixed,
    locale: String,
    org_id: String,
    state: { type: String, required: true },
    attempts: { type: Number, required: true },
    next_at: { type: Date, required: true },
    lease_owner: String,
    last_error: String,
    message_id: { type: String, required: true },
    created_at: { type: Date, required: true },
    sent_at: Date,
    expires_at: Date,
  }, // Mixed data is a union that mongoose's own types cannot follow
  { collection: 'outbox', versionKey: false },
);
OutboxSchema.index({ key: 1 }, { unique: true }); // was this mail written before?
OutboxSchema.index({ state: 1, next_at: 1 }); // the worker's question: which mail is due?
OutboxSchema.index({ to: 1 }); // the mails of a person, to show them and to erase them
OutboxSchema.index({ expires_at: 1 }, { expireAfterSeconds: 0 }); // rows that ended are forgotten

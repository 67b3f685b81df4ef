import { Schema } from 'mongoose';
import type { Locale } from '../../common/locales.js';

/** The face of an organization. */
export interface BrandingRow {
  /** The organization's id. */
  _id: string;
  product_name?: string;
  home_url?: string;
  logo_url?: string;
  color?: string;
  color_dark?: string;
  sender_name?: string;
  support_email?: string;
  locale?: Locale;
  return_addresses?: string[];
  revision: number;
  updated_at: Date;
}

export const BrandingSchema = new Schema<BrandingRow>(
  {
    _id: { type: String, required: true },
    product_name: String,
    home_url: String,
    logo_url: String,
    color: String,
    color_dark: String,
    sender_name: String,
    support_email: String,
    locale: String,
    return_addresses: { type: [String], default: undefined },
    revision: { type: Number, required: true },
    updated_at: { type: Date, required: true },
  },
  { collection: 'brandings', versionKey: false },
);

import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import type { Branding, BrandingChange } from './branding.types.js';
import type { BrandingRow } from './branding.schema.js';

const FIELDS = {
  productName: 'product_name',
  homeUrl: 'home_url',
  logoUrl: 'logo_url',
  color: 'color',
  colorDark: 'color_dark',
  senderName: 'sender_name',
  supportEmail: 'support_email',
  locale: 'locale',
  returnAddresses: 'return_addresses',
} as const satisfies Record<keyof BrandingChange, keyof BrandingRow>;

@Injectable()
export class BrandingRepository {
  constructor(@InjectModel('Branding') private readonly brandings: Model<BrandingRow>) {}

  async find(orgId: string, session?: ClientSession): Promise<Branding> {
    const row = await this.brandings
      .findById(orgId)
      .session(session ?? null)
      .lean<BrandingRow>();
    return toBranding(row);
  }

  async change(orgId: string, change: BrandingChange, session: ClientSession): Promise<Branding> {
    const given = Object.entries(FIELDS).flatMap(([field, name]) => {
      const value = change[field as keyof BrandingChange];
      return value === undefined ? [] : [[name, value] as const];
    });
    const row = await this.brandings
      .findByIdAndUpdate(
        orgId,
        {
          $set: {
            ...Object.fromEntries(given.filter(([, value]) => value !== null)),
            updated_at: new Date(),
          },
          $unset: Object.fromEntries(given.flatMap(([name, value]) => (value === null ? [[name, 1]] : []))),
          $inc: { revision: 1 },
        },
        { session, upsert: true, returnDocument: 'after' },
      )
      .lean<BrandingRow>();
    return toBranding(row);
  }

  /** For insertAgain(). */
  listRows(orgId: string, session: ClientSession): Promise<BrandingRow[]> {
    return this.brandings.find({ _id: orgId }).session(session).lean<BrandingRow[]>().exec();
  }

  async insertAgain(rows: readonly BrandingRow[], session: ClientSession): Promise<void> {
    if (rows.length > 0) await this.brandings.insertMany(rows, { session });
  }

  async remove(orgId: string, session: ClientSession): Promise<void> {
    await this.brandings.deleteOne({ _id: orgId }, { session });
  }
}

function toBranding(row: BrandingRow | null): Branding {
  const fields = Object.entries(FIELDS).flatMap(([field, name]) => {
    const value = row?.[name];
    return value === undefined || value === null ? [] : [[field, value] as const];
  });
  return { returnAddresses: [], revision: row?.revision ?? 0, ...Object.fromEntries(fields) };
}

import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import type { ReturnTo } from '../../common/request-scope.js';
import type { Locale } from '../../common/locales.js';
import type { AddressRequest, AddressRequestKind } from './address-request.schema.js';

@Injectable()
export class AddressRequestsRepository {
  constructor(@InjectModel('AddressRequest') private readonly requests: Model<AddressRequest>) {}

  async put(
    kind: AddressRequestKind,
    email: string,
    { locale, returnTo }: { locale?: Locale; returnTo?: ReturnTo } = {},
  ): Promise<void> {
    const $setOnInsert = {
      kind,
      email,
      ...(locale === undefined ? {} : { locale }),
      ...(returnTo === undefined ? {} : { return_to: returnTo.address }),
      created_at: new Date(),
    };
    await this.requests.updateOne({ _id: `${kind}:${email}` }, { $setOnInsert }, { upsert: true });
  }

  async listOldest(limit: number): Promise<AddressRequest[]> {
    return this.requests.find().sort({ created_at: 1 }).limit(limit).lean<AddressRequest[]>();
  }

  /** False when another instance has it. */
  async take({ _id }: AddressRequest, session: ClientSession): Promise<boolean> {
    const result = await this.requests.deleteOne({ _id }, { session });
    return result.deletedCount === 1;
  }
}

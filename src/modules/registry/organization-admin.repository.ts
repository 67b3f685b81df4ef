import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import type { OrganizationRow } from './organization.schema.js';

@Injectable()
export class OrganizationAdminRepository {
  constructor(@InjectModel('Organization') private readonly organizations: Model<OrganizationRow>) {}

  async set(orgId: string, userId: string, session: ClientSession): Promise<void> {
    const change = { admin_id: userId, updated_at: new Date() };
    await this.organizations.updateOne({ _id: orgId }, { $set: change }, { session });
  }
}

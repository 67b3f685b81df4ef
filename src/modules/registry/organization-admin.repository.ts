import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import mongoose, { type ClientSession, type Model } from 'mongoose';
import type { OrganizationRow } from './organization.schema.js';

@Injectable()
export class OrganizationAdminRepository {
  constructor(@InjectModel('Organization') private readonly organizations: Model<OrganizationRow>) {}

  async set(orgId: string, userId: string, session: ClientSession): Promise<void> {
    const change = { admin_id: userId, updated_at: new Date() };
    await this.organizations.updateOne({ _id: orgId }, { $set: change }, { session });
  }

  async setUnlessAmong(orgId: string, userIds: readonly string[], session: ClientSession): Promise<void> {
    await this.organizations.updateOne(
      { _id: orgId, admin_id: mongoose.trusted({ $nin: [...userIds] }) },
      { $set: { admin_id: userIds[0] } },
      { session },
    );
  }
}

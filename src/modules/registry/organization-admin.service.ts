import { Injectable } from '@nestjs/common';
import type { Tx } from '../../database/transactions.js';
import { OrganizationAdminRepository } from './organization-admin.repository.js';

/** The documented `admin_id` of an organization (S1-04): always one of its owners. */
@Injectable()
export class OrganizationAdminService {
  constructor(private readonly rows: OrganizationAdminRepository) {}

  /** Stays the same user, if that is one of these. @param owners at least one */
  async keepAmong(orgId: string, owners: readonly string[], session: Tx): Promise<void> {
    await this.rows.setUnlessAmong(orgId, owners, session);
  }

  /** In the transaction that makes the former one something else. */
  async appoint(orgId: string, userId: string, session: Tx): Promise<void> {
    await this.rows.set(orgId, userId, session);
  }
}

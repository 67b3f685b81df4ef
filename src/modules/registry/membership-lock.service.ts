import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import type { Tx } from '../../database/transactions.js';
import type { Organization } from './organizations.types.js';
import { OrganizationsRepository } from './organizations.repository.js';

/**
 * Changes of an organization's members wait for each other, and for its deletion: what counts owners or
 * seats inside the transaction counts what will be true at its commit.
 */
@Injectable()
export class MembershipLockService {
  constructor(private readonly organizations: OrganizationsRepository) {}

  /**
   * The first statement of a transaction that changes who is in an organization, or what they may do.
   * @throws AppError organization.not_found when it is gone or being deleted
   */
  async take(orgId: string, session: Tx): Promise<Organization> {
    const organization = await this.organizations.countMembershipChange(orgId, session);
    if (!organization) throw new AppError('organization.not_found');
    return organization;
  }
}

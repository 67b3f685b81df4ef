import { Injectable } from '@nestjs/common';
import type { TenantRecord } from '@rowhouse/tenancy';
import { AppError } from '../../common/errors/app-error.js';
import { ChangeFeed } from '../../database/change-feed.js';
import { InstanceService } from './instance.service.js';
import { OrganizationRegistryService } from './organization-registry.service.js';

/** Which database an organization's requests go to: the registry's answer, as long as this instance may work. */
@Injectable()
export class TenantDirectoryService {
  constructor(
    private readonly registry: OrganizationRegistryService,
    private readonly instance: InstanceService,
    private readonly feed: ChangeFeed,
  ) {}

  /** The feed tells of every fence and move, and the others wait for this instance before they flip. */
  get trusted(): boolean {
    return this.feed.coherent && this.instance.alive;
  }

  /** A write that ends under another term than it began may be in a database that was left meanwhile. */
  get term(): number {
    return this.instance.term;
  }

  /** @throws AppError service.unavailable while the lease of this instance is not renewed */
  async resolve(organizationId: string): Promise<TenantRecord | null> {
    if (!this.instance.alive) throw new AppError('service.unavailable', { retryAfter: 1 });
    const organization = await this.registry.byId(organizationId);
    return organization && { database: organization.database, available: organization.status === 'active' };
  }
}

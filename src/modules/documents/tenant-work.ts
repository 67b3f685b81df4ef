import { Injectable } from '@nestjs/common';
import { TenantConnectionFactory, type TenantDb, type TenantMode } from '@rowhouse/tenancy';
import { FairShare } from '../../common/fair-share.js';
import { Metrics } from '../../common/metrics/metrics.js';
import { showQueue } from '../../common/metrics/queue-metrics.js';
import { Env } from '../../config/env.js';
import { InstanceService } from '../registry/instance.service.js';

/** Of the sockets to MongoDB: what documents may use at once, and what exports and imports may. */
const REQUESTS_OF_POOL = 0.75;
const TRANSFERS_OF_POOL = 0.1;
/**
 * Commands that organizations share while there are several, over all instances: few enough to cost another organization's
 * request little processor time, enough to keep two cores of mongod busy.
 */
const SHARED = 12;
const SHARED_TRANSFERS = 4;
const MAX_WAITING = 500;
const WAIT_MS = 2000;
/** A batch of a transfer waits as long as a fence is waited for. */
const TRANSFER_WAIT_MS = 30_000;

/**
 * Work on organizations' databases, in front of the shared connection pool: each organization has a share of what is
 * in hand, and takes turns for more; exports and imports have a lane of their own (ADR-0061).
 */
@Injectable()
export class TenantWork {
  private readonly requests: FairShare;
  private readonly transfers: FairShare;

  constructor(
    private readonly tenants: TenantConnectionFactory,
    env: Env,
    instance: InstanceService,
    metrics: Metrics,
  ) {
    const pool = env.MONGODB_POOL_SIZE;
    const shareOf = (all: number) => () => all / instance.count;
    this.requests = new FairShare({
      slots: Math.max(2, Math.floor(pool * REQUESTS_OF_POOL)),
      shared: shareOf(SHARED),
      maxWaiting: MAX_WAITING,
      waitMs: WAIT_MS,
    });
    this.transfers = new FairShare({
      slots: Math.max(2, Math.floor(pool * TRANSFERS_OF_POOL)),
      shared: shareOf(SHARED_TRANSFERS),
      maxWaiting: MAX_WAITING,
      waitMs: TRANSFER_WAIT_MS,
    });
    showQueue(metrics, 'documents', this.requests);
    showQueue(metrics, 'transfers', this.transfers);
  }

  /** As TenantConnectionFactory.run. @throws AppError organization.overloaded too */
  run<T>(
    organizationId: string,
    work: (db: TenantDb) => Promise<T>,
    options?: { mode?: TenantMode },
  ): Promise<T> {
    return this.requests.run(organizationId, () => this.tenants.run(organizationId, work, options));
  }

  /** A batch of an export or an import. */
  transfer<T>(
    organizationId: string,
    work: (db: TenantDb) => Promise<T>,
    options?: { mode?: TenantMode },
  ): Promise<T> {
    return this.transfers.run(organizationId, () => this.tenants.run(organizationId, work, options));
  }
}

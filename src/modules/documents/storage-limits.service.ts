import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { TenantConnectionFactory } from '@rowhouse/tenancy';
import { LRUCache } from 'lru-cache';
import { ReachedLimitsService } from '../rate-limits/reached-limits.service.js';
import { OrganizationLimitsService } from '../rate-limits/organization-limits.service.js';
import { UsageService } from '../usage/usage.service.js';
import { UsageSourcesService } from '../usage/usage-sources.service.js';
import { StorageRepository } from './storage.repository.js';

/**
 * A database is measured this often while it is written to, and when what this instance stored since would fill it. So
 * what passes the limit is what is in hand at that moment here, and what other instances store within this time.
 */
const MEASURED_FOR_MS = 10_000;
/** Organizations with a limit that were written to lately: about 100 bytes each. */
const MAX_MEASURED = 50_000;

interface Measure {
  bytes: number;
  /** What this instance stored since. */
  written: number;
  /** Of performance.now(). */
  at: number;
}

/** Refuses writes of an organization whose database holds what its plan allows. */
@Injectable()
export class StorageLimitsService implements OnModuleInit {
  private readonly log = new Logger(StorageLimitsService.name);
  private readonly measures = new LRUCache<string, Measure>({ max: MAX_MEASURED });
  private readonly measuring = new Map<string, Promise<Measure | undefined>>();

  constructor(
    private readonly limits: OrganizationLimitsService,
    private readonly tenants: TenantConnectionFactory,
    private readonly storage: StorageRepository,
    private readonly sources: UsageSourcesService,
    private readonly usage: UsageService,
    private readonly reached: ReachedLimitsService,
  ) {}

  onModuleInit(): void {
    this.sources.provide('storage', async (orgId) => (await this.read(orgId))?.bytes ?? null);
  }

  /**
   * Before a write; deletes are always allowed. The size is measured in the background, and waited for only by
   * a write that an old measure would refuse.
   */
  check(organizationId: string): void | Promise<void> {
    const limits = this.limits.of(organizationId);
    return limits instanceof Promise
      ? limits.then(({ storage }) => this.hold(organizationId, storage))
      : this.hold(organizationId, limits.storage);
  }

  /** Counts documents that were stored, before they are answered for. */
  count(organizationId: string, documents: number, bytes: number): void {
    this.usage.countDocuments(organizationId, documents, bytes);
    const measure = this.measures.get(organizationId);
    if (measure !== undefined) measure.written += bytes;
  }

  private hold(organizationId: string, limit: number | null): void | Promise<void> {
    if (limit === null) return;
    const known = this.measures.get(organizationId);
    const isNear = known !== undefined && known.bytes < limit && known.bytes + known.written >= limit;
    const isFresh = known !== undefined && !isNear && performance.now() - known.at < MEASURED_FOR_MS;
    const fresh = isFresh ? known : this.measure(organizationId);
    if (known === undefined || (known.bytes < limit && !isNear)) return;
    return fresh instanceof Promise
      ? fresh.then((measure) => this.refuseFull(organizationId, measure ?? known, limit))
      : this.refuseFull(organizationId, fresh, limit);
  }

  private refuseFull(organizationId: string, { bytes }: Measure, limit: number): void {
    if (bytes >= limit) throw this.reached.refusal('plan.storage_full', organizationId, limit);
  }

  private measure(organizationId: string): Promise<Measure | undefined> {
    const present = this.measuring.get(organizationId);
    if (present) return present;
    const promise = this.read(organizationId).finally(() => this.measuring.delete(organizationId));
    this.measuring.set(organizationId, promise);
    return promise;
  }

  /** Undefined when it cannot be measured now: the write itself meets what is wrong with the database. */
  private async read(organizationId: string): Promise<Measure | undefined> {
    const before = this.measures.get(organizationId);
    const counted = before?.written ?? 0;
    try {
      const bytes = await this.tenants.run(organizationId, (db) => this.storage.measure(db), {
        mode: 'read',
      });
      // What is stored meanwhile may be in the measure or not: it counts as not.
      const measure = { bytes, written: (before?.written ?? 0) - counted, at: performance.now() };
      this.measures.set(organizationId, measure);
      return measure;
    } catch (error) {
      this.log.debug(`a database was not measured: ${(error as Error).message}`);
      return undefined;
    }
  }
}

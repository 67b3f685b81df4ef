import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { TenantConnectionFactory } from '@rowhouse/tenancy';
import { lruOf } from '../../../common/lru.js';
import { AppError } from '../../../common/errors/app-error.js';
import { ChangeFeed } from '../../../database/change-feed.js';
import { InstanceService } from '../../registry/instance.service.js';
import { InstancesRepository } from '../../registry/instances.repository.js';
import { OrganizationRegistryService } from '../../registry/organization-registry.service.js';
import { OrganizationsRepository } from '../../registry/organizations.repository.js';
import type { Fence } from '../../registry/organizations.types.js';

/** How long a fence may stand; its owner cannot flip after that. */
const FENCE_MS = 3000;
/** A fence whose owner is silent is taken away in the database first, and this often is it tried again. */
const EXPIRE_RETRY_MS = 200;
/** How long the owner waits until every instance keeps the fence. */
const KEEP_MS = 1500;
const POLL_MS = 5;
/** Longer than the lease of an instance that was killed. */
const SILENCE_MS = 7000;
/** Tokens of fences that are gone: a row that was read before may come in later. */
const REMEMBERED = 1000;

/** Instances whose lease runs and that did not answer in time. */
class Unacknowledged extends Error {
  constructor(readonly instances: readonly string[]) {
    super(`the fence was not acknowledged by ${instances.join(', ')}`);
  }
}

/** Who kept a fence from being raised; nobody when writers under way did. */
export function unheardOf({ cause }: AppError): string[] {
  return cause instanceof Unacknowledged ? [...cause.instances] : [];
}

interface Kept {
  token: string;
  timer: NodeJS.Timeout;
  /** Writers under way have ended. */
  drained: Promise<void>;
}

/**
 * Pauses the writers of one organization on every instance. An instance that hears of a fence stops new
 * writes, waits for those under way, and acknowledges; only when all live instances have done so may the
 * database change hands.
 */
@Injectable()
export class FencesService implements OnModuleInit, BeforeApplicationShutdown {
  private readonly log = new Logger(FencesService.name);
  private readonly kept = new Map<string, Kept>();
  private closed = false;
  private readonly gone = lruOf<true>(REMEMBERED);
  /** When the last fence of an organization went, in milliseconds of performance.now(). */
  private readonly liftedAt = lruOf<number>(REMEMBERED);

  constructor(
    private readonly tenants: TenantConnectionFactory,
    private readonly organizations: OrganizationsRepository,
    private readonly instances: InstancesRepository,
    private readonly instance: InstanceService,
    private readonly feed: ChangeFeed,
    private readonly registry: OrganizationRegistryService,
  ) {}

  onModuleInit(): void {
    const { feed, registry } = this;
    feed.on('organizations', ({ id, kind, fields, removed }) => {
      const orgId = String(id);
      if (kind === 'delete' || removed.includes('fence')) return this.lift(orgId);
      this.tenants.invalidate(orgId);
      const fenced = Object.keys(fields).some((field) => field === 'fence' || field.startsWith('fence.'));
      if (fenced) this.readAgain(orgId);
    });
    // An instance that reads the row for the first time learns of a fence that was raised before.
    registry.onLoad(({ id, fence }, since) => {
      // Read before the fence went, and come in after: whatever stands now has a change of its own to come.
      if (fence && since >= (this.liftedAt.get(id) ?? 0)) this.follow(id, fence);
    });
    feed.onGap(() => this.learnAnew());
    this.instance.onLapse(() => this.learnAnew());
  }

  beforeApplicationShutdown(): void {
    this.closed = true;
    for (const { timer } of this.kept.values()) clearTimeout(timer);
  }

  /** Other instances may still read from a database that an organization has left. */
  async hasOthers(): Promise<boolean> {
    return (await this.instance.others()).length > 0;
  }

  /**
   * Waits for the lease of an instance that was killed or frozen: it would not answer, and writers should not wait
   * for it. It lasts until the instance is heard of again or its lease has ended.
   * @param unheard instances that did not acknowledge the fence before, however short their silence
   * @returns whether there was one
   */
  async silenceOver(unheard: readonly string[] = []): Promise<boolean> {
    const deadline = performance.now() + SILENCE_MS;
    const before = await this.instances.listLeases(unheard);
    let waited = false;
    for (; performance.now() < deadline; await sleep(100)) {
      const now = await this.instances.listLeases(unheard);
      const still = [...now].some(([id, until]) => until.getTime() === before.get(id)?.getTime());
      if (!still && (await this.instance.silentOthers()).length === 0) break;
      waited = true;
    }
    return waited;
  }

  /**
   * Raises a fence and waits until every live instance keeps it.
   * @returns the token that the flip must show, and since when (performance.now()) writers wait
   * @throws AppError organization.busy when the organization is not moving any more, organization.paused when
   * writes under way did not end in time; the fence is then down again
   */
  async raise(orgId: string, mode: Fence['mode']): Promise<{ token: string; since: number }> {
    const fence: Fence = { token: randomUUID(), mode, expiresAt: new Date(Date.now() + FENCE_MS) };
    if (!(await this.organizations.raiseFence(orgId, fence, FENCE_MS)))
      throw new AppError('organization.busy');
    const since = performance.now();
    try {
      await Promise.all([this.keep(orgId, fence), this.waitForOthers(fence.token)]);
      return { token: fence.token, since };
    } catch (cause) {
      await this.lower(orgId, fence.token);
      throw new AppError('organization.paused', { retryAfter: 1 }, { cause });
    }
  }

  /** Takes a fence away without a change. */
  async lower(orgId: string, token: string): Promise<void> {
    await this.organizations.lowerFence(orgId, token);
    this.lift(orgId);
  }

  /** Lets everybody on, on this instance; the others learn it from the change feed. */
  lift(orgId: string): void {
    this.liftedAt.set(orgId, performance.now());
    const kept = this.kept.get(orgId);
    if (kept) {
      clearTimeout(kept.timer);
      this.kept.delete(orgId);
      this.gone.set(kept.token, true);
    }
    this.registry.invalidate(orgId);
    this.tenants.lift(orgId);
    this.tenants.invalidate(orgId);
  }

  /** Waits until no request of this instance uses a database that the organization has left. */
  async leave(database: string): Promise<void> {
    await this.tenants.idle(database).catch((error: unknown) => {
      this.log.warn(`database ${database} is dropped under a long read: ${(error as Error).message}`);
    });
  }

  /**
   * Waits until no request of this instance works on the organization any more: it is being deleted.
   * @returns false when one goes on
   */
  async drain(orgId: string): Promise<boolean> {
    this.registry.invalidate(orgId);
    try {
      await this.tenants.dispose(orgId);
      return true;
    } catch (error) {
      this.log.warn(`organization ${orgId} is deleted under a long request: ${(error as Error).message}`);
      return false;
    }
  }

  private follow(orgId: string, fence: Fence): void {
    if (this.gone.has(fence.token) || this.kept.get(orgId)?.token === fence.token) return;
    const told = this.keep(orgId, fence).then(() =>
      this.instances.acknowledge(fence.token, this.instance.id),
    );
    told.catch((error: unknown) => {
      // Without its acknowledgement the owner gives up and lowers the fence.
      this.log.warn(`fence of ${orgId} not kept: ${(error as Error).message}`);
    });
  }

  /** Reading the row again shows its fence to onLoad. */
  private readAgain(orgId: string): void {
    this.registry.invalidate(orgId);
    Promise.resolve(this.registry.byId(orgId)).catch((error: unknown) => {
      this.log.warn(`fence of ${orgId} not read: ${(error as Error).message}`);
    });
  }

  private keep(orgId: string, fence: Fence): Promise<void> {
    const kept = this.kept.get(orgId);
    if (kept?.token === fence.token) return kept.drained;
    clearTimeout(kept?.timer);
    const left = fence.expiresAt.getTime() - Date.now();
    const timer = this.expireIn(Math.min(Math.max(left, 0), FENCE_MS), orgId, fence.token);
    this.registry.invalidate(orgId);
    const drained = this.tenants.fence(orgId, { mode: fence.mode, drainMs: KEEP_MS });
    this.kept.set(orgId, { token: fence.token, timer, drained });
    return drained;
  }

  private expireIn(ms: number, orgId: string, token: string): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.expire(orgId, token).catch((error: unknown) => {
        this.log.warn(`fence of ${orgId} stands until the database answers: ${(error as Error).message}`);
        this.expireAgain(orgId, token);
      });
    }, ms);
    return timer.unref();
  }

  /**
   * Lets writers on when the owner of a fence is silent. Not before the fence is gone from the database: a flip
   * may be under way there, and a write let on beside it would be acknowledged and left behind.
   */
  private async expire(orgId: string, token: string): Promise<void> {
    if (this.kept.get(orgId)?.token !== token) return;
    const gone = await this.organizations.expireFence(orgId, token);
    if (this.kept.get(orgId)?.token !== token) return;
    if (gone) this.lift(orgId);
    else this.expireAgain(orgId, token);
  }

  private expireAgain(orgId: string, token: string): void {
    const kept = this.kept.get(orgId);
    if (kept?.token === token && !this.closed) kept.timer = this.expireIn(EXPIRE_RETRY_MS, orgId, token);
  }

  /** Changes may have been missed: what is known is worth nothing, and fences may stand unheard. */
  private learnAnew(): void {
    this.registry.forgetAll();
    this.tenants.invalidateAll();
    const learned = this.organizations.listFenced().then((ids) => ids.forEach((id) => this.readAgain(id)));
    learned.catch((error: unknown) => this.log.warn(`fences not read: ${(error as Error).message}`));
  }

  private async waitForOthers(token: string): Promise<void> {
    const deadline = performance.now() + KEEP_MS;
    for (;;) {
      const others = await this.instance.others();
      if (others.length === 0) return;
      const acknowledged = new Set(await this.instances.listAcknowledged(token));
      if (others.every((id) => acknowledged.has(id))) return;
      if (performance.now() > deadline) {
        throw new Unacknowledged(others.filter((id) => !acknowledged.has(id)));
      }
      await sleep(POLL_MS);
    }
  }
}

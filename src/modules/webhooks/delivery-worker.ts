import { setMaxListeners } from 'node:events';
import { randomUUID } from 'node:crypto';
import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { ANSWER_MS } from '../../common/egress/outgoing-post.js';
import { ChangeFeed } from '../../database/change-feed.js';
import { BackgroundWork } from '../../database/work/background-work.js';
import type { PeriodicTask } from '../../database/work/periodic-task.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import { DeliveryTries, type Tried } from './delivery-tries.js';
import type { EndpointRow, LaneRow } from './endpoint.schema.js';
import { EndpointsRepository } from './endpoints.repository.js';
import { FairLanes, type Turn } from './fair-lanes.js';
import { LanesRepository } from './lanes.repository.js';
import { restPause, SWITCH_OFF_MS } from './retries.js';
import { WebhookSecretsService } from './secrets.service.js';
import { SwitchOffsService } from './switch-offs.service.js';

/** Endpoints that an instance sends to at once; those that failed the last time have a number of their own. */
const HEALTHY = 192;
const SUSPECT = 64;
/** Requests to one endpoint at once. */
const BATCH = 8;
/** Nobody else sends to the endpoint meanwhile. */
const LEASE_MS = ANSWER_MS + 10_000;
/** The change feed tells what is new; this often an instance looks for retries and for what the feed missed. */
const POLL_MS = 2000;
/** Endpoints with something due that one look finds. */
const LOOKED_AT = 5000;
const GRACE_MS = 5000;
const CLEAN_UP_MS = 60_000;
const NOTHING: Turn = { more: false };

/**
 * Sends deliveries, at least once each: one whose instance died before it noted the answer is sent again, under the
 * same id. One instance at a time sends to an endpoint, and any number of instances may run.
 */
@Injectable()
export class DeliveryWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(DeliveryWorker.name);
  private readonly owner = randomUUID();
  private readonly cut = new AbortController();
  private readonly lanes: FairLanes;
  private readonly poll: PeriodicTask;
  private readonly cleaning: PeriodicTask;

  constructor(
    private readonly endpoints: EndpointsRepository,
    private readonly deliveries: DeliveriesRepository,
    private readonly leases: LanesRepository,
    private readonly secrets: WebhookSecretsService,
    private readonly tries: DeliveryTries,
    private readonly switchOffs: SwitchOffsService,
    private readonly work: BackgroundWork,
    feed: ChangeFeed,
  ) {
    setMaxListeners(0, this.cut.signal); // each request under way is one
    this.lanes = new FairLanes({
      healthy: HEALTHY,
      suspect: SUSPECT,
      now: () => work.clock.monotonic(),
      run: (id) => this.turn(id),
    });
    this.poll = work.periodic({
      name: 'webhook deliveries',
      every: POLL_MS,
      first: 0,
      jitter: 0.2,
      run: () => this.look(),
    });
    this.cleaning = work.periodic({
      name: 'removed webhooks',
      every: CLEAN_UP_MS,
      first: 0,
      jitter: 0.5,
      run: (signal) => this.removeDeliveries(signal),
    });
    feed.on('webhook_deliveries', ({ kind, fields }) => {
      if (kind === 'insert' && this.poll.isActive) this.lanes.wake(String(fields['endpoint_id']));
    });
    feed.on('webhook_endpoints', ({ fields }) => {
      if ('removed_at' in fields) this.cleaning.wake();
    });
  }

  onApplicationBootstrap(): void {
    this.poll.start();
    this.cleaning.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([this.poll.stop(), this.cleaning.stop()]);
    const ended = this.lanes.stop();
    const over = new AbortController();
    await Promise.race([ended, this.work.clock.sleep(GRACE_MS, over.signal)]);
    over.abort();
    this.cut.abort();
    await ended;
    await this.leases.releaseAll(this.owner).catch(() => undefined); // the leases end by themselves
  }

  /** Something was made due by hand: its rest is over. */
  wake(endpointId: string): void {
    this.lanes.forgive(endpointId);
    if (this.poll.isActive) this.lanes.wake(endpointId);
  }

  /** What waits for an endpoint that was switched off is not sent. */
  async cancel(endpointId: string): Promise<void> {
    await this.deliveries.cancelAll(endpointId);
  }

  /** Removes the deliveries of endpoints that are gone, soon. */
  cleanUp(): void {
    this.cleaning.wake();
  }

  private async look(): Promise<void> {
    const due = await this.deliveries.listDueEndpoints(LOOKED_AT);
    if (due.length === 0) return;
    for (const id of await this.leases.listFree(due)) this.lanes.wake(id);
  }

  private async turn(id: string): Promise<Turn> {
    try {
      const lane = await this.leases.take(id, this.owner, LEASE_MS);
      return lane === null ? NOTHING : await this.deliver(lane);
    } catch (error) {
      this.log.warn(`webhook ${id}: ${(error as Error).message}`); // the next look begins it again
      return NOTHING;
    }
  }

  private async deliver(lane: LaneRow): Promise<Turn> {
    const { _id: id, failures } = lane;
    const endpoint = await this.endpoints.read(id);
    if (!endpoint?.enabled) {
      await this.deliveries.cancelAll(id);
      await this.leases.leave(lane, { succeeded: false, failed: 0, rest: 0 });
      return { more: false, failed: false };
    }
    // One request finds out whether it is back.
    const limit = endpoint.ordered || failures > 0 ? 1 : BATCH;
    const due = endpoint.ordered
      ? await this.deliveries.firstInOrder(id)
      : await this.deliveries.listDue(id, limit);
    const secrets = this.secrets.active(endpoint, this.work.clock.wall());
    const tried = await Promise.all(
      due.map((row) => this.tries.make(row, endpoint.url, secrets, this.cut.signal)),
    );
    if (this.cut.signal.aborted) return NOTHING; // what was cut off is no fault of the receiver
    await this.deliveries.settle(tried);
    return this.leave(lane, endpoint, tried, due.length === limit);
  }

  private async leave(lane: LaneRow, endpoint: EndpointRow, tried: Tried[], more: boolean): Promise<Turn> {
    const failed = tried.filter(({ state }) => state !== 'delivered').length;
    const succeeded = tried.length > failed;
    const asked = Math.max(0, ...tried.map((one) => one.asked));
    const rest = failed === 0 ? 0 : restPause(succeeded ? 0 : lane.failures + failed, asked);
    const after = await this.leases.leave(lane, { succeeded, failed, rest });
    const since = after?.failing_since?.getTime();
    if (tried.some(({ gone }) => gone)) await this.switchOffs.switchOff(endpoint, 'gone');
    else if (since !== undefined && this.work.clock.wall() - since > SWITCH_OFF_MS && failed > 0) {
      await this.switchOffs.switchOff(endpoint, 'failing');
    }
    if (tried.length === 0) return NOTHING;
    return { more: more && rest === 0, failed: !succeeded, rest };
  }

  private async removeDeliveries(signal: AbortSignal): Promise<void> {
    for (const id of await this.endpoints.listRemoved()) {
      let isEmpty = false;
      while (!isEmpty && !signal.aborted) isEmpty = await this.deliveries.removeSome(id);
      if (isEmpty && !signal.aborted) await this.endpoints.forget(id);
    }
  }
}

import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { foreignCursor } from '../../common/errors/foreign-cursor.js';
import { isId } from '../../database/ids.js';
import type { Waiting } from '../../database/work/waiting.js';
import { AuditService } from '../audit/audit.service.js';
import { DeliveriesRepository, presentDelivery } from './deliveries.repository.js';
import { DeliveryWorker } from './delivery-worker.js';
import type { EndpointRow } from './endpoint.schema.js';
import { WebhookEndpointsService } from './endpoints.service.js';
import { type WebhookAct, WebhookActsService } from './webhook-acts.service.js';
import { type EventBody, eventOf, matches, TEST_EVENT } from './events.types.js';
import {
  type Delivery,
  type DeliveryQuery,
  KEPT_DAYS,
  type Maker,
  MAX_REPLAYED,
  type Replayed,
  type ReplayWindow,
} from './webhooks.types.js';

const KEPT_MS = KEPT_DAYS * 24 * 3_600_000;
/** Entries of the log that one request looks at, whether they are chosen or not. */
const MAX_LOOKED_AT = 10_000;

/** What was sent to a webhook, and what is to be sent again. */
@Injectable()
export class WebhookDeliveriesService {
  constructor(
    private readonly endpoints: WebhookEndpointsService,
    private readonly deliveries: DeliveriesRepository,
    private readonly worker: DeliveryWorker,
    private readonly acts: WebhookActsService,
    private readonly audit: AuditService,
  ) {}

  /** Newest first. @throws AppError webhook.not_found, query.invalid for a cursor of another list */
  async list(
    maker: Maker,
    id: string,
    query: DeliveryQuery,
  ): Promise<{ items: Delivery[]; next: string | null }> {
    if (query.cursor !== undefined && !isId(query.cursor)) {
      throw foreignCursor();
    }
    await this.endpoints.require(maker, id);
    const rows = await this.deliveries.list(id, { ...query, limit: query.limit + 1 });
    const items = rows.slice(0, query.limit).map(presentDelivery);
    return { items, next: rows.length > query.limit ? items.at(-1)!.id : null };
  }

  /** Of all endpoints, what was not delivered yet. */
  waiting(): Promise<Waiting> {
    return this.deliveries.waiting();
  }

  /** @throws AppError webhook.not_found, webhook.delivery_not_found */
  async get(maker: Maker, id: string, deliveryId: string): Promise<Delivery> {
    await this.endpoints.require(maker, id);
    const row = isId(deliveryId) ? await this.deliveries.find(id, deliveryId) : null;
    if (!row) throw new AppError('webhook.delivery_not_found');
    return presentDelivery(row);
  }

  /** Sends an event that is in no log. @throws AppError webhook.not_found, webhook.off */
  async test(maker: Maker, id: string): Promise<Delivery> {
    const [delivery] = await this.change(maker, id, async (endpoint, { session }) => {
      const event: EventBody = {
        id: `evt_${randomUUID()}`,
        type: TEST_EVENT,
        timestamp: new Date().toISOString(),
        organization_id: endpoint.org_id,
        seq: null,
        data: {
          actor_id: maker.userId,
          impersonator_id: maker.impersonatorId ?? null,
          api_key_id: maker.apiKeyId ?? null,
          target: { type: 'webhook', id },
          details: {},
        },
      };
      return this.deliveries.insert(event, [id], session);
    });
    return presentDelivery(delivery);
  }

  /** Sends one event again, with another three days of tries. @throws AppError as get(); webhook.off */
  async again(maker: Maker, id: string, deliveryId: string): Promise<Delivery> {
    const row = await this.change(maker, id, (_, { session }) =>
      isId(deliveryId) ? this.deliveries.again(id, deliveryId, session) : Promise.resolve(null),
    );
    if (!row) throw new AppError('webhook.delivery_not_found');
    return presentDelivery(row);
  }

  /**
   * Sends the events of a period, also those that happened while the webhook was off, or before it was there. At most
   * {@link MAX_REPLAYED}: `next` says where another request goes on. Those that wait already are left alone.
   * @throws AppError webhook.not_found, webhook.off, request.invalid for a period that is not kept
   */
  async replay(maker: Maker, id: string, window: ReplayWindow): Promise<Replayed> {
    const { from, to, eventTypes, missingOnly = false } = window;
    if (from >= to) throw new AppError('request.invalid', { errors: { to: 'to must be after from' } });
    if (from.getTime() < Date.now() - KEPT_MS) {
      throw new AppError('request.invalid', { errors: { from: `from must be within ${KEPT_DAYS} days` } });
    }
    const { org_id: orgId, event_types } = await this.endpoints.require(maker, id);
    const { events, next } = await this.eventsOf(orgId, window, eventTypes ?? event_types);
    const sent = await this.change(maker, id, async (_, { session, record }) => {
      const count = await this.deliveries.replay(id, events, missingOnly, session);
      if (count > 0) await record('webhook.replayed', id, { events: count });
      return count;
    });
    return { events: sent, next };
  }

  private async eventsOf(
    orgId: string,
    { from, to, after }: ReplayWindow,
    patterns: readonly string[],
  ): Promise<{ events: EventBody[]; next: number | null }> {
    const first = await this.audit.firstSince(orgId, from);
    if (first === undefined) return { events: [], next: null };
    let place = Math.max(first - 1, after ?? 0);
    const events: EventBody[] = [];
    for (let seen = 0; seen < MAX_LOOKED_AT;) {
      const entries = await this.audit.listAfter(orgId, place, MAX_REPLAYED);
      if (entries.length === 0) return { events, next: null };
      for (const entry of entries) {
        if (entry.at >= to) return { events, next: null };
        if (events.length === MAX_REPLAYED) return { events, next: place };
        const event = eventOf(entry);
        if (event !== undefined && entry.at >= from && matches(patterns, event.type)) events.push(event);
        place = entry.seq;
      }
      seen += entries.length;
    }
    return { events, next: place };
  }

  /** In a transaction, for who may, while it is on. */
  private async change<T>(
    maker: Maker,
    id: string,
    work: (endpoint: EndpointRow, act: WebhookAct) => Promise<T>,
  ): Promise<T> {
    const result = await this.acts.run(maker, async (act) => {
      const endpoint = await this.endpoints.require(maker, id, act.session);
      if (!endpoint.enabled) throw new AppError('webhook.off');
      return work(endpoint, act);
    });
    this.worker.wake(id);
    return result;
  }
}

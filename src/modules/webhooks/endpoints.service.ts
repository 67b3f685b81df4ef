import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { OutgoingPost } from '../../common/egress/outgoing-post.js';
import { DomainEventBus } from '../../database/domain-events.js';
import { newId } from '../../database/ids.js';
import type { Tx } from '../../database/transactions.js';
import { organizationOf } from '../access/actor.types.js';
import { OrganizationLimitsService } from '../rate-limits/organization-limits.service.js';
import { DeliveryWorker } from './delivery-worker.js';
import type { EndpointRow } from './endpoint.schema.js';
import { EndpointsRepository } from './endpoints.repository.js';
import { judgedUrl } from './judged-url.js';
import { LanesRepository } from './lanes.repository.js';
import { WebhookSecretsService } from './secrets.service.js';
import { shownUrl } from './shown-url.js';
import { WebhookActsService } from './webhook-acts.service.js';
import {
  type Endpoint,
  type EndpointChange,
  type EndpointWithSecret,
  type Maker,
  MAX_ENDPOINTS,
  type NewEndpoint,
} from './webhooks.types.js';

/** Which addresses an organization's events go to. */
@Injectable()
export class WebhookEndpointsService implements OnModuleInit {
  constructor(
    private readonly endpoints: EndpointsRepository,
    private readonly lanes: LanesRepository,
    private readonly secrets: WebhookSecretsService,
    private readonly worker: DeliveryWorker,
    private readonly outgoing: OutgoingPost,
    private readonly acts: WebhookActsService,
    private readonly limits: OrganizationLimitsService,
    private readonly events: DomainEventBus,
  ) {}

  onModuleInit(): void {
    this.events.on(
      'organization.deleted',
      'webhooks: remove those of the organization',
      ({ orgId }, session) => this.endpoints.markAllRemoved(orgId, session),
    );
  }

  async list(maker: Maker): Promise<Endpoint[]> {
    const rows = await this.endpoints.list(organizationOf(maker));
    const failing = await this.lanes.failingSince(rows.map(({ _id }) => _id));
    return rows.map((row) => present(row, failing));
  }

  async get(maker: Maker, id: string): Promise<Endpoint> {
    const row = await this.require(maker, id);
    return present(row, await this.lanes.failingSince([id]));
  }

  /** @throws AppError webhook.limit_reached, request.invalid naming the URL */
  async create(maker: Maker, input: NewEndpoint): Promise<EndpointWithSecret> {
    const url = judgedUrl(this.outgoing, input.url);
    const id = newId();
    const { stored, text } = this.secrets.make(id);
    const now = new Date();
    const isOn = input.enabled ?? true;
    const row: EndpointRow = {
      _id: id,
      org_id: organizationOf(maker),
      url,
      description: input.description ?? '',
      event_types: inOrder(input.event_types),
      ordered: input.ordered ?? false,
      enabled: isOn,
      ...(isOn ? {} : { off: { reason: 'manual', at: now } }),
      secrets: [stored],
      created_at: now,
      updated_at: now,
    };
    await this.acts.run(maker, async ({ session, planId, record }) => {
      const limit = MAX_ENDPOINTS[(await this.limits.planOf({ planId }))?.type ?? 'none'];
      if ((await this.endpoints.count(row.org_id, session)) >= limit) {
        throw this.limits.refusal('webhook.limit_reached', row.org_id, limit);
      }
      await this.endpoints.insert(row, session);
      await record('webhook.created', id, { url: shownUrl(url) });
    });
    return { ...present(row), secret: text };
  }

  /** @param expected the revisions it may have; any when undefined */
  async update(maker: Maker, id: string, change: EndpointChange, expected?: string[]): Promise<Endpoint> {
    const { url, event_types, enabled, ...others } = change;
    const set: Partial<EndpointRow> = {
      ...others,
      ...(url === undefined ? {} : { url: judgedUrl(this.outgoing, url) }),
      ...(event_types === undefined ? {} : { event_types: inOrder(event_types) }),
    };
    const after = await this.acts.run(maker, async ({ session, record }) => {
      const row = await this.require(maker, id, session);
      judge(row, expected);
      const switched = enabled !== undefined && enabled !== row.enabled;
      if (!switched && Object.keys(set).length === 0) return row;
      const off: Partial<EndpointRow> = enabled ? {} : { off: { reason: 'manual', at: new Date() } };
      if (switched && enabled) await this.lanes.reset(id, session);
      const changed = await this.endpoints.update(
        row,
        { ...set, ...(switched ? { enabled, ...off } : {}) },
        session,
        switched && enabled ? { off: 1 } : {},
      );
      const fields = [...Object.keys(set), ...(switched ? ['enabled'] : [])];
      await record('webhook.changed', id, { fields });
      return changed;
    });
    if (!after.enabled) await this.worker.cancel(id);
    return present(after, await this.lanes.failingSince([id]));
  }

  /** The secret before signs beside the new one for some hours; one before that ends at once. */
  async rotate(
    maker: Maker,
    id: string,
    overlapHours: number,
    expected?: string[],
  ): Promise<EndpointWithSecret> {
    const { stored, text } = this.secrets.make(id);
    const after = await this.acts.run(maker, async ({ session, record }) => {
      const row = await this.require(maker, id, session);
      judge(row, expected);
      const until = new Date(Date.now() + overlapHours * 3_600_000);
      const [last] = row.secrets;
      const kept = overlapHours > 0 && last !== undefined ? [{ ...last, expires_at: until }] : [];
      const changed = await this.endpoints.update(row, { secrets: [stored, ...kept] }, session);
      await record('webhook.secret_rotated', id, { url: shownUrl(row.url) });
      return changed;
    });
    return { ...present(after, await this.lanes.failingSince([id])), secret: text };
  }

  async remove(maker: Maker, id: string, expected?: string[]): Promise<void> {
    await this.acts.run(maker, async ({ session, record }) => {
      const row = await this.require(maker, id, session);
      judge(row, expected);
      await this.endpoints.markRemoved(id, session);
      await record('webhook.removed', id, { url: shownUrl(row.url) });
    });
    this.worker.cleanUp();
  }

  /** @throws AppError webhook.not_found, for one of another organization as for none */
  async require(maker: Maker, id: string, session?: Tx): Promise<EndpointRow> {
    const row = await this.endpoints.find(organizationOf(maker), id, session);
    if (!row) throw new AppError('webhook.not_found');
    return row;
  }
}

function judge(row: EndpointRow, expected?: string[]): void {
  if (expected && !expected.includes(revisionOf(row))) throw new AppError('resource.changed');
}

/** Each change sets a later moment, so it names the version. */
const revisionOf = ({ updated_at }: EndpointRow): string => updated_at.getTime().toString(36);

const inOrder = (patterns: readonly string[]): string[] => [...new Set(patterns)].sort();

function present(row: EndpointRow, failing: ReadonlyMap<string, Date> = new Map()): Endpoint {
  const now = Date.now();
  const [, previous] = row.secrets;
  const isOverlapping = previous?.expires_at !== undefined && previous.expires_at.getTime() > now;
  return {
    id: row._id,
    url: row.url,
    description: row.description,
    eventTypes: row.event_types,
    ordered: row.ordered,
    enabled: row.enabled,
    off: row.off,
    failingSince: failing.get(row._id),
    publicKeys: row.secrets.slice(0, isOverlapping ? 2 : 1).map(({ public_key }) => public_key),
    previousUntil: isOverlapping ? previous.expires_at : undefined,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    revision: revisionOf(row),
  };
}

import type { Delivery, Endpoint, Try } from '../../../modules/webhooks/webhooks.types.js';
import type { DeliveryDto, DeliveryTryDto } from './deliveries.dto.js';
import type { WebhookDto } from './webhooks.dto.js';

export function presentWebhook(endpoint: Endpoint): WebhookDto {
  const { id, url, description, eventTypes, ordered, enabled, off } = endpoint;
  return {
    id,
    url,
    description,
    event_types: [...eventTypes],
    ordered,
    enabled,
    off_reason: off?.reason ?? null,
    off_at: iso(off?.at),
    failing_since: iso(endpoint.failingSince),
    public_keys: [...endpoint.publicKeys],
    previous_secret_until: iso(endpoint.previousUntil),
    created_at: endpoint.createdAt.toISOString(),
    updated_at: endpoint.updatedAt.toISOString(),
  };
}

export function presentDelivery(delivery: Delivery): DeliveryDto {
  const { id, eventId: event_id, type, state, attempts, tries, body } = delivery;
  return {
    id,
    event_id,
    type,
    state,
    attempts,
    next_attempt_at: iso(delivery.nextAt),
    created_at: delivery.createdAt.toISOString(),
    tries: tries.map(presentTry),
    event: JSON.parse(body) as Record<string, unknown>,
  };
}

const presentTry = ({ at, ms, status, error, headers, body }: Try): DeliveryTryDto => ({
  at: at.toISOString(),
  duration_ms: ms,
  status: status ?? null,
  error: error ?? null,
  headers: headers ?? {},
  body: body ?? null,
});

const iso = (moment: Date | undefined): string | null => moment?.toISOString() ?? null;

import type { components } from '@rowhouse/api-client';
import { ok } from '@rowhouse/api-client/core';
import { useQuery } from '@tanstack/react-query';
import { useOrganization } from './session.js';

export type Webhook = components['schemas']['WebhookDto'];
export type Delivery = components['schemas']['DeliveryDto'];

/** All of them: a plan allows a hundred at most. */
export function useWebhooks() {
  const { client, key, can } = useOrganization();
  return useQuery({
    queryKey: [...key, 'webhooks'],
    queryFn: async () => (await ok(client.GET('/v1/webhooks'))).items,
    enabled: can('webhooks.read'),
  });
}

/** What can be asked for: everything, kinds and single events. */
export function useEventTypes() {
  const { client, key } = useOrganization();
  return useQuery({
    queryKey: [...key, 'event-types'],
    queryFn: async () => (await ok(client.GET('/v1/event-types'))).items,
    staleTime: Infinity,
  });
}

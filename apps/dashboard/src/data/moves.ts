import { ok } from '@rowhouse/api-client/core';
import { useQuery } from '@tanstack/react-query';
import { useOrganization } from './session.js';

/** The moves of the organization, newest first; a running one is followed. No event tells that one has begun. */
export function useMoves() {
  const { client, key, can } = useOrganization();
  return useQuery({
    queryKey: [...key, 'moves'],
    queryFn: async () => (await ok(client.GET('/v1/operations'))).items,
    enabled: can('organization.read'),
    refetchInterval: ({ state }) =>
      state.data?.some(({ phase }) => phase !== 'done' && phase !== 'failed') ? 400 : 2500,
  });
}

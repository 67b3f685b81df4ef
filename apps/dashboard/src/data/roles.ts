import { ok } from '@rowhouse/api-client/core';
import { useQuery } from '@tanstack/react-query';
import { useOrganization } from './session.js';

const BUILT_IN = ['owner', 'admin', 'manager', 'attendant', 'member'];

export function useRoles() {
  const { client, key, can } = useOrganization();
  return useQuery({
    queryKey: [...key, 'roles'],
    queryFn: async () => (await ok(client.GET('/v1/roles'))).items,
    enabled: can('roles.read'),
  });
}

export function usePermissions() {
  const { client, key, can } = useOrganization();
  return useQuery({
    queryKey: [...key, 'permissions'],
    queryFn: async () => (await ok(client.GET('/v1/permissions'))).items,
    enabled: can('roles.read'),
    staleTime: 300_000,
  });
}

/** The roles that the actor can give: those whose permissions they all have. */
export function useGivableRoles(): { value: string; label: string }[] {
  const { data } = useRoles();
  const { account, can } = useOrganization();
  if (data === undefined) {
    return BUILT_IN.filter((role) => role !== 'owner' || account.role === 'owner').map((role) => ({
      value: role,
      label: role,
    }));
  }
  return data
    .filter(({ permissions }) => permissions.every(can))
    .map(({ key, name }) => ({ value: key, label: name }));
}

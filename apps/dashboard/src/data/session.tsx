import { ok } from '@rowhouse/api-client/core';
import type { components, RowhouseClient } from '@rowhouse/api-client';
import { useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { useClient, useImpersonation, useRowhouse } from '@rowhouse/react';

export type Account = components['schemas']['AccountDto'];
export type Place = Account['organizations'][number];

/** @param organizationId whose role and permissions are asked for; absent: the organization of the token */
export function useAccountQuery(organizationId?: string) {
  const client = useClient(organizationId);
  const rowhouse = useRowhouse();
  const acting = useImpersonation();
  return useQuery({
    queryKey: ['me', acting?.id ?? '', organizationId ?? ''],
    queryFn: async () => {
      const account = await ok(client.GET('/v1/me'));
      if (rowhouse.impersonation() === undefined) rowhouse.know(account.id);
      return account;
    },
    staleTime: 20_000,
  });
}

/** What a page of an organization, of the platform or of an account works with. */
export interface Scope {
  account: Account;
  client: RowhouseClient;
  /** Keys of queries begin with it, so that nothing of one organization or user is shown in another. */
  key: readonly string[];
  /** What the session may not do is not offered. */
  can: (permission: string) => boolean;
}

export interface OrganizationScope extends Scope {
  organization: Place;
}

export const ScopeContext = createContext<Scope | undefined>(undefined);

export function useScope(): Scope {
  const scope = useContext(ScopeContext);
  if (scope === undefined)
    throw new Error('useScope() stands outside of a page of somebody who is signed in');
  return scope;
}

export function useOrganization(): OrganizationScope {
  const scope = useScope();
  if (!('organization' in scope)) throw new Error('useOrganization() stands outside of an organization');
  return scope as OrganizationScope;
}

import { ok } from '@rowhouse/api-client/core';
import { useCallback, useMemo } from 'react';
import { useRowhouse } from './hooks.js';
import { type Read, useRead } from './read.js';
import type { Account } from './rowhouse.js';

export interface AccountRead extends Read<Account> {
  /** Whether the caller may do this in the organization; no, while it is not known. */
  can: (permission: string) => boolean;
}

/**
 * Who is signed in, with their organizations, and role and permissions in one of them.
 * @param organizationId which one; absent: the organization of the token
 */
export function useAccount(organizationId?: string): AccountRead {
  const rowhouse = useRowhouse();
  const read = useRead(
    async (client, signal) => {
      const account = await ok(client.GET('/v1/me', { signal }));
      if (rowhouse.impersonation() === undefined) rowhouse.know(account.id);
      return account;
    },
    { keys: [organizationId], organizationId },
  );
  const permissions = useMemo(() => new Set(read.data?.permissions), [read.data]);
  const can = useCallback((permission: string) => permissions.has(permission), [permissions]);
  return { ...read, can };
}

import type { components } from '@rowhouse/api-client';
import { ok } from '@rowhouse/api-client/core';
import { useMemo } from 'react';
import { useScope } from './session.js';

export type AuditEntry = components['schemas']['AuditEntryDto'];

export interface AuditQuery {
  action?: string;
  from?: string;
  to?: string;
  limit?: number;
  cursor?: string;
}

/** A log that can be listed and verified: that of an organization, or the platform's. */
export interface AuditSource {
  key: readonly unknown[];
  list: (query: AuditQuery) => Promise<AuditReply>;
  verify: () => Promise<components['schemas']['AuditVerificationDto']>;
}

interface AuditReply {
  data?: { items: AuditEntry[]; next_cursor?: string | null };
  error?: unknown;
  response: Response;
}

/** Of the organization of the page. */
export function useAuditSource(): AuditSource {
  const { client, key } = useScope();
  return useMemo(
    () => ({
      key: [...key, 'audit'],
      list: (query) => client.GET('/v1/audit', { params: { query } }),
      verify: () => ok(client.GET('/v1/audit/verification')),
    }),
    [client, key],
  );
}

/** @param organizationId of one organization, also a deleted one; absent: all logs */
export function usePlatformAuditSource(organizationId: string): AuditSource {
  const { client, key } = useScope();
  return useMemo(() => {
    const only = organizationId === '' ? {} : { organization_id: organizationId };
    return {
      key: [...key, 'audit', organizationId],
      list: (query) => client.GET('/v1/platform/audit', { params: { query: { ...query, ...only } } }),
      verify: () =>
        ok(
          client.GET('/v1/platform/audit/verification', {
            params: { query: { organization_id: organizationId === '' ? 'platform' : organizationId } },
          }),
        ),
    };
  }, [client, key, organizationId]);
}

import { useRowhouse } from '@rowhouse/react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { ImportJob } from './import-store.js';
import { imports, type ImportScope, isOf } from './imports.js';
import { useOrganization } from './session.js';

/** Who imports into the organization of the page. */
export function useImportScope(): ImportScope {
  const { account, client, key, organization } = useOrganization();
  const rowhouse = useRowhouse();
  const acting = key[0];
  return useMemo(
    () => ({ owner: `${acting} ${account.id}`, organization: organization.id, client, rowhouse }),
    [acting, account.id, organization.id, client, rowhouse],
  );
}

/** The imports into the organization of the page, from whichever tab; those that were left are gone on with. */
export function useImports(): ImportJob[] {
  const scope = useImportScope();
  const { key } = useOrganization();
  const queries = useQueryClient();
  useEffect(() => void imports.resume(scope), [scope]);
  const jobs = useSyncExternalStore(imports.subscribe, imports.list).filter((job) => isOf(job, scope));
  const over = jobs.filter(({ state }) => state !== 'running').length;
  useEffect(() => {
    if (over > 0) void queries.invalidateQueries({ queryKey: key });
  }, [queries, key, over]);
  return jobs;
}

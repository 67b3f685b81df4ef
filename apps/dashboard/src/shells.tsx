import { useMemo } from 'react';
import { Navigate, Outlet, useParams } from 'react-router';
import { useLive } from './data/live.js';
import { type OrganizationScope, type Scope, ScopeContext, useAccountQuery } from './data/session.js';
import { rememberOrganization } from './pages/start/home.js';
import { Failed } from './pages/start/failed.js';
import { Waiting } from './pages/start/gate.js';
import { NotFound } from './pages/start/not-found.js';
import { useClient, useImpersonation } from '@rowhouse/react';
import { ImportBars } from './ui/import-bars.js';
import { Layout } from './ui/layout.js';
import { accountNav, organizationNav, platformNav } from './ui/nav.js';

/** Pages of one organization, which the address names. */
export function OrganizationShell() {
  const { org = '' } = useParams();
  const { data: account, error, refetch } = useAccountQuery(org);
  const client = useClient(org);
  const acting = useImpersonation();
  const place = account?.organizations.find(({ id }) => id === org);
  const scope = useMemo<OrganizationScope | undefined>(() => {
    if (account === undefined || place === undefined) return undefined;
    const permissions = new Set(account.permissions);
    return {
      account,
      client,
      organization: place,
      key: [acting?.id ?? '', org],
      can: (permission) => permissions.has(permission),
    };
  }, [account, client, place, org, acting]);
  useLive(scope);
  if (error !== null) return <Failed error={error} retry={() => void refetch()} />;
  if (account === undefined) return <Waiting />;
  if (scope === undefined) return <NotFound />;
  rememberOrganization(org);
  return (
    <ScopeContext value={scope}>
      <Layout key={org} nav={organizationNav(scope)}>
        <ImportBars />
        <Outlet />
      </Layout>
    </ScopeContext>
  );
}

export function PlatformShell() {
  const scope = useOwnScope();
  if (!('account' in scope)) return scope.instead;
  if (!scope.account.platform_operator) return <Navigate to="/" replace />;
  return (
    <ScopeContext value={scope}>
      <Layout nav={platformNav(scope)}>
        <Outlet />
      </Layout>
    </ScopeContext>
  );
}

export function AccountShell() {
  const scope = useOwnScope();
  if (!('account' in scope)) return scope.instead;
  return (
    <ScopeContext value={scope}>
      <Layout nav={accountNav(scope)}>
        <Outlet />
      </Layout>
    </ScopeContext>
  );
}

function useOwnScope(): Scope | { instead: React.ReactNode } {
  const { data: account, error, refetch } = useAccountQuery();
  const client = useClient();
  const acting = useImpersonation();
  return useMemo(() => {
    if (error !== null) return { instead: <Failed error={error} retry={() => void refetch()} /> };
    if (account === undefined) return { instead: <Waiting /> };
    const permissions = new Set(account.permissions);
    return {
      account,
      client,
      key: [acting?.id ?? '', 'own'],
      can: (permission: string) => permissions.has(permission),
    };
  }, [account, client, acting, error, refetch]);
}

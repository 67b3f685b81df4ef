import { Navigate } from 'react-router';
import { useAccountQuery } from '../../data/session.js';
import { Failed } from './failed.js';
import { Waiting } from './gate.js';

const LAST = 'rowhouse-organization';

/** Where somebody goes who named no page: to the platform, or to the organization they were in. */
export function Home() {
  const { data: account, error, refetch } = useAccountQuery();
  if (error !== null) return <Failed error={error} retry={() => void refetch()} />;
  if (account === undefined) return <Waiting />;
  if (account.platform_operator) return <Navigate to="/platform" replace />;
  const usable = account.organizations.filter(({ status }) => status === 'active');
  const last = lastOrganization();
  const place = usable.find(({ id }) => id === last) ?? usable[0];
  return <Navigate to={place === undefined ? '/start' : `/o/${place.id}`} replace />;
}

export function rememberOrganization(id: string): void {
  try {
    localStorage.setItem(LAST, id);
  } catch {
    // Storage is switched off: the first organization is the start.
  }
}

function lastOrganization(): string | null {
  try {
    return localStorage.getItem(LAST);
  } catch {
    return null;
  }
}

import type { RowhouseClient } from '@rowhouse/api-client';
import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react';
import type { Impersonation, Rowhouse, SessionState } from './rowhouse.js';

const RowhouseContext = createContext<Rowhouse | undefined>(undefined);

export function RowhouseProvider({ rowhouse, children }: { rowhouse: Rowhouse; children: ReactNode }) {
  return <RowhouseContext value={rowhouse}>{children}</RowhouseContext>;
}

export function useRowhouse(): Rowhouse {
  const rowhouse = useContext(RowhouseContext);
  if (rowhouse === undefined) throw new Error('useRowhouse() stands outside of <RowhouseProvider>');
  return rowhouse;
}

export function useSessionState(): SessionState {
  const { subscribe, state } = useRowhouse();
  return useSyncExternalStore(subscribe, state);
}

export function useImpersonation(): Impersonation | undefined {
  const { subscribe, impersonation } = useRowhouse();
  return useSyncExternalStore(subscribe, impersonation);
}

/** @param organizationId what the requests are about; absent: the organization of the token */
export function useClient(organizationId?: string): RowhouseClient {
  useImpersonation(); // it changes the client
  return useRowhouse().client(organizationId);
}

export function useIsConnectionLost(): boolean {
  const { subscribe, isLost } = useRowhouse().connection;
  return useSyncExternalStore(subscribe, isLost);
}

import type { RowhouseClient } from '@rowhouse/api-client';
import {
  createContext,
  createElement,
  type ReactElement,
  type ReactNode,
  useContext,
  useEffect,
  useSyncExternalStore,
} from 'react';
import type { Impersonation, Rowhouse, SessionState } from './rowhouse.js';

const RowhouseContext = createContext<Rowhouse | undefined>(undefined);

export interface RowhouseProviderProps {
  rowhouse: Rowhouse;
  children?: ReactNode;
}

/** What the hooks work with. Takes up the session of the browser when it is first shown. */
export function RowhouseProvider({ rowhouse, children }: RowhouseProviderProps): ReactElement {
  useEffect(() => void rowhouse.resume(), [rowhouse]);
  return createElement(RowhouseContext.Provider, { value: rowhouse }, children);
}

/** The session of this browser: `signIn`, `signUp`, `signOut` and the rest. */
export function useRowhouse(): Rowhouse {
  const rowhouse = useContext(RowhouseContext);
  if (rowhouse === undefined) throw new Error('useRowhouse() stands outside of <RowhouseProvider>');
  return rowhouse;
}

export function useSessionState(): SessionState {
  const { subscribe, state } = useRowhouse();
  return useSyncExternalStore(subscribe, state, onServer);
}

/** A server has no session of a browser: it renders what is shown until the browser has looked. */
const onServer = (): SessionState => 'unknown';
const nothing = (): undefined => undefined;
const no = (): boolean => false;

/** Whom an operator acts as, in this tab. */
export function useImpersonation(): Impersonation | undefined {
  const { subscribe, impersonation } = useRowhouse();
  return useSyncExternalStore(subscribe, impersonation, nothing);
}

/**
 * The typed client, signed in as whoever is.
 * @param organizationId what the requests are about; absent: the organization of the token
 */
export function useClient(organizationId?: string): RowhouseClient {
  useImpersonation(); // it changes the client
  return useRowhouse().client(organizationId);
}

/** Whether the last request got no answer. It is asked for every two seconds until it is back. */
export function useIsConnectionLost(): boolean {
  const { subscribe, isLost } = useRowhouse().connection;
  return useSyncExternalStore(subscribe, isLost, no);
}

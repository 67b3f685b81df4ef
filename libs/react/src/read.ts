import type { RowhouseClient } from '@rowhouse/api-client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useClient, useSessionState } from './hooks.js';

export interface Read<T> {
  /** What was read last; stays while it is read again. */
  data: T | undefined;
  /** Why the last try failed: a RowhouseError when the service refused. */
  error: Error | undefined;
  isLoading: boolean;
  /** Resolves when it has been read again, also when that failed. */
  reload: () => Promise<void>;
}

export interface ReadOptions {
  /** It is read again when one of them changes (compared by `Object.is`): what `read` uses of the component. */
  keys?: readonly unknown[];
  /** What the requests are about; absent: the organization of the token. */
  organizationId?: string;
}

/**
 * Reads when the component is shown and somebody is signed in, when `keys` change, and on `reload`. An answer that
 * comes late, after `keys` changed, is dropped. There is no cache: for one, use `useClient` in TanStack Query.
 * @param read give `signal` to the requests: they end when the component goes
 */
export function useRead<T>(
  read: (client: RowhouseClient, signal: AbortSignal) => Promise<T>,
  { keys = [], organizationId }: ReadOptions = {},
): Read<T> {
  const client = useClient(organizationId);
  const session = useSessionState();
  const isSignedIn = session === 'signed-in';
  const [state, setState] = useState<{ data?: T; error?: Error; isLoading: boolean }>({ isLoading: true });
  const running = useRef<AbortController>(undefined);
  const latest = useRef(read);
  useEffect(() => void (latest.current = read));

  const load = useCallback(async () => {
    running.current?.abort();
    const { signal } = (running.current = new AbortController());
    setState(({ data }) => ({ data, isLoading: true }));
    const next = await latest.current(client, signal).then(
      (data) => ({ data }),
      (failure: unknown) => ({ error: failure instanceof Error ? failure : new Error(String(failure)) }),
    );
    if (!signal.aborted) setState(({ data }) => ({ data, ...next, isLoading: false }));
  }, [client]);

  // Nothing of one organization or user is shown to another. A session that expired goes on, when they are back.
  const now = [client, session === 'signed-in' || session === 'expired', ...keys];
  const [known, setKnown] = useState(now);
  if (!isSame(known, now)) {
    setKnown(now);
    setState({ isLoading: true });
  }
  useEffect(() => {
    if (!isSignedIn) return;
    void load();
    return () => running.current?.abort();
  }, [isSignedIn, load, known]);
  return { data: state.data, error: state.error, isLoading: state.isLoading, reload: load };
}

function isSame(before: readonly unknown[], now: readonly unknown[]): boolean {
  return before.length === now.length && before.every((value, index) => Object.is(value, now[index]));
}

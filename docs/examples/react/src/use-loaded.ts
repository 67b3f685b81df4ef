import { RowhouseError } from '@rowhouse/api-client';
import { useCallback, useEffect, useState } from 'react';

/** Loads when it is shown, and again on `reload`. `onRefused`: signed out elsewhere, or no longer a member. */
export function useLoaded<T>(load: () => Promise<T>, onRefused: () => void) {
  const [loaded, setLoaded] = useState<T>();
  const [message, setMessage] = useState<string>();
  const reload = useCallback(async () => {
    try {
      setLoaded(await load());
      setMessage(undefined);
    } catch (error) {
      if (error instanceof RowhouseError && [401, 403].includes(error.status)) onRefused();
      else setMessage((error as Error).message);
    }
  }, [load, onRefused]);
  useEffect(() => void reload(), [reload]);
  return { loaded, message, reload };
}

/** What is used of a browser. All of it may be absent: on a server, in an old browser, on a page without TLS. */
interface Browser {
  document?: unknown;
  localStorage?: {
    getItem(key: string): string | null;
    setItem(key: string, value: string): void;
    removeItem(key: string): void;
  };
  navigator?: {
    locks?: {
      request<T>(name: string, work: () => Promise<T>): Promise<T>;
      request<T>(name: string, options: { signal: AbortSignal }, work: () => Promise<T>): Promise<T>;
    };
  };
  location?: { reload(): void };
  addEventListener?(type: 'offline' | 'online', listener: () => void): void;
}

export const browser = globalThis as Browser;

export const isBrowser = browser.document !== undefined;

/** What tabs tell each other; on a server there are none. */
export const openChannel = (name: string) => (isBrowser ? new BroadcastChannel(name) : undefined);

const KEY = 'rowhouse-signed-in';

/** Whether the cookie, which no script can see, may be there: without it a refresh would be refused. */
export function mayHaveSession(): boolean {
  try {
    return browser.localStorage?.getItem(KEY) !== null;
  } catch {
    return true; // storage is switched off: the service is asked
  }
}

export function rememberSession(isSignedIn: boolean): void {
  try {
    if (isSignedIn) browser.localStorage?.setItem(KEY, 'yes');
    else browser.localStorage?.removeItem(KEY);
  } catch {
    // Storage is switched off.
  }
}

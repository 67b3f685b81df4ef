export interface Tokens {
  accessToken: string;
  /** Absent when it is in a cookie. */
  refreshToken?: string;
  /** When the access token ends, in milliseconds since 1970. */
  expiresAt?: number;
}

/** Where a session keeps its tokens. */
export interface TokenStorage {
  get: () => Tokens | undefined | Promise<Tokens | undefined>;
  /** @param tokens undefined: none any more */
  set: (tokens: Tokens | undefined) => void | Promise<void>;
}

/** Until the program ends. */
export function memoryStorage(tokens?: Tokens): TokenStorage {
  let kept = tokens;
  return { get: () => kept, set: (next) => void (kept = next) };
}

interface WebStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** `localStorage` or `sessionStorage`: every script of the page can read the tokens. */
export function webStorage(storage: WebStorage, key = 'rowhouse'): TokenStorage {
  return {
    get: () => {
      try {
        const kept = JSON.parse(storage.getItem(key) ?? 'null') as Tokens | null;
        return typeof kept?.accessToken === 'string' ? kept : undefined;
      } catch {
        return undefined; // written by somebody else
      }
    },
    set: (tokens) => {
      if (tokens === undefined) storage.removeItem(key);
      else storage.setItem(key, JSON.stringify(tokens));
    },
  };
}

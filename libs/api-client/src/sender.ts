import type { Session } from './session.js';

export interface RetryOptions {
  /** Further tries of a request; 2 when absent. */
  attempts?: number;
  /** Seconds: an answer that asks for a longer wait is passed on; 20 when absent. */
  maxWait?: number;
}

interface Facts {
  /** Access token of the session that the request was sent with. */
  token?: string;
  /** To send it twice is as good as once. */
  isSafeTwice: boolean;
}

/** Sends requests, again where that is safe: with a new access token, or after the wait that an answer asks for. */
export class Sender {
  private readonly facts = new WeakMap<Request, Facts>();

  constructor(
    private readonly fetch: (request: Request) => Promise<Response>,
    private readonly session: Session | undefined,
    private readonly retry: RetryOptions | undefined,
  ) {}

  describe(request: Request, facts: Facts): void {
    this.facts.set(request, facts);
  }

  async send(request: Request): Promise<Response> {
    const { token, isSafeTwice } = this.facts.get(request) ?? { isSafeTwice: false };
    const { attempts = 2, maxWait = 20 } = this.retry ?? { attempts: 0 };
    let bearer = token;
    for (let tried = 0, current = request; ;) {
      // A stream is sent while it is made, and kept nowhere.
      const again = isStream(current) ? undefined : current.clone();
      const response = await this.fetch(current);
      if (again === undefined) return response;
      if (bearer !== undefined && (await isTokenRefused(response))) {
        const renewed = await this.session?.refresh(bearer).catch(() => undefined);
        bearer = undefined; // once for each request
        if (renewed === undefined) return response;
        again.headers.set('authorization', `Bearer ${renewed}`);
      } else {
        const wait = isSafeTwice && tried++ < attempts ? waitOf(response, again) : undefined;
        if (wait === undefined || wait > maxWait) return response;
        await pause(wait, request.signal);
      }
      await response.body?.cancel();
      current = again;
    }
  }
}

const isStream = ({ headers }: Request): boolean => {
  const type = headers.get('content-type');
  return type !== null && !/^application\/(merge-patch\+)?json\b/i.test(type);
};

/** A wrong password is 401 too: a new token would not mend that. */
async function isTokenRefused(response: Response): Promise<boolean> {
  if (response.status !== 401) return false;
  // Browsers hide the field from pages of other origins.
  if (response.headers.has('www-authenticate')) return true;
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  return typeof body === 'object' && (body as { code?: unknown } | null)?.code === 'auth.token_invalid';
}

/** Seconds (RFC 9110, section 10.2.3); undefined: not to be tried again. */
function waitOf({ status, headers }: Response, request: Request): number | undefined {
  const after = headers.get('retry-after');
  if (after === null || (status !== 429 && status !== 503)) return undefined;
  // The first one may have been carried out; the second would find another version.
  if (status === 503 && request.headers.has('if-match')) return undefined;
  const seconds = /^\d+(\.\d+)?$/.test(after) ? Number(after) : (Date.parse(after) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}

/** A quarter of a second at random, so that all who were told the same do not come at once. */
function pause(seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(
      () => {
        signal.removeEventListener('abort', stop);
        resolve();
      },
      seconds * 1000 + Math.random() * 250,
    );
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

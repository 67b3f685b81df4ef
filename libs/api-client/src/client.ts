import createOpenapiClient, { type Client, defaultPathSerializer } from 'openapi-fetch';
import { IDEMPOTENT } from './idempotent.js';
import { type RetryOptions, Sender } from './sender.js';
import type { Session } from './session.js';

export interface RowhouseClientOptions {
  /** Where Rowhouse answers, such as `https://api.example.com`. */
  baseUrl: string;
  /** Access token of every request. */
  token?: string;
  /** Asked before every request, so that it can renew the token; wins over `token`. */
  getToken?: () => string | undefined | Promise<string | undefined>;
  /** Has and renews the tokens; wins over both. */
  session?: Session;
  /** A key of /v1/api-keys instead of a token: sent as X-API-Key with each request that has no Authorization. */
  apiKey?: string;
  /**
   * What is tried again after 429 and 503, when the answer says how long to wait (`Retry-After`): requests that may
   * be sent twice. Those are GET, HEAD, PUT and DELETE, and others with an Idempotency-Key. `false`: none.
   */
  retry?: RetryOptions | false;
  /** Gives an Idempotency-Key to every request whose operation takes one, and that has none. */
  idempotencyKeys?: boolean;
  /** Instead of the global fetch: to add a timeout, a proxy, a log. */
  fetch?: (request: Request) => Promise<Response>;
}

/** `GET`, `POST`, `PUT`, `PATCH` and `DELETE` by path; each resolves to `{ data, error, response }`. */
export type ClientOf<Paths extends object> = Client<Paths>;

/** A client of the paths of an area, such as those of `@rowhouse/api-client/schema/data`. */
export function createClient<Paths extends object>(options: RowhouseClientOptions): ClientOf<Paths> {
  const { baseUrl, token, getToken, session, apiKey, retry = {}, idempotencyKeys = false } = options;
  if (apiKey !== undefined && [token, getToken, session].some((one) => one !== undefined)) {
    throw new TypeError('apiKey excludes token, getToken and session');
  }
  const fetch = options.fetch ?? ((request: Request) => globalThis.fetch(request));
  const sender = new Sender(fetch, session, retry === false ? undefined : retry);
  const client = createOpenapiClient<Paths>({
    baseUrl,
    fetch: (request) => sender.send(request),
    pathSerializer: (path, values) => {
      for (const [name, value] of Object.entries(values)) refuseDots(name, String(value));
      return defaultPathSerializer(path, values);
    },
  });
  client.use({
    onRequest: async ({ request, schemaPath }) => {
      const takesKey = IDEMPOTENT.has(`${request.method} ${schemaPath}`);
      if (idempotencyKeys && takesKey && !request.headers.has(KEY)) request.headers.set(KEY, newKey());
      const isOwn = request.headers.has('authorization');
      if (apiKey !== undefined && !isOwn) request.headers.set('x-api-key', apiKey);
      const bearer = isOwn ? undefined : await (session?.accessToken() ?? getToken?.() ?? token);
      if (bearer !== undefined) request.headers.set('authorization', `Bearer ${bearer}`);
      sender.describe(request, {
        token: session === undefined ? undefined : bearer,
        isSafeTwice: REPEATABLE.has(request.method) || (takesKey && request.headers.has(KEY)),
      });
      return request;
    },
  });
  return client;
}

const KEY = 'idempotency-key';
/** RFC 9110, section 9.2.2. */
const REPEATABLE = new Set(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS']);

/** 128 random bits; randomUUID() is withheld from pages that came over http. */
const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** URLs read `.` and `..` as steps, however they are written: the request would reach another path. */
function refuseDots(name: string, value: string): void {
  if (/^\.{0,2}$/.test(value)) throw new TypeError(`${name} must not be empty, "." or ".."`);
}

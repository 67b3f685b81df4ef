import createClient, { type Client, defaultPathSerializer } from 'openapi-fetch';
import type { paths } from './schema.js';

export interface RowhouseClientOptions {
  /** Where Rowhouse answers, such as `https://api.example.com`. */
  baseUrl: string;
  /** Access token of every request. */
  token?: string;
  /** Asked before every request, so that it can renew the token; wins over `token`. */
  getToken?: () => string | undefined | Promise<string | undefined>;
  /** Instead of the global fetch: to add a timeout, a proxy, a log. */
  fetch?: (request: Request) => Promise<Response>;
}

/** `GET`, `POST`, `PUT`, `PATCH` and `DELETE` by path; each resolves to `{ data, error, response }`. */
export type RowhouseClient = Client<paths>;

export function createRowhouseClient(options: RowhouseClientOptions): RowhouseClient {
  const { baseUrl, token, getToken, fetch } = options;
  const client = createClient<paths>({
    baseUrl,
    ...(fetch ? { fetch } : {}),
    pathSerializer: (path, values) => {
      for (const [name, value] of Object.entries(values)) refuseDots(name, String(value));
      return defaultPathSerializer(path, values);
    },
  });
  client.use({
    onRequest: async ({ request }) => {
      const bearer = getToken ? await getToken() : token;
      if (bearer !== undefined && !request.headers.has('authorization')) {
        request.headers.set('authorization', `Bearer ${bearer}`);
      }
      return request;
    },
  });
  return client;
}

/** URLs read `.` and `..` as steps, however they are written: the request would reach another path. */
function refuseDots(name: string, value: string): void {
  if (/^\.{0,2}$/.test(value)) throw new TypeError(`${name} must not be empty, "." or ".."`);
}

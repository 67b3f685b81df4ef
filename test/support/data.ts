import type { Db } from 'mongodb';
import { startTestApp, type Reply, type TestApp } from './app.js';

export type Organization = Awaited<ReturnType<TestApp['organization']>>;

export interface Doc {
  _id: string;
  _rev: string;
  [field: string]: unknown;
}

export interface Page {
  items: Doc[];
  next_cursor: string | null;
}

/** Two organizations and the words of the data API, spoken for the first one unless a token says else. */
export interface DataApi {
  app: TestApp;
  acme: Organization;
  rival: Organization;
  /** The database of acme. */
  db: Db;
  call<T = Doc>(method: string, path: string, options?: Parameters<TestApp['call']>[2]): Promise<Reply<T>>;
  insert(collection: string, body: unknown): Promise<Reply<Doc>>;
  list(collection: string, parameters?: Record<string, string>): Promise<Reply<Page>>;
  /** Stops the service. @throws when any answer was a 5xx */
  stop(): Promise<void>;
}

export async function startDataApi(): Promise<DataApi> {
  const app = await startTestApp();
  const acme = await app.organization('Acme Corp');
  const rival = await app.organization('Rival Corp');
  const failures: string[] = [];
  const call: DataApi['call'] = async (method, path, options = {}) => {
    const reply = await app.call(method, `/v1/data${path}`, { token: acme.token, ...options });
    if (reply.status >= 500) failures.push(`${method} ${path} ${reply.status} ${reply.text}`);
    return reply as never;
  };
  return {
    app,
    acme,
    rival,
    db: app.client.db(acme.database),
    call,
    insert: (collection, body) => call('POST', `/${collection}`, { body }),
    list: (collection, parameters = {}) => call('GET', `/${collection}${query(parameters)}`),
    stop: async () => {
      await app.stop();
      if (failures.length > 0) throw new Error(`answers of 5xx:\n${failures.join('\n')}`);
    },
  };
}

export const query = (parameters: Record<string, string>): string =>
  `?${new URLSearchParams(parameters).toString()}`;

/** An error as the native API writes it (RFC 9457). */
export const problem = (code: string, status: number, title: string, path: string, errors?: object) => ({
  type: `/docs/errors#${code}`,
  title,
  status,
  code,
  instance: `/v1/data${path}`,
  request_id: expect.stringMatching(/^[\w-]{36}$/) as string,
  ...(errors ? { errors } : {}),
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient, type Db } from 'mongodb';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApplication } from '../../src/application.js';
import { readEnv } from '../../src/config/env.js';
import type { Clock } from '../../src/database/work/clock.js';
import { undocumented } from './openapi.js';
import { stretched } from './stretched.js';
import { startTestMongo, type TestMongoOptions } from './mongo.js';

export interface Reply<T = Record<string, unknown>> {
  status: number;
  headers: Headers;
  text: string;
  body: T;
}

export interface RequestOptions {
  /** Sent as JSON; a string is sent as it is. */
  body?: unknown;
  token?: string;
  headers?: Record<string, string>;
}

/** The running service on a real mongod of its own, spoken to over HTTP. */
export interface TestApp {
  app: NestFastifyApplication;
  url: string;
  mongoUri: string;
  client: MongoClient;
  master: Db;
  call<T = Record<string, unknown>>(
    method: string,
    path: string,
    options?: RequestOptions,
  ): Promise<Reply<T>>;
  /** Creates an organization through S1 and signs its administrator in. */
  organization(name: string): Promise<{
    name: string;
    email: string;
    password: string;
    token: string;
    id: string;
    adminId: string;
    database: string;
  }>;
  /** Another instance of the service on the same database, with settings of its own beside the first one's. */
  twin(settings?: Record<string, string>, clock?: Clock): Promise<TestApp>;
  stop(): Promise<void>;
}

export async function startTestApp(
  settings: Record<string, string> = {},
  server: TestMongoOptions = {},
  clock?: Clock,
): Promise<TestApp> {
  const mongo = await startTestMongo(server);
  const dataDir = mkdtempSync(join(tmpdir(), 'rowhouse-app-'));
  const first = await startInstance(mongo.uri, dataDir, settings, clock);
  return {
    ...first,
    stop: async () => {
      await first.stop();
      await mongo.stop();
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

/** An instance on a mongod that the test runs itself. */
export async function startTestAppOn(
  mongoUri: string,
  settings: Record<string, string> = {},
): Promise<TestApp> {
  const dataDir = mkdtempSync(join(tmpdir(), 'rowhouse-app-'));
  const first = await startInstance(mongoUri, dataDir, settings);
  return {
    ...first,
    stop: async () => {
      await first.stop();
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

async function startInstance(
  mongoUri: string,
  dataDir: string,
  settings: Record<string, string>,
  clock?: Clock,
): Promise<TestApp> {
  const env = readEnv({
    NODE_ENV: 'test',
    MONGODB_URL: mongoUri,
    DATA_DIR: dataDir,
    PORT: '0',
    BCRYPT_COST: '4',
    // A busy machine answers late; what tests of deadlines need, they set.
    REQUEST_TIMEOUT_MS: String(Math.round(stretched(20_000))),
    // What a deletion leaves is archived where a test is about it.
    UNDELETE_DAYS: '0',
    // Entries that come a moment later than what a test does; on where a test is about them.
    RECORD_SIGN_INS: 'false',
    ...settings,
  });
  const app = await createApplication(env, { clock });
  await app.listen(env.PORT, '127.0.0.1');
  const client = await new MongoClient(mongoUri).connect();
  const url = await app.getUrl();
  const call = caller(url);
  return {
    app,
    url,
    mongoUri,
    client,
    master: client.db(env.MASTER_DB_NAME),
    call,
    organization: (name) => createOrganization(call, name),
    twin: (own = {}, ownClock = clock) => startInstance(mongoUri, dataDir, { ...settings, ...own }, ownClock),
    stop: async () => {
      await app.close();
      await client.close();
    },
  };
}

function caller(url: string): TestApp['call'] {
  return async <T>(method: string, path: string, { body, token, headers = {} }: RequestOptions = {}) => {
    const response = await fetch(url + path, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '');
    const answer = (isJson && text !== '' ? JSON.parse(text) : {}) as T;
    const fault = undocumented(method, path, response.status, answer);
    if (fault !== undefined) throw new Error(fault);
    return { status: response.status, headers: response.headers, text, body: answer };
  };
}

let serial = 0;

async function createOrganization(call: TestApp['call'], name: string): ReturnType<TestApp['organization']> {
  const email = `admin${++serial}@${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.example`;
  const password = 'SecurePassword123!';
  const created = await call<{ data: { admin_id: string; collection_name: string } }>('POST', '/org/create', {
    body: { organization_name: name, email, password },
  });
  if (created.status !== 201) throw new Error(`create failed: ${created.status} ${created.text}`);
  const login = await call<{ data: { access_token: string; organization_id: string } }>(
    'POST',
    '/admin/login',
    {
      body: { email, password },
    },
  );
  return {
    name,
    email,
    password,
    token: login.body.data.access_token,
    id: login.body.data.organization_id,
    adminId: created.body.data.admin_id,
    database: created.body.data.collection_name,
  };
}

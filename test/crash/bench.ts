import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EmbeddedMongodb, startEmbeddedMongodb } from '@rowhouse/embedded-mongodb';
import { MongoClient } from 'mongodb';
import { stretched } from '../support/stretched.js';
import { BuiltService } from './built-service.js';

export type Victim = 'api' | 'mongod';

export interface Answer {
  status: number;
  body: { detail?: string; data?: Record<string, string> };
  retryAfter: string | null;
  ms: number;
}

export interface Org {
  name: string;
  email: string;
  token: string;
  adminId: string;
  database: string;
}

const PASSWORD = 'SecurePassword123!';

/** `npm run test:crash`: on a machine of its own, with the deadline that the service has by default. */
const LONG = process.env['CRASH_KILLS'] !== undefined;
/** Of the service, milliseconds. In a run of all tests a creation may take longer than the default of 5 s. */
export const REQUEST_TIMEOUT_MS = LONG ? 5000 : Math.round(stretched(20_000));

/** A mongod and the built service on it; either of them can be killed. */
export class CrashBench {
  readonly faults: string[] = [];
  readonly client: MongoClient;

  private constructor(
    private readonly dataDir: string,
    private readonly mongo: EmbeddedMongodb,
    readonly service: BuiltService,
    /** Another instance on the same database. */
    readonly twin: () => Promise<BuiltService>,
  ) {
    this.client = new MongoClient(mongo.uri, { serverSelectionTimeoutMS: 60_000 });
  }

  /** @param settings beside those of every run */
  static async start(main: string, settings: Record<string, string> = {}): Promise<CrashBench> {
    const dataDir = await mkdtemp(join(tmpdir(), 'rowhouse-crash-'));
    const mongo = await startEmbeddedMongodb({
      dataDir: join(dataDir, 'mongo'),
      cacheSizeGB: 0.25,
      env: process.env,
      ...(process.env['MONGOD_BINARY'] ? { binary: process.env['MONGOD_BINARY'] } : {}),
    });
    try {
      const start = () =>
        BuiltService.start(main, {
          MONGODB_URL: mongo.uri,
          DATA_DIR: join(dataDir, 'service'),
          RECONCILE_SECONDS: '2',
          REQUEST_TIMEOUT_MS: String(REQUEST_TIMEOUT_MS),
          ...settings,
        });
      const bench = new CrashBench(dataDir, mongo, await start(), start);
      // As a mongod that nobody configured: a killed transaction would hold its name for a minute.
      await bench.client.db('admin').command({ setParameter: 1, transactionLifetimeLimitSeconds: 60 });
      return bench;
    } catch (error) {
      await mongo.stop();
      await rm(dataDir, { recursive: true, force: true, maxRetries: 10 });
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.service.end('SIGKILL');
    await this.client.close();
    await this.mongo.stop();
    await rm(this.dataDir, { recursive: true, force: true, maxRetries: 10 });
  }

  /** kill -9, and up again. */
  async kill(victim: Victim): Promise<void> {
    if (victim === 'api') {
      await this.service.end('SIGKILL');
      return this.service.start();
    }
    const back = new Promise((resolve) => this.mongo.once('restarted', resolve));
    process.kill(this.mongo.pid!, 'SIGKILL');
    await back;
    while ((await this.call('GET', '/health/ready')).status !== 200) await sleep(20);
  }

  /** Status 0: no answer came. Answers nobody should see are noted. */
  async call(method: string, path: string, options: { body?: object; token?: string } = {}): Promise<Answer> {
    const since = performance.now();
    try {
      const reply = await fetch(this.service.url + path, {
        method,
        headers: {
          ...(options.body ? { 'content-type': 'application/json' } : {}),
          ...(options.token ? { authorization: `Bearer ${options.token}` } : {}),
        },
        body: options.body && JSON.stringify(options.body),
      });
      const text = await reply.text();
      const retryAfter = reply.headers.get('retry-after');
      const { status } = reply;
      if (status >= 500 && status !== 503) this.faults.push(`${method} ${path} ${status} ${text}`);
      if (status === 503 && retryAfter === null)
        this.faults.push(`${method} ${path} 503 without Retry-After`);
      const body = text.startsWith('{') ? (JSON.parse(text) as Answer['body']) : {};
      return { status, body, retryAfter, ms: performance.now() - since };
    } catch {
      return { status: 0, body: {}, retryAfter: null, ms: performance.now() - since };
    }
  }

  create(name: string, email: string): Promise<Answer> {
    return this.call('POST', '/org/create', { body: { organization_name: name, email, password: PASSWORD } });
  }

  login(email: string): Promise<Answer> {
    return this.call('POST', '/admin/login', { body: { email, password: PASSWORD } });
  }

  get(name: string): Promise<Answer> {
    return this.call('GET', `/org/get?organization_name=${encodeURIComponent(name)}`);
  }

  async organization(name: string): Promise<Org> {
    const email = `owner@${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.example`;
    const created = await this.create(name, email);
    const login = await this.login(email);
    if (created.status !== 201 || login.status !== 200)
      throw new Error(`no organization ${name}: ${created.status}, ${login.status}\n${this.service.log}`);
    return {
      name,
      email,
      token: login.body.data!['access_token'],
      adminId: created.body.data!['admin_id'],
      database: created.body.data!['collection_name'],
    };
  }

  /** Where an organization lives now; undefined when it is gone. */
  async databaseOf(org: Org): Promise<string | undefined> {
    const row = await this.client
      .db('master_db')
      .collection('organizations')
      .findOne({ admin_id: org.adminId });
    return row?.['collection_name'] as string | undefined;
  }
}

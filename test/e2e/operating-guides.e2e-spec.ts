import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { readEnv } from '../../src/config/env.js';
import type { TestApp } from '../support/app.js';
import { blockOf, blocksOf, runShell, settingsOf, withAddresses } from '../support/guide.js';
import { mailsTo } from '../support/members.js';
import { OPERATOR, startWithOperator } from '../support/operator.js';
import { compileService, runService } from '../support/service.js';
import { until } from '../support/smtp.js';

const SERVICE = 'http://localhost:8000';
const SECRET_KEY = 'of the guides to operating it, long enough to sign with';

/** What this test reads of a manifest. */
interface Manifest {
  kind: string;
  spec: {
    template?: {
      spec: {
        terminationGracePeriodSeconds: number;
        containers: {
          ports: { name: string; containerPort: number }[];
          env: { name: string; value: string }[];
          [probe: `${string}Probe`]: { httpGet: { path: string; port: string } };
          lifecycle: { preStop: { sleep: { seconds: number } } };
        }[];
      };
    };
  };
}

describe('the guides to operating it', () => {
  let sut: TestApp;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rowhouse-operating-'));
    ({ sut } = await startWithOperator({ SECRET_KEY }));
  });
  afterAll(async () => {
    await sut?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The guide's settings, on the database of this test. */
  const real = (settings: Record<string, string>): Record<string, string> => ({
    ...settings,
    MONGODB_URL: sut.mongoUri,
    MASTER_DB_NAME: 'operating_master',
    DATABASE_PREFIX: 'guides_',
  });

  it('deploy: the unit of systemd starts the service with its settings and its secret, and ends it in time', async () => {
    const unit = blockOf('deploy', 'ini');
    const secret = join(folder, 'secret_key');
    writeFileSync(secret, SECRET_KEY);
    expect(/ExecStart=\/usr\/bin\/node (.*)/.exec(unit)![1]).toBe('dist/src/main.js');
    const own = withAddresses(/Environment=(.*)/.exec(unit)![1], {
      '%d/secret_key': secret,
      '/var/lib/rowhouse': folder,
    });
    const settings = {
      ...settingsOf('deploy'),
      ...Object.fromEntries(own.split(' ').map((pair) => pair.split('='))),
    };
    const run = await runService(await compileService(), real(settings));
    try {
      const url = (await run.prints(/http:\/\/[\d.]+:\d+/, 60_000))[0];
      expect((await fetch(`${url}/health/ready`)).status).toBe(200);
      const asked = await fetch(`${url}/v1/me`);
      const id = asked.headers.get('x-request-id');
      const line = () => run.lines().find((one) => one.includes(`"request_id":"${id}"`));
      await until(() => line() !== undefined, 10_000, 'the line of the request');
      // A request without a token has no organization and no user.
      const { organization_id, user_id, ...shown } = JSON.parse(blockOf('monitor', 'json')) as Record<
        string,
        unknown
      >;
      expect(organization_id && user_id).toBeTruthy();
      expect(Object.keys(JSON.parse(line()!) as object).sort()).toEqual(Object.keys(shown).sort());
      run.child.kill('SIGTERM');
      run.restartClock();
      const { code } = await run.ends(Number(/TimeoutStopSec=(\d+)/.exec(unit)![1]) * 1000);
      expect(code).toBe(0);
    } finally {
      await run.cleanUp();
    }
    if (spawnSync('systemd-analyze', ['--version']).status === 0) {
      const file = join(folder, 'rowhouse.service');
      const node = withAddresses(unit, { '/usr/bin/node': process.execPath });
      writeFileSync(file, node);
      const { stderr } = spawnSync('systemd-analyze', ['verify', file], { encoding: 'utf8' });
      expect(stderr.split('\n').filter((one) => one.includes('rowhouse.service:'))).toEqual([]);
    }
  });

  it('deploy: the manifests name settings that start it, and probes that answer', async () => {
    const documents = parseAllDocuments(blockOf('deploy', 'yaml'));
    expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
    const manifests = documents.map((one) => one.toJS() as Manifest);
    expect(manifests.map(({ kind }) => kind)).toEqual(['Deployment', 'Service', 'PodDisruptionBudget']);
    const pod = manifests[0].spec.template!.spec;
    const container = pod.containers[0];
    const secrets = blocksOf('deploy', 'sh')
      .flatMap((block) => [...block.matchAll(/--from-literal=(\w+)=["']([^"']*)["']/g)])
      .map(([, name, value]) => [name, name === 'SECRET_KEY' ? SECRET_KEY : value]);
    expect(secrets.map(([name]) => name)).toEqual(['MONGODB_URL', 'SECRET_KEY', 'MAIL_URL']);
    const env = readEnv({
      ...(Object.fromEntries(secrets) as Record<string, string>),
      ...Object.fromEntries(container.env.map(({ name, value }) => [name, value])),
    });
    expect(env).toMatchObject({ production: true, HOST: '0.0.0.0', PORT: container.ports[0].containerPort });
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe'] as const) {
      const { path, port } = container[probe].httpGet;
      expect(port).toBe(container.ports[0].name);
      expect((await sut.call('GET', path)).status).toBe(200);
    }
    const ending = container.lifecycle.preStop.sleep.seconds + env.shutdownDelayMs / 1000 + 7.5;
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(ending);
  });

  it('production: the settings stand together, and the outside looks as the guide says', async () => {
    const settings = settingsOf('production');
    const app = await sut.twin({ ...settings, ...real({ SECRET_KEY }) });
    try {
      const script = withAddresses(blockOf('production', 'bash'), {
        'https://rowhouse.example.com': app.url,
      });
      const [ready, ...replies] = await runShell(script);
      expect(JSON.parse(ready)).toMatchObject({ status: 'ok' });
      const shown = blockOf('production', 'text').trim().split('\n').slice(1);
      expect(replies.map((line) => line.trim())).toEqual(shown);
    } finally {
      await app.stop();
    }
  });

  it('monitor: the commands answer an operator', async () => {
    const script = withAddresses(blocksOf('monitor', 'bash').join('\n'), { [SERVICE]: sut.url });
    const env = { OPERATOR_EMAIL: OPERATOR.email, OPERATOR_PASSWORD: OPERATOR.password };
    const replies = (await runShell(script, { env })).map((line) => JSON.parse(line) as unknown);
    expect(replies).toEqual([
      expect.objectContaining({ status: 'ok' }),
      expect.objectContaining({ status: 'ok' }),
      expect.objectContaining({ access_token: expect.any(String) }),
      expect.objectContaining({ items: [] }),
      expect.objectContaining({ items: expect.any(Array) }),
      expect.objectContaining({ intact: true }),
    ]);
  });

  it('bill by use: the commands answer an operator', async () => {
    const script = withAddresses(blocksOf('meter', 'bash').join('\n'), { [SERVICE]: sut.url });
    const env = { OPERATOR_EMAIL: OPERATOR.email, OPERATOR_PASSWORD: OPERATOR.password };
    const [, page, csv] = await runShell(script, { env });
    expect(JSON.parse(page)).toMatchObject({ items: [], next_cursor: null });
    expect(csv).toMatch(/^id,organization_id,hour,requests,documents,bytes,/);
  });

  it('from another service: organizations, documents and invitations', async () => {
    const [script, company] = [blockOf('move-in', 'js'), blockOf('move-in', 'json')];
    mkdirSync(join(folder, 'acme'));
    writeFileSync(
      join(folder, 'acme', 'orders.ndjson'),
      '{"_id":{"$oid":"6929f0c2a1b2c3d4e5f60718"}}\n{"n":1}\n',
    );
    writeFileSync(join(folder, 'companies.ndjson'), company);
    writeFileSync(join(folder, 'move-in.mjs'), withAddresses(script, { [SERVICE]: sut.url }));
    const { stdout } = await promisify(execFile)(process.execPath, ['move-in.mjs', 'companies.ndjson'], {
      cwd: folder,
    });
    expect(stdout).toBe('Acme Corp orders: 2\n');
    const { email, members } = JSON.parse(company) as { email: string; members: string[] };
    for (const to of [email, ...members]) await mailsTo(sut, to, 1);
  });

  it('test your product: the two files run as they stand', async () => {
    const [helper, tests] = blocksOf('testing-against', 'js') as [string, string];
    const { main } = await compileService();
    writeFileSync(
      join(folder, 'rowhouse.mjs'),
      withAddresses(helper, { '/opt/rowhouse/dist/src/main.js': main }),
    );
    writeFileSync(join(folder, 'product.test.mjs'), tests);
    // Not the environment of Jest: node --test would report to it.
    const { PATH, HOME, XDG_CACHE_HOME, MONGOD_BINARY } = process.env;
    const { stdout } = await promisify(execFile)(process.execPath, ['--test'], {
      cwd: folder,
      env: { PATH, HOME, XDG_CACHE_HOME, MONGOD_BINARY },
    });
    expect(stdout).toMatch(/pass 1\n/);
    expect(existsSync(join(folder, '.data'))).toBe(false);
  });
});

import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBinary } from '@rowhouse/embedded-mongodb';
import { MongoClient } from 'mongodb';
import { withLibraries } from '../../libs/embedded-mongodb/src/binary/found.js';
import { until } from '../medium/embedded-mongodb/helpers.js';
import {
  compileService,
  type CompiledService,
  runService,
  serviceRuns,
  type ServiceRun,
} from '../support/service.js';

const GOOD_SECRET = 'Zm9yIHRlc3RzIG9ubHksIG5vYm9keSBlbHNlIHVzZXMgdGhpcyBrZXk';
const URL_LINE = /API +(http:\/\/\S+)/;

/** A mongod as an operator installs it: found by its path, with its libraries. */
async function ownMongod(dir: string): Promise<string> {
  const given = process.env['MONGOD_BINARY'];
  const command = withLibraries(
    await findBinary({ env: process.env, ...(given ? { binary: given } : {}) }),
    [],
  );
  const path = join(dir, 'mongod');
  await writeFile(path, `#!/bin/sh\nexec ${command.join(' ')} "$@"\n`, { mode: 0o755 });
  return path;
}

describe('a start without MONGODB_URL', () => {
  let service: CompiledService;
  const runs = serviceRuns();
  const run = (settings: Record<string, string>, dir?: string): Promise<ServiceRun> =>
    runs.start(service, settings, dir);
  beforeAll(async () => {
    service = await compileService();
  });

  it('is refused in production, and done with a password where ALLOW_EMBEDDED insists', async () => {
    const production = { NODE_ENV: 'production', SECRET_KEY: GOOD_SECRET };
    const refused = await run(production);
    expect((await refused.ends(15_000)).code).toBe(1);
    expect(refused.output()).toBe(
      '✗ MONGODB_URL is not set, and in production the embedded MongoDB is not started in its place: set MONGODB_URL, or insist with ALLOW_EMBEDDED=true\n',
    );
    const adopting = await runs.start({ main: service.adopt }, production, refused.dir);
    expect((await adopting.ends(15_000)).code).toBe(1);
    expect(adopting.output()).toBe(refused.output());
    expect(existsSync(join(refused.dir, '.data'))).toBe(false);

    const own = { MONGOD_BINARY: await ownMongod(refused.dir), CORS_ORIGIN: 'https://misspelt.example' };
    const settings = { ...production, ...own, ALLOW_EMBEDDED: 'true' };
    const sut = await run(settings, refused.dir);
    await sut.prints(URL_LINE, 60_000);
    const loud = sut.lines().map((line) => JSON.parse(line) as { level: string; msg: string });
    expect(loud.find(({ msg }) => msg.startsWith('ALLOW_EMBEDDED=true: production runs on'))?.level).toBe(
      'warn',
    );
    expect(loud.find(({ msg }) => msg.startsWith('the variable CORS_ORIGIN is ignored'))?.level).toBe('warn');
    const file = join(sut.dir, '.data', 'mongodb', 'password');
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
    const port = /ready on 127\.0\.0\.1:(\d+)/.exec(sut.output())![1];
    const stranger = new MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`);
    await expect(stranger.db('master_db').collection('users').findOne()).rejects.toMatchObject({
      code: 13,
    });
    await stranger.close();
    expect(sut.output()).not.toContain(readFileSync(file, 'utf8').trim());
    sut.child.kill('SIGTERM');
    expect((await sut.ends(15_000)).code).toBe(0);
  });

  it('says on a terminal what to do next, and keeps the temporary password for its owner until it is changed', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'rowhouse-service-'));
    const words = [process.execPath, service.main];
    const script =
      process.platform === 'darwin' ? ['-q', '/dev/null', ...words] : ['-qec', words.join(' '), '/dev/null'];
    const terminal = spawn('script', script, {
      cwd: dir,
      env: { ...process.env, PORT: '0', BCRYPT_COST: '4' },
    });
    const ended = new Promise((resolve) => terminal.once('close', resolve));
    let shown = '';
    terminal.stdout.on('data', (chunk: Buffer) => (shown += chunk.toString().replace(/\r/g, '')));
    let restarted: ServiceRun | undefined;
    try {
      await until(() => Promise.resolve(shown.includes('3. Sign in')), 60_000);
      expect(shown).not.toMatch(/WARN|ERROR/);
      const [, url = ''] = URL_LINE.exec(shown) ?? [];
      const commands = [...shown.matchAll(/^ {2}\d\. .+:\n {5}npm run -s cli -- --url (\S+) (\w+) /gm)];
      expect(commands.map(([, address, command]) => [address, command])).toEqual([
        [url, 'password'],
        [url, 'create'],
        [url, 'login'],
      ]);
      const file = join(dir, '.data', 'operator.secret');
      const secret = readFileSync(file, 'utf8').trim();
      expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
      expect(shown).toContain(`change it at ${url}/dashboard/password): ${secret}`);
      const send = async (method: string, path: string, body: object, token = '') => {
        const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
        return fetch(url + path, { method, headers, body: JSON.stringify(body) });
      };
      const credentials = { email: 'operator@rowhouse.local', password: secret };
      const signedIn = await (await send('POST', '/v1/sessions', credentials)).json();
      const { access_token: token } = signedIn as { access_token: string };
      const passwords = { current_password: secret, new_password: 'Operators-Own-Secret-1' };
      expect((await send('PUT', '/v1/me/password', passwords, token)).status).toBe(204);
      terminal.stdin.write('\u0003');
      await ended;
      restarted = await runService(service, {}, dir);
      await restarted.prints(URL_LINE, 60_000);
      expect(existsSync(file)).toBe(false);
    } finally {
      terminal.kill('SIGKILL');
      await restarted?.cleanUp();
      await rm(dir, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
    }
  });
});

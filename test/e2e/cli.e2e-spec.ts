import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startTestApp, type TestApp } from '../support/app.js';
import { buildIfStale } from '../support/built.js';

const ROOT = resolve(__dirname, '../..');

/** The built command line against the running service. */
describe('the command line', () => {
  let sut: TestApp;
  let home: string;
  beforeAll(async () => {
    buildIfStale();
    sut = await startTestApp();
    home = mkdtempSync(join(tmpdir(), 'rowhouse-cli-'));
  }, 120_000);
  afterAll(async () => {
    rmSync(home, { recursive: true, force: true, maxRetries: 10 });
    await sut?.stop();
  });

  const run = (args: string[], input = ''): Promise<{ code: number; out: string; err: string }> =>
    new Promise((done) => {
      const child = spawn(
        process.execPath,
        [join(ROOT, 'dist/apps/cli/src/main.js'), '--url', sut.url, ...args],
        {
          env: { ...process.env, HOME: home },
        },
      );
      let out = '';
      let err = '';
      child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
      child.on('close', (code) => done({ code: code ?? -1, out, err }));
      child.stdin.end(input);
    });

  it('takes an organization through its life', async () => {
    const who = ['--email', 'cli@cli.example', '--password', 'SecurePassword123!'];
    expect(JSON.parse((await run(['create', 'Command Line', ...who])).out)).toMatchObject({
      data: { collection_name: 'org_command_line' },
    });
    expect((await run(['login', ...who])).out).toContain('signed in to Command Line');
    const lines = '{"_id":"a","n":1}\n{"_id":"b","n":2}\n';
    expect(JSON.parse((await run(['import', 'data'], lines)).out)).toMatchObject({ inserted: 2, failed: 0 });
    const updated = await run(['update', '--password', 'AnotherSecurePassword1!']);
    expect(JSON.parse(updated.out)).toMatchObject({ data: { collection_name: 'org_command_line_v2' } });
    const exported = (await run(['export', 'data'])).out.trim().split('\n');
    expect(exported.map((line) => (JSON.parse(line) as { n: number }).n)).toEqual([1, 2]);
    expect(JSON.parse((await run(['delete', 'Command Line'])).out)).toEqual({
      message: 'Organization deleted successfully',
    });
  });

  it('says what was refused, and exits with 1', async () => {
    const refused = await run(['get', 'Nobody']);
    expect(refused).toEqual({ code: 1, out: '', err: 'rowhouse: Organization not found (404)\n' });
  });
});

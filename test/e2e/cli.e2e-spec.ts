import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PasswordsService } from '../../src/modules/credentials/passwords.service.js';
import { UsersService } from '../../src/modules/users/users.service.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { TestClock } from '../support/clock.js';
import { enrol, prove } from '../support/factors.js';
import { buildIfStale } from '../support/built.js';

const ROOT = resolve(__dirname, '../..');
const MAIN = join(ROOT, 'dist/apps/cli/src/main.js');
const PASSWORD = 'SecurePassword123!';

interface Run {
  code: number;
  out: string;
  err: string;
}

/** The built command line against the running service. */
describe('the command line', () => {
  let sut: TestApp;
  let home: string;
  beforeAll(async () => {
    buildIfStale();
    sut = await startTestApp();
    home = mkdtempSync(join(tmpdir(), 'rowhouse-cli-'));
  });
  afterAll(async () => {
    rmSync(home, { recursive: true, force: true, maxRetries: 10 });
    await sut?.stop();
  });

  const collect = (
    command: string,
    args: string[],
    input?: string | ((out: string) => string),
  ): Promise<Run> =>
    new Promise((done) => {
      const child = spawn(command, args, { env: { ...process.env, HOME: home, TERM: 'dumb' } });
      let out = '';
      let err = '';
      child.stdout.on('data', (chunk: Buffer) => {
        out += chunk.toString();
        if (typeof input === 'function') child.stdin.write(input(out));
      });
      child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
      child.on('close', (code) => done({ code: code ?? -1, out, err }));
      child.stdin.on('error', () => undefined); // it may end without reading
      if (typeof input !== 'function') child.stdin.end(input);
    });
  const run = (args: string[], input = '', url = sut.url): Promise<Run> =>
    collect(process.execPath, [MAIN, '--url', url, ...args], input);

  /** On a pseudo terminal. @param answers to the questions, in their order */
  const type = (
    args: string[],
    answers: [question: string, answer: string][],
    url = sut.url,
  ): Promise<Run> => {
    const words = [process.execPath, MAIN, '--url', url, ...args];
    const line = words.map((word) => `'${word}'`).join(' ');
    const script =
      process.platform === 'darwin' ? ['-q', '/dev/null', ...words] : ['-qec', line, '/dev/null'];
    let asked = 0;
    let seen = 0;
    return collect('script', script, (out) => {
      const [question, answer] = answers[asked] ?? [];
      if (question === undefined || !out.slice(seen).includes(question)) return '';
      asked += 1;
      seen = out.length;
      return `${answer}\r`;
    });
  };

  it('takes an organization through its life', async () => {
    const who = ['--email', 'cli@cli.example', '--password', PASSWORD];
    expect(JSON.parse((await run(['create', 'Command Line', ...who])).out)).toMatchObject({
      data: { collection_name: 'org_command_line' },
    });
    expect((await run(['login', ...who])).out).toContain('signed in to Command Line');
    expect(statSync(join(home, '.config/rowhouse/session.json')).mode & 0o777).toBe(0o600);
    const lines = '{"_id":"a","n":1}\n{"_id":"b","n":2}\n';
    expect(JSON.parse((await run(['import', 'data'], lines)).out)).toMatchObject({ inserted: 2, failed: 0 });
    const partly = await run(['import', 'data', '--json'], '{"_id":"b"}\n{"_id":"c","n":3}\n');
    expect(partly).toMatchObject({
      code: 1,
      err: '{"error":{"exit_code":1,"message":"1 of 2 documents were not stored"}}\n',
    });
    expect(JSON.parse(partly.out)).toMatchObject({ inserted: 1, failed: 1 });
    const updated = await run(['update', '--password-stdin'], 'AnotherSecurePassword1!\n');
    expect(JSON.parse(updated.out)).toMatchObject({ data: { collection_name: 'org_command_line_v2' } });
    const exported = (await run(['export', 'data'])).out.trim().split('\n');
    expect(exported.map((line) => (JSON.parse(line) as { n: number }).n)).toEqual([1, 2, 3]);

    expect(await run(['delete', 'Command Line'])).toEqual({
      code: 2,
      out: '',
      err: 'rowhouse: delete asks for a confirmation; without a terminal, give --yes\n',
    });
    const other = await type(['delete', 'Command Line'], [['to confirm', 'command line']]);
    expect([other.code, other.out]).toEqual([2, expect.stringContaining('nothing was deleted')]);
    expect((await run(['get', 'Command Line'])).code).toBe(0);
    const deleted = await type(['delete', 'Command Line'], [['to confirm', 'Command Line']]);
    expect([deleted.code, deleted.out]).toEqual([
      0,
      expect.stringContaining('Organization deleted successfully'),
    ]);
  });

  it('says what was refused, and exits with 1', async () => {
    const refused = await run(['get', 'Nobody']);
    expect(refused).toEqual({ code: 1, out: '', err: 'rowhouse: Organization not found (404)\n' });
    // A bar was drawn while the error came in, and nobody waited for it.
    const stranger = mkdtempSync(join(tmpdir(), 'rowhouse-cli-'));
    const before = home;
    home = stranger;
    const update = [await run(['update', '--name', 'New']), await type(['update', '--name', 'New'], [])];
    home = before;
    rmSync(stranger, { recursive: true });
    expect(update.map(({ code }) => code)).toEqual([1, 1]);
    expect(update[0].err).toBe('rowhouse: Invalid token (401)\n          sign in with rowhouse login\n');
    expect(update[1].out).toContain('rowhouse: Invalid token (401)');
    expect(update[1].out).not.toMatch(/^\s+at |UnhandledPromise/m);
    const json = await run(['--json', 'get', 'Nobody']);
    expect(JSON.parse(json.err)).toMatchObject({ error: { exit_code: 1, status: 404 } });
  });

  it('asks for passwords on a terminal without showing them, elsewhere reads them from standard input only', async () => {
    const email = ['--email', 'typed@cli.example'];
    const created = await type(
      ['create', 'Typed', ...email],
      [
        ['New password:', PASSWORD],
        ['once more:', PASSWORD],
      ],
    );
    expect([created.code, created.out]).toEqual([0, expect.stringContaining('org_typed')]);
    const signedIn = await type(['login', ...email], [['Password:', PASSWORD]]);
    expect([signedIn.code, signedIn.out]).toEqual([0, expect.stringContaining('signed in to Typed')]);
    for (const { out } of [created, signedIn]) expect(out).not.toContain(PASSWORD.slice(0, 4));

    expect((await run(['login', ...email, '--password-stdin'], `${PASSWORD}\n`)).code).toBe(0);
    for (const input of ['', `${PASSWORD}\n`]) {
      expect(await run(['login', ...email], input)).toEqual({
        code: 2,
        out: '',
        err: 'rowhouse: a password is needed; without a terminal, give it with --password-stdin\n',
      });
    }
    expect(await run(['login', ...email, '--password-stdin'])).toMatchObject({ code: 2, out: '' });
    const differing = await type(
      ['create', 'Differing', '--email', 'differing@cli.example'],
      [
        ['New password:', PASSWORD],
        ['once more:', `${PASSWORD}?`],
      ],
    );
    expect([differing.code, differing.out]).toEqual([2, expect.stringContaining('the two passwords differ')]);
  });

  it('asks for the password again where the service demands it', async () => {
    const strict = await sut.twin({ REQUIRE_STEP_UP: 'all' });
    try {
      const who = ['--email', 'strict@cli.example', '--password', PASSWORD];
      expect((await run(['create', 'Strict', ...who], '', strict.url)).code).toBe(0);
      expect((await run(['login', ...who], '', strict.url)).code).toBe(0);
      const script = await run(['delete', 'Strict', '--yes'], '', strict.url);
      expect([script.code, script.err]).toEqual([1, expect.stringContaining('X-Confirm-Password')]);
      const renamed = await type(['update', '--name', 'Stricter'], [['Password:', PASSWORD]], strict.url);
      expect([renamed.code, renamed.out]).toEqual([0, expect.stringContaining('updated successfully')]);
      const wrong = await type(['delete', 'Stricter', '--yes'], [['Password:', 'Wrong1234!']], strict.url);
      expect(wrong.code).toBe(1);
      const deleted = await type(['delete', 'Stricter', '--yes'], [['Password:', PASSWORD]], strict.url);
      expect([deleted.code, deleted.out]).toEqual([0, expect.stringContaining('deleted successfully')]);
    } finally {
      await strict.stop();
    }
  });

  it('asks for the code of a second factor after the password, and for nothing where nobody can answer', async () => {
    const owner = await sut.organization('Factor Terminal');
    await prove(sut, owner.adminId);
    const clock = TestClock.flowing();
    const { recovery } = await enrol(sut, clock, owner);
    const who = ['login', '--email', owner.email];
    const code = 'Code of your second factor:';
    const typed = await type(who, [
      ['Password:', owner.password],
      [code, recovery[0]],
    ]);
    expect([typed.code, typed.out]).toEqual([0, expect.stringContaining(code)]);
    expect(typed.out).not.toContain(owner.password);
    const wrong = await type(who, [
      ['Password:', owner.password],
      [code, recovery[0]], // it was used up
    ]);
    expect(wrong.code).toBe(1);
    // A wrong password leads to no question of a code.
    const guessed = await type(who, [['Password:', 'Wrong1234!']]);
    expect([guessed.code, guessed.out.includes(code)]).toEqual([1, false]);
    const piped = await run([...who, '--password-stdin'], `${owner.password}\n`);
    expect([piped.code, piped.err]).toEqual([2, expect.stringContaining('give a code with --code')]);
    const given = await run([...who, '--password-stdin', '--code', recovery[1]], `${owner.password}\n`);
    expect(given.code).toBe(0);
  });

  it('leads from a temporary password to one of its own', async () => {
    const operator = async (name: string) => {
      const hash = await sut.app.get(PasswordsService, { strict: false }).hash(`${name}-temporary-1`);
      const secretExpiresAt = new Date(Date.now() + 3_600_000);
      const email = `${name}@cli.example`;
      await sut.app.get(UsersService, { strict: false }).addOperator({ email, hash, secretExpiresAt });
      return ['--email', email];
    };
    const [script, person] = [await operator('script'), await operator('person')];
    expect(await run(['login', ...script, '--password', 'script-temporary-1'])).toMatchObject({
      code: 2,
      err: 'rowhouse: the password is temporary; choose one of your own with rowhouse password\n',
    });
    const changed = await run(
      ['password', ...script, '--password-stdin', '--json'],
      `script-temporary-1\nscript-${PASSWORD}\n`,
    );
    expect(changed).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(changed.out)).toMatchObject({ email: 'script@cli.example', organization_id: null });
    expect((await run(['login', ...script, '--password', `script-${PASSWORD}`])).out).toContain(
      'signed in to the platform',
    );
    const typed = await type(
      ['login', ...person],
      [
        ['Password:', 'person-temporary-1'],
        ['New password:', `person-${PASSWORD}`],
        ['once more:', `person-${PASSWORD}`],
      ],
    );
    expect([typed.code, typed.out]).toEqual([0, expect.stringContaining('signed in to the platform')]);
    expect(
      await run(['password', ...script, '--password-stdin'], 'wrong\nSome-Other-Password-1\n'),
    ).toMatchObject({
      code: 1,
      out: '',
    });
  });

  it('renews its tokens, once at a time, and ends its session with logout', async () => {
    const file = join(home, '.config/rowhouse/session.json');
    const kept = () => JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
    const sessions = async (token: string) => {
      const authorization = `Bearer ${token}`;
      const reply = await fetch(`${sut.url}/v1/sessions`, { headers: { authorization } });
      const body = (await reply.json()) as { items?: { current: boolean }[] };
      return body.items?.length ?? reply.status;
    };
    const who = ['--email', 'leaving@cli.example'];
    expect((await run(['create', 'Leaving', ...who, '--password', PASSWORD])).code).toBe(0);
    // One session: that of the old password goes on with the new one.
    expect((await run(['password', ...who, '--password-stdin'], `${PASSWORD}\n${PASSWORD}?\n`)).code).toBe(0);
    expect(await sessions(kept().token)).toBe(1);
    // A sign-in ends the one before.
    expect((await run(['login', ...who, '--password', `${PASSWORD}?`])).code).toBe(0);
    expect(await sessions(kept().token)).toBe(1);

    const before = kept();
    writeFileSync(file, JSON.stringify({ ...before, expires_at: 1 }), { mode: 0o600 });
    const updated = await type(['update', '--name', 'Leaving Now'], []);
    expect([updated.code, updated.out]).toEqual([0, expect.stringContaining('updated successfully')]);
    expect([statSync(file).mode & 0o777, kept().refresh_token === before.refresh_token]).toEqual([
      0o600,
      false,
    ]);
    const refused = { ...kept(), token: before.token.replace(/.$/, '') };
    writeFileSync(file, JSON.stringify(refused), { mode: 0o600 });
    expect((await run(['import', 'data'], '{"_id":"a"}\n')).code).toBe(1); // a stream is not sent twice
    expect((await run(['export', 'data'])).code).toBe(0);

    const watcher = (await (
      await fetch(`${sut.url}/v1/sessions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email: who[1], password: `${PASSWORD}?` }),
      })
    ).json()) as { access_token: string };
    expect(await sessions(watcher.access_token)).toBe(2);
    writeFileSync(file, JSON.stringify({ ...kept(), token: refused.token, expires_at: 1 }), { mode: 0o600 });
    expect(await run(['logout'])).toEqual({
      code: 0,
      out: `signed out; the session at ${sut.url} has ended\n`,
      err: '',
    });
    expect([await sessions(watcher.access_token), existsSync(file)]).toEqual([1, false]);
    expect(await run(['logout'])).toEqual({ code: 0, out: `not signed in at ${sut.url}\n`, err: '' });

    const gone = 'http://127.0.0.1:10';
    writeFileSync(file, JSON.stringify({ ...before, url: gone }), { mode: 0o600 });
    expect(await run(['logout'])).toEqual({ code: 0, out: `not signed in at ${sut.url}\n`, err: '' });
    const offline = await run(['logout'], '', gone);
    expect([offline.code, offline.out, offline.err, existsSync(file)]).toEqual([
      3,
      '',
      expect.stringMatching(/forgotten here, but the session goes on at the service: .* is not reachable/),
      false,
    ]);
  });

  describe('without a service', () => {
    let other: Server;
    const url = () => `127.0.0.1:${(other.address() as { port: number }).port}`;
    beforeAll(async () => {
      other = createHttpServer((_request, reply) => reply.end('<html>'));
      await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
    });
    afterAll(() => new Promise((done) => other.close(done)));

    it('exits with 3 and the cause', async () => {
      const said = async (address: string) => {
        const { code, out, err } = await run(['health'], '', address);
        expect({ code, out }).toEqual({ code: 3, out: '' });
        return err;
      };
      expect(await said('http://127.0.0.1:10')).toBe(
        'rowhouse: http://127.0.0.1:10 is not reachable: the connection was refused; does the service run there? (ECONNREFUSED)\n',
      );
      expect(await said('http://nowhere.invalid')).toMatch(/not reachable: the name of the host .*\(DNS\)/);
      expect(await said(`https://${url()}`)).toMatch(/not reachable: it speaks no TLS there/);
      expect(await said(`http://${url()}`)).toMatch(/is not Rowhouse/);
    });

    it.each([
      [['get'], "missing required argument 'name'"],
      [['get', 'Acme', 'Corp'], 'too many arguments'],
      [['get', 'Acme', '--colour'], "unknown option '--colour'"],
      [['destroy'], "unknown command 'destroy'"],
      [['update'], 'nothing to change: give --name, --email or --password'],
      [['--url', 'localhost:8000', 'health'], 'It must begin with http:// or https://.'],
      [['export', '..'], 'collection must not be empty'],
    ])('exits with 2 for %j', async (args, message) => {
      const { code, out, err } = await run(args);
      expect([code, out, err]).toEqual([2, '', expect.stringContaining(message)]);
    });

    it('tells its version and its exit codes', async () => {
      const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
      expect(await run(['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' });
      expect(await run(['--help'])).toMatchObject({
        code: 0,
        out: expect.stringContaining('Exit codes: 0 done'),
      });
      expect((await run([])).code).toBe(2);
    });
  });
});

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  CERTIFICATE_TYPE,
  certificateText,
  type ErasureCertificate,
  nameDigest,
} from '@rowhouse/verify/erasure-certificate';
import { HeadKeysService } from '../../src/modules/audit/head-keys.service.js';
import { buildIfStale } from '../support/built.js';
import { goldenArchive } from '../support/dumps.js';
import { keyFounder, type OwnPerson } from '../support/keys.js';
import { startTestApp, type TestApp } from '../support/app.js';

const ROOT = resolve(__dirname, '../..');
const MAIN = join(ROOT, 'dist/apps/cli/src/main.js');

interface Run {
  code: number;
  out: string;
  err: string;
}

/** The native API on the command line, with an API key of the environment. */
describe('the commands of the native API', () => {
  let sut: TestApp;
  let home: string;
  let owner: OwnPerson;
  let key: string;
  beforeAll(async () => {
    buildIfStale();
    home = mkdtempSync(join(tmpdir(), 'rowhouse-cli-api-'));
    sut = await startTestApp({ BACKUP_STORE: `file://${home}/backups` });
    owner = await keyFounder(sut);
    const scopes = [
      'audit.read',
      'data.read',
      'data.write',
      'data.export',
      'members.read',
      'organization.read',
      'roles.read',
      'roles.manage',
    ];
    const made = await owner.call<{ key: string }>('POST', '/v1/api-keys', { body: { name: 'CLI', scopes } });
    key = made.body.key;
  });
  afterAll(async () => {
    rmSync(home, { recursive: true, force: true, maxRetries: 10 });
    await sut?.stop();
  });

  const run = (
    args: string[],
    { input = '', env = {} }: { input?: string; env?: object } = {},
  ): Promise<Run> =>
    new Promise((done) => {
      const own = { HOME: home, ROWHOUSE_URL: sut.url, ROWHOUSE_API_KEY: key, ...env };
      const child = spawn(process.execPath, [MAIN, ...args], { env: { ...process.env, ...own } });
      let [out, err] = ['', ''];
      child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
      child.on('close', (code) => done({ code: code ?? -1, out, err }));
      child.stdin.on('error', () => undefined);
      child.stdin.end(input);
    });
  const json = async (args: string[], options = {}): Promise<Record<string, unknown>> => {
    const { code, out, err } = await run(['--json', ...args], options);
    expect([code, err]).toEqual([0, '']);
    return JSON.parse(out) as Record<string, unknown>;
  };

  it('send a file as it is', async () => {
    const dump = join(home, 'acme.archive');
    writeFileSync(dump, goldenArchive('golden.archive.gz'));
    const env = { ROWHOUSE_API_KEY: '' }; // a key may not restore, and so not upload
    await json(['login', '--email', owner.email, '--password-stdin'], { env, input: owner.password });
    const made = await json(['backups', 'upload', '--file', dump, '--note', 'From before'], { env });
    expect(made).toMatchObject({ kind: 'uploaded', note: 'From before' });
    expect(await json(['backups', 'get', String(made['id'])], { env })).toMatchObject({ id: made['id'] });
    const missing = await run(['backups', 'upload', '--file', join(home, 'nowhere')], { env });
    expect([missing.code, missing.err]).toEqual([2, expect.stringContaining('nowhere')]);
    expect((await run(['backups', 'upload'])).code).toBe(2);
  });

  it('verify an exported audit log, with the service and without it', async () => {
    const path = join(home, 'audit.ndjson');
    const { code: exported, out, err: refused } = await run(['audit', 'export']);
    expect([exported, refused]).toEqual([0, '']);
    writeFileSync(path, out);
    expect(await json(['audit', 'verify', path])).toMatchObject({ intact: true, from: 1, omitted: 0 });
    expect(await json(['audit', 'verify'])).toMatchObject({ intact: true, first_broken: null });
    writeFileSync(join(home, 'keys.json'), (await run(['--json', 'audit', 'keys'])).out);
    const { log } = JSON.parse(out.slice(0, out.indexOf('\n'))) as { log: string };
    writeFileSync(join(home, 'heads.json'), (await run(['audit', 'heads', '--organization-id', log])).out);
    const offline = { env: { ROWHOUSE_URL: 'http://127.0.0.1:1' } };
    const files = ['--keys', join(home, 'keys.json'), '--heads', join(home, 'heads.json')];
    expect(await json(['audit', 'verify', path, ...files], offline)).toMatchObject({ compared: 1 });
    writeFileSync(path, out.replace('"organization.created"', '"organization.creates"'));
    const { code, err } = await run(['audit', 'verify', path, ...files], offline);
    expect([code, err]).toEqual([1, expect.stringContaining('is not intact: the entries up to')]);
  });

  it('verify the certificate of an erasure without the service', async () => {
    const certificate = { organization: { name_salt: '00', name_digest: nameDigest('00', 'Gone Corp') } };
    const signed = await sut.app
      .get(HeadKeysService, { strict: false })
      .signAs(CERTIFICATE_TYPE, certificate);
    const path = join(home, 'certificate.json');
    const text = certificateText(certificate as ErasureCertificate, signed);
    writeFileSync(path, text);
    writeFileSync(join(home, 'keys.json'), (await run(['--json', 'audit', 'keys'])).out);
    const offline = { env: { ROWHOUSE_URL: 'http://127.0.0.1:1' } };
    const verify = ['verify-certificate', path, '--keys', join(home, 'keys.json')];
    expect(await json([...verify, '--name', 'Gone Corp'], offline)).toMatchObject({ intact: true });
    expect(await json(verify.slice(0, 2))).toMatchObject({ intact: true });
    writeFileSync(path, text.replace('"00"', '"01"'));
    const { code, err } = await run(verify, offline);
    expect([code, err]).toEqual([1, expect.stringContaining('proves nothing: the readable part')]);
  });

  it('are all of it, but for those that are said to be elsewhere', async () => {
    const load = (path: string) =>
      import(pathToFileURL(join(ROOT, path)).href) as Promise<Record<string, never>>;
    const { API_COMMANDS } = (await load('dist/apps/cli/src/api-commands.js')) as unknown as {
      API_COMMANDS: { id: string; name: string }[];
    };
    const { ELSEWHERE } = (await load('scripts/generate/cli.mjs')) as unknown as {
      ELSEWHERE: Record<string, string>;
    };
    const { paths } = JSON.parse(readFileSync(join(ROOT, 'openapi.json'), 'utf8')) as {
      paths: Record<string, Record<string, { operationId: string }>>;
    };
    const native = Object.entries(paths).flatMap(([path, item]) =>
      /^\/v1(\/|$)/.test(path) ? Object.values(item).map(({ operationId }) => operationId) : [],
    );
    const covered = [...API_COMMANDS.map(({ id }) => id), ...Object.keys(ELSEWHERE)];
    expect(covered.toSorted()).toEqual(native.toSorted());
    expect(Object.values(ELSEWHERE).every((reason) => reason.length > 10)).toBe(true);
    expect(new Set(API_COMMANDS.map(({ name }) => name)).size).toBe(API_COMMANDS.length);
  });

  it('take arguments, options and bodies', async () => {
    expect(await json(['orgs', 'get'])).toMatchObject({ id: owner.orgId });
    const role = ['--name', 'Reader', '--permissions', 'data.read', 'organization.read'];
    expect(await json(['roles', 'create', ...role])).toMatchObject({
      key: 'reader',
      permissions: ['data.read', 'organization.read'],
    });
    const body = '{"description": "Reads"}';
    expect(await json(['roles', 'update', 'reader', '--body', '-'], { input: body })).toMatchObject({
      description: 'Reads',
    });
    const both = ['roles', 'update', 'reader', '--body', '{"name": "x"}', '--name', 'Readers'];
    expect(await json(both)).toMatchObject({ name: 'Readers' });
    expect(
      await json(['data', 'create', 'notes', '--body', '{"text": "kept as it is written"}']),
    ).toMatchObject({
      text: 'kept as it is written',
    });
    expect(await json(['roles', 'delete', 'reader'])).toEqual({ done: true });
  });

  it('read every page of a list', async () => {
    for (let n = 0; n < 3; n++) await json(['data', 'create', 'pages', '--body', `{"n": ${n}}`]);
    const { out } = await run(['data', 'list', 'pages', '--limit', '1', '--all']);
    expect(out.trim().split('\n')).toHaveLength(3);
    const exported = await run(['data', 'export', 'pages']);
    expect(exported.out.trim().split('\n')).toHaveLength(3);
  });

  it('say what is missing, what was refused, and exit with it', async () => {
    const missing = await run(['roles', 'create', '--name', 'x']);
    expect([missing.code, missing.err]).toEqual([2, expect.stringContaining('missing: --permissions')]);
    const refused = await run(['--json', 'roles', 'create', '--name', 'x', '--permissions', 'no.such']);
    expect([refused.code, JSON.parse(refused.err)]).toEqual([
      1,
      { error: expect.objectContaining({ code: 'request.invalid', errors: expect.any(Object) }) },
    ]);
    const person = await run(['--json', 'me', 'get']);
    expect(JSON.parse(person.err)).toMatchObject({ error: { code: 'api_key.person_required' } });
    const confirmed = await run(['data', 'drop', 'pages']);
    expect([confirmed.code, confirmed.err]).toEqual([2, expect.stringContaining('--yes')]);
    const wrong = await run(['members', 'get', 'x'], { env: { ROWHOUSE_API_KEY: `${key}x` } });
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining('Invalid API key')]);
  });

  it('know several servers', async () => {
    const env = { ROWHOUSE_API_KEY: '', ROWHOUSE_URL: '' };
    expect(await json(['profiles', 'add', 'local', sut.url], { env })).toEqual({
      name: 'local',
      url: sut.url,
    });
    const login = ['--profile', 'local', 'login', '--email', owner.email, '--password-stdin'];
    expect(await json(login, { env, input: owner.password })).toMatchObject({ url: sut.url });
    expect(await json(['--profile', 'local', 'me', 'get'], { env })).toMatchObject({ email: owner.email });
    await json(['profiles', 'use', 'local'], { env });
    expect(await json(['orgs', 'get'], { env })).toMatchObject({ id: owner.orgId });
    expect(await json(['profiles', 'list'], { env })).toMatchObject({
      items: expect.arrayContaining([{ name: 'local', current: true, url: sut.url, signed_in: true }]),
    });
    expect(await json(['logout'], { env })).toMatchObject({ signed_out: true });
    expect(await json(['profiles', 'remove', 'local'], { env })).toMatchObject({ removed: true });
  });

  it('are completed by the shell', async () => {
    for (const shell of ['bash', 'zsh', 'fish']) {
      expect((await run(['completion', shell])).out).toContain('rowhouse __complete');
    }
    expect((await run(['__complete', '--', 'mem'])).out).toBe('members\nmemberships\n');
    expect((await run(['__complete', '--', 'roles', 'del'])).out).toBe('delete\n');
    expect((await run(['__complete', '--', 'roles', 'create', '--per'])).out).toBe('--permissions\n');
  });

  it('look for what may be wrong', async () => {
    const { code, out } = await run(['--json', 'doctor']);
    const checks = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, string>);
    expect(code).toBe(0);
    expect(Object.fromEntries(checks.map(({ check, state }) => [check, state]))).toEqual({
      service: 'ok',
      transport: 'ok',
      clock: 'ok',
      caller: 'ok',
      limits: 'ok',
      leftovers: 'skipped',
    });
    const gone = await run(['doctor'], { env: { ROWHOUSE_URL: 'http://127.0.0.1:9' } });
    expect([gone.code, gone.out]).toEqual([1, expect.stringContaining('✗ service')]);
  });
});

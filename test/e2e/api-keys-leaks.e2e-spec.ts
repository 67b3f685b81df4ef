import { createHash } from 'node:crypto';
import { compileFunction } from 'node:vm';
import { createRowhouseClient, ok } from '@rowhouse/api-client';
import { ApiKeyUsesService } from '../../src/modules/api-keys/api-key-uses.service.js';
import { newKeyId, newKeyText } from '../../src/modules/api-keys/api-key-text.js';
import type { Reply, RequestOptions, TestApp } from '../support/app.js';
import { TestClock } from '../support/clock.js';
import { blockOf, blocksOf, runShell, withAddresses } from '../support/guide.js';
import { type OwnPerson, startWithKeys } from '../support/keys.js';
import { mailsTo } from '../support/members.js';
import type { Person } from '../support/people.js';
import { until } from '../support/smtp.js';

/** `npm run test:attack -- --only keys` sets it. */
const GUESSES = Number(process.env['ATTACK_KEYS'] ?? 400);
const LONG = process.env['ATTACK_KEYS'] !== undefined;
const codeOf = ({ status, body }: Reply): [number, unknown] => [status, body['code']];

describe('API keys found, used and forgotten', () => {
  let sut: TestApp;
  let founder: () => Promise<OwnPerson>;
  let clock: TestClock;
  let anna: OwnPerson;
  beforeAll(async () => {
    clock = TestClock.flowing();
    ({ sut, founder } = await startWithKeys({}, clock));
    anna = await founder();
  });
  afterAll(() => sut?.stop());

  const make = (person: Person, scopes: string[], more: object = {}, path = '/v1/api-keys') =>
    person.call('POST', path, { body: { name: 'Import', scopes, ...more } });
  const made = async (person: Person, scopes: string[], more: object = {}, path = '/v1/api-keys') => {
    const reply = await make(person, scopes, more, path);
    expect([reply.status, reply.text]).toEqual([201, expect.any(String)]);
    return reply.body as { id: string; key: string };
  };
  const withKey = (key: string, method: string, path: string, options: RequestOptions = {}) =>
    sut.call(method, path, { ...options, headers: { 'x-api-key': key, ...options.headers } });
  const reads = (key: string) => withKey(key, 'GET', '/v1/organizations/current');

  describe('reported as leaked', () => {
    const report = (body: unknown) =>
      sut.call<Record<string, unknown>[]>('POST', '/v1/api-keys/leaks', { body });
    const finding = (token: string) => ({ token, type: 'rowhouse', url: 'https://git.example/acme/.env#L1' });
    const sha = (text: string) => createHash('sha256').update(text).digest('hex');

    it('is revoked at once, and its people get a mail', async () => {
      const owner = await founder();
      const { id, key } = await made(owner, ['organization.read']);
      const garbage = newKeyText(id);
      const reply = await report([finding(key), finding(garbage), finding('else'), finding(key)]);
      expect(reply.status).toBe(200);
      const label = (token: string, isOurs: boolean) => ({
        token_hash: sha(token),
        token_type: 'rowhouse',
        label: isOurs ? 'true_positive' : 'false_positive',
      });
      expect(reply.body).toEqual([
        label(key, true),
        label(garbage, false),
        label('else', false),
        label(key, true),
      ]);
      expect(codeOf(await reads(key))).toEqual([401, 'api_key.revoked']);
      expect((await report([finding(key)])).body).toEqual([label(key, true)]);
      let told = await mailsTo(sut, owner.email, 1);
      const leaks = () => told.filter(({ template }) => template === 'api_key_leaked');
      const isTold = async () => {
        told = await mailsTo(sut, owner.email, 1);
        return leaks().length > 0;
      };
      await until(isTold, 30_000, 'the mail');
      expect(leaks()).toEqual([expect.objectContaining({ text: expect.stringContaining(id) })]);
      expect(JSON.stringify(told)).not.toContain(key.slice(26));
      const log = await owner.call<{ items: Record<string, unknown>[] }>('GET', '/v1/audit?limit=1');
      expect(log.body.items[0]).toMatchObject({
        action: 'api_key.revoked',
        actor_id: null,
        target_id: id,
        details: { reason: 'leaked', url: 'https://git.example/acme/.env#L1' },
      });
      expect((await owner.call('GET', `/v1/api-keys/${id}`)).body['revocation_reason']).toBe('leaked');
    });

    it('loses only the secret before its rotation, if that was found', async () => {
      const { id, key: first } = await made(anna, ['organization.read']);
      const rotated = await anna.call<{ key: string }>('POST', `/v1/api-keys/${id}/rotate`, { body: {} });
      expect((await report([finding(first)])).body[0]).toMatchObject({ label: 'true_positive' });
      expect(codeOf(await reads(first))).toEqual([401, 'api_key.invalid']);
      expect((await reads(rotated.body.key)).status).toBe(200);
    });

    it.each([
      [{}, 'body'],
      [Array(101).fill({ token: 'x' }), 'body'],
      [[{}], '0.token'],
      [[null], '0.token'],
      [[{ token: 'x', url: 5 }], '0.url'],
      [[{ token: 'x'.repeat(501) }], '0.token'],
    ])('in a way that is refused (%#)', async (body, field) => {
      const reply = await sut.call('POST', '/v1/api-keys/leaks', { body });
      expect([reply.status, Object.keys(reply.body['errors'] as object)]).toEqual([400, [field]]);
    });
  });

  it('notes its last use without a write per request', async () => {
    const owner = anna;
    const { id, key } = await made(owner, ['organization.read']);
    expect((await reads(key)).status).toBe(200);
    expect((await owner.call('GET', `/v1/api-keys/${id}`)).body['last_used_at']).toBeNull();
    await clock.advance(60_000);
    await until(
      async () => (await owner.call('GET', `/v1/api-keys/${id}`)).body['last_used_at'] !== null,
      5000,
      'the last use',
    );
    expect((await owner.call('GET', `/v1/api-keys/${id}`)).body['last_used_ip']).toBe('127.0.0.1');
    expect(ApiKeyUsesService.NOTED_EVERY_MS).toBe(60_000);
  });

  it('costs no database read when it is made up', async () => {
    const { id, key } = await made(anna, ['organization.read']);
    expect((await reads(key)).status).toBe(200);
    const stranger = Buffer.alloc(32, 7);
    const guesses = [
      () => newKeyText(newKeyId(stranger)),
      () => newKeyText(newKeyId(stranger)).slice(0, -1) + '-',
      () => newKeyText(newKeyId(stranger)).slice(0, -6) + '000000',
      // Of a key that is in use: the whole text is compared with what is in memory.
      () => newKeyText(id),
    ];
    // Whatever the service asks while it answers, beside what change streams wait for.
    const filter = { appName: 'rowhouse', op: { $ne: 'getmore' } };
    await sut.master.createCollection('system.profile', { capped: true, size: 16 * 1024 * 1024 });
    await sut.master.command({ profile: 2, filter });
    const statuses = new Set<number>();
    let sent = 0;
    const since = performance.now();
    const guesser = async () => {
      for (let i = sent++; i < GUESSES; i = sent++) statuses.add((await reads(guesses[i % 4]())).status);
    };
    await Promise.all(Array.from({ length: 16 }, guesser));
    const seconds = (performance.now() - since) / 1000;
    await sut.master.command({ profile: 0 });
    const profile = sut.master.collection('system.profile');
    const asked = await profile
      .aggregate<{ _id: string; count: number }>([
        { $group: { _id: { $concat: ['$op', ' ', '$ns'] }, count: { $sum: 1 } } },
        { $sort: { _id: 1 } },
      ])
      .toArray();
    const found = { ns: /\.api_keys$/, op: { $ne: 'update' } };
    // The key in use is read anew while the change feed is silent, as for a good request: a busy machine does that.
    const ofOthers = await profile.countDocuments({ ...found, 'command.filter._id': { $ne: id } });
    const ofInUse = await profile.countDocuments({ ...found, 'command.filter._id': id });
    if (LONG) {
      console.log(
        `${GUESSES} invalid keys in ${seconds.toFixed(1)} s: ${ofOthers} reads, ${ofInUse} of the key in use`,
      );
      console.log('all commands meanwhile, of periodic work too:', asked);
    }
    expect([...statuses]).toEqual([401]);
    expect(ofOthers).toBe(0);
  }, 1_200_000);

  it('is refused by another instance soon after its revocation', async () => {
    const twin = await sut.twin();
    const times: number[] = [];
    try {
      for (let round = 0; round < (LONG ? 200 : 1); round++) {
        const { id, key } = await made(anna, ['organization.read']);
        const there = async () =>
          (await twin.call('GET', '/v1/organizations/current', { headers: { 'x-api-key': key } })).status;
        expect(await there()).toBe(200);
        expect((await anna.call('DELETE', `/v1/api-keys/${id}`)).status).toBe(204);
        const since = performance.now();
        await until(async () => (await there()) === 401, 10_000, 'the refusal');
        times.push(performance.now() - since);
      }
    } finally {
      await twin.stop();
    }
    times.sort((a, b) => a - b);
    const at = (share: number) => times[Math.floor((times.length - 1) * share)].toFixed(1);
    if (LONG) console.log(`refused elsewhere after ${at(0.5)} ms (p50), ${at(0.99)} (p99), ${at(1)} (most)`);
    if (LONG) expect(Number(at(0.5))).toBeLessThan(100);
  }, 300_000);

  it('are used as the guide says', async () => {
    const owner = await founder();
    const script = withAddresses(blocksOf('api-keys', 'bash').join('\n'), {
      'http://localhost:8000': sut.url,
    });
    const lines = await runShell(script, { env: { TOKEN: owner.token } });
    const answers = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(answers.map((one) => one['code'] ?? (Array.isArray(one) ? one[0] : 'fine'))).toEqual([
      ...['fine', 'fine', 'fine', 'fine', 'fine', 'fine'],
      expect.objectContaining({ label: 'true_positive' }),
      'fine',
    ]);
    const { key } = await made(owner, ['data.read']);
    const program = withAddresses(blockOf('api-keys', 'js'), { 'http://localhost:8000': sut.url });
    const body = program.replace(/^import .*$/m, '').replace('export const notes =', 'return');
    const run = compileFunction(`return (async () => {${body}})()`, [
      'createRowhouseClient',
      'ok',
      'process',
    ]);
    const env = { env: { ROWHOUSE_API_KEY: key } };
    expect(await (run as (...args: unknown[]) => unknown)(createRowhouseClient, ok, env)).toMatchObject({
      items: [{ text: 'by a key' }],
    });
  });

  it('stands nowhere in the database', async () => {
    const owner = anna;
    const { id, key } = await made(owner, ['organization.read']);
    await reads(key);
    const { databases } = await sut.client.db().admin().listDatabases();
    let found = 0;
    for (const { name } of databases.filter(({ name }) => !['local', 'config'].includes(name))) {
      for (const { name: collection } of await sut.client.db(name).listCollections().toArray()) {
        if (collection.startsWith('system.')) continue;
        for await (const row of sut.client.db(name).collection(collection).find()) {
          const text = JSON.stringify(row);
          if (text.includes(id)) found++;
          expect(text.includes(key.slice(26))).toBe(false);
        }
      }
    }
    expect(found).toBeGreaterThan(0);
  });
});

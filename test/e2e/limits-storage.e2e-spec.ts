import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ObjectId } from 'mongodb';
import { heard } from '../support/feed.js';
import { persistently } from '../support/persistently.js';
import { startTestApp, type Reply, type TestApp } from '../support/app.js';
import { problem } from '../support/data.js';
import { until } from '../support/until.js';

const BASIC = '0b9c4c5e-8f3b-4f6e-9a51-6d0d5c1f0a01';
/** `npm run test:attack -- --only limits` sets it to 64. */
const WRITERS = Number(process.env['ATTACK_WRITERS'] ?? 16);
const PRO = '0b9c4c5e-8f3b-4f6e-9a51-6d0d5c1f0a02';
const DATA = '/v1/data/data';
const BIG = 'x'.repeat(50_000);

type Organization = Awaited<ReturnType<TestApp['organization']>>;

describe('what a plan allows of collections and storage', () => {
  let sut: TestApp;
  let twin: TestApp;
  let store: string;
  beforeAll(async () => {
    store = mkdtempSync(join(tmpdir(), 'rowhouse-limits-'));
    sut = await startTestApp({ BACKUP_STORE: `file://${store}`, BACKUPS_PER_ORGANIZATION: '2' });
    twin = await sut.twin();
  });
  afterAll(async () => {
    await twin?.stop();
    await sut?.stop();
    rmSync(store, { recursive: true, force: true, maxRetries: 10 });
  });

  const allow = (limits: Record<string, number | null>) =>
    sut.master.collection<{ _id: string }>('plans').updateOne(
      { _id: PRO },
      {
        $set: Object.fromEntries(Object.entries(limits).map(([name, value]) => [`limits.${name}`, value])),
      },
    );
  const onPro = ({ database }: Organization) =>
    sut.master
      .collection('organizations')
      .updateOne({ collection_name: database }, { $set: { plan_id: PRO } });
  const send = (method: string, path: string, { token }: Organization, body?: unknown) =>
    sut.call(method, path, { token, body });
  const answers = async (status: number, act: () => Promise<Reply>): Promise<Reply> => {
    let reply = await act();
    await until(async () => {
      if (reply.status !== status) reply = await act();
      return reply.status === status;
    });
    return reply;
  };

  it('as few collections as it says, told in the error; those that are there go on', async () => {
    const org = await sut.organization('Few Collections');
    const insertInto = (name: string) => send('POST', `/v1/data/${name}`, org, { a: 1 });
    await allow({ collections: 3 });
    expect((await insertInto('second')).status).toBe(201);
    expect((await insertInto('third')).status).toBe(201);
    await onPro(org);
    await answers(409, async () => {
      const reply = await insertInto('fourth');
      if (reply.status === 201) await send('DELETE', '/v1/data/fourth', org); // the plan was not known yet
      return reply;
    });
    const refused = await insertInto('fourth');
    const message = 'The organization has reached its limit of collections';
    expect([refused.status, refused.body]).toEqual([
      409,
      { ...problem('collection.limit_reached', 409, message, '/fourth'), limit: 3 },
    ]);
    expect((await insertInto('third')).status).toBe(201);
    await allow({ collections: null });
    await answers(201, () => insertInto('fourth'));
    const more = [];
    for (let i = 0; i < 20; i++) more.push((await insertInto(`more${i}`)).status);
    expect(more).toEqual([...Array<number>(16).fill(201), ...Array<number>(4).fill(409)]); // 20 without a number
  });

  /** Writers on two instances. @returns how many were let in, and what the others were told */
  const race = async (org: Organization, ask: (i: number) => [path: string, body: object]) => {
    const replies = await Promise.all(
      Array.from({ length: WRITERS }, (_, i) => {
        const [path, body] = ask(i);
        return persistently(() => (i % 2 ? sut : twin).call('POST', path, { token: org.token, body }));
      }),
    );
    const refused = replies.filter(({ status }) => status >= 300);
    return [replies.length - refused.length, [...new Set(refused.map(({ body }) => body['code']))]];
  };

  it('no more of anything than it says, to writers on two instances at once', async () => {
    const org = await sut.organization('Crowded House');
    await sut.master
      .collection('organizations')
      .updateOne({ collection_name: org.database }, { $set: { plan_id: BASIC } });
    await sut.master
      .collection('admin_users')
      .updateOne({ email: org.email }, { $set: { email_verified: true } });
    await sut.master
      .collection<{ _id: string }>('plans')
      .updateOne({ _id: BASIC }, { $set: { 'limits.requests_per_minute': null } });
    await heard(sut, twin);
    const reached = (limit: number, code: string) => [limit, [`${code}.limit_reached`]];
    expect(await race(org, (i) => [`/v1/data/c${i}`, { i }])).toEqual(reached(9, 'collection'));
    const made = await sut.client.db(org.database).listCollections({}, { nameOnly: true }).toArray();
    expect(made.filter(({ name }) => /^(data|c\d+)$/.test(name))).toHaveLength(10);
    const member = (i: number) => ({ email: `m${i}@crowd.example`, role: 'member' });
    expect(await race(org, (i) => ['/v1/members', member(i)])).toEqual(reached(9, 'member'));
    const key = { name: 'k', scopes: ['data.read'] };
    expect(await race(org, () => ['/v1/api-keys', key])).toEqual(reached(2, 'api_key'));
    const hook = { url: 'http://127.0.0.1:9/x', event_types: ['role.created'], enabled: false };
    expect(await race(org, () => ['/v1/webhooks', hook])).toEqual(reached(3, 'webhook'));
    expect(await race(org, () => ['/v1/backups', {}])).toEqual(reached(2, 'backup'));
    const branch = (i: number) => ({ name: `Crowded ${i}` });
    expect(await race(org, (i) => ['/v1/branches', branch(i)])).toEqual(reached(1, 'branch'));
    // Fifty roles and 500 open invitations are no limits of a plan; most invitations are there already.
    expect((await send('POST', '/v1/roles', org, { name: 'Seed', permissions: [] })).status).toBe(201);
    const roles = sut.master.collection<{ _id: string }>('roles');
    const first = (await roles.findOne({ org_id: org.id }))!;
    await roles.insertMany(
      Array.from({ length: 39 }, (_, i) => ({
        ...first,
        _id: `${org.id}:seed${i}`,
        key: `seed${i}`,
        seq: -1 - i,
      })),
    );
    const role = (i: number) => ({ name: `Role ${i}`, permissions: ['data.read'] });
    expect(await race(org, (i) => ['/v1/roles', role(i)])).toEqual(reached(10, 'role'));
    const invited = (i: number) => ({ email: `i${i}@crowd.example`, role: 'member' });
    expect((await send('POST', '/v1/invitations', org, invited(100))).status).toBe(201);
    const invitations = sut.master.collection('invitations');
    const row = (await invitations.findOne({ org_id: org.id }))!;
    await invitations.insertMany(
      Array.from({ length: 489 }, (_, i) => ({
        ...row,
        _id: new ObjectId(),
        email: `seed${i}@crowd.example`,
        token_hash: randomUUID(),
      })),
    );
    expect(await race(org, (i) => ['/v1/invitations', invited(i)])).toEqual(reached(10, 'invitation'));
  }, 120_000);

  it('no writes into a full database, which can be read and emptied, and takes writes again then', async () => {
    const org = await sut.organization('Full House');
    await allow({ storage: 200_000 });
    for (let i = 0; i < 8; i++) {
      expect((await send('POST', DATA, org, { _id: `big${i}`, big: BIG })).status).toBe(201);
    }
    await onPro(org);
    await answers(403, () => send('POST', DATA, org, { small: 1 }));
    const ndjson = (mode: string) =>
      sut.call('POST', `${DATA}/import?mode=${mode}`, {
        token: org.token,
        headers: { 'content-type': 'application/x-ndjson' },
        body: '{"_id":"big0","small":1}\n',
      });
    const message = 'The organization has used up the storage of its plan';
    for (const [path, act] of [
      [DATA, () => send('POST', DATA, org, { small: 1 })],
      [DATA, () => send('POST', DATA, org, [{ small: 1 }, { small: 2 }])],
      [`${DATA}/big0`, () => send('PUT', `${DATA}/big0`, org, { small: 1 })],
      [`${DATA}/big0`, () => send('PATCH', `${DATA}/big0`, org, { small: 1 })],
      [`${DATA}/import`, () => ndjson('insert')],
      [`${DATA}/import`, () => ndjson('upsert')],
    ] as const) {
      const { status, body } = await act();
      expect([status, body]).toEqual([
        403,
        { ...problem('plan.storage_full', 403, message, path.slice('/v1/data'.length)), limit: 200_000 },
      ]);
    }
    expect((await send('GET', `${DATA}/big0`, org)).status).toBe(200);
    for (let i = 0; i < 6; i++) expect((await send('DELETE', `${DATA}/big${i}`, org)).status).toBe(204);
    await answers(201, () => send('POST', DATA, org, { small: 1 })); // within ten seconds
    expect((await ndjson('insert')).status).toBe(200);
    expect((await send('PATCH', `${DATA}/big7`, org, { small: 1 })).status).toBe(200);
  });

  it('no more than one document too many of who writes one after the other', async () => {
    const org = await sut.organization('Filling House');
    await allow({ storage: 500_000 });
    await onPro(org);
    await heard(sut, twin);
    const statuses: number[] = [];
    for (let i = 0; i < 24; i++) statuses.push((await send('POST', DATA, org, { big: BIG })).status);
    expect(new Set(statuses)).toEqual(new Set([201, 403]));
    const { dataSize } = await sut.client.db(org.database).command({ dbStats: 1 });
    expect(dataSize).toBeGreaterThan(300_000);
    expect(dataSize).toBeLessThan(500_000 + BIG.length * 1.1);
  });

  it('and a larger plan lets a full database go on at once', async () => {
    const org = await sut.organization('Grown House');
    await allow({ storage: 1000 });
    await onPro(org);
    await answers(403, () => send('POST', DATA, org, { small: 1 }));
    await allow({ storage: null });
    await answers(201, () => send('POST', DATA, org, { small: 1 }));
  });
});

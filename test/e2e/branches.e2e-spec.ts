import type { Db } from 'mongodb';
import { ExpiredBranchesTask } from '../../src/modules/branches/expired-branches.task.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { EventReader } from '../support/event-reader.js';
import { blockOf, runShell } from '../support/guide.js';
import { momentNow } from '../support/history.js';
import { joinAs, type Person, speaker } from '../support/people.js';
import { until } from '../support/smtp.js';

interface Branch extends Record<string, unknown> {
  id: string;
  phase: string;
  error: string | null;
}

const CANARY = 'canary-7f3a';
const HOUR_MS = 3600 * 1000;

describe('branches of an organization', () => {
  let sut: TestApp;
  let orgId: string;
  let owner: Person;
  let data: Db;
  let serial = 0;
  beforeAll(async () => {
    sut = await startTestApp();
  }, 60_000);
  beforeEach(async () => {
    const made = await sut.organization(`Trunk ${++serial}`);
    orgId = made.id;
    owner = speaker(sut, orgId, made);
    data = sut.client.db(made.database);
  });
  afterAll(() => sut?.stop());

  const ask = (more: object = {}) =>
    owner.call<Branch>('POST', '/v1/branches', { body: { name: `Branch ${++serial}`, ...more } });
  const ended = async (id: string): Promise<Branch> => {
    let last: Branch | undefined;
    await until(
      async () => {
        last = (await owner.call<Branch>('GET', `/v1/branches/${id}`)).body;
        return last.phase !== 'building';
      },
      30_000,
      'the branch',
    );
    return last!;
  };
  const branch = async (more: object = {}): Promise<Branch> => {
    const asked = await ask(more);
    expect([asked.status, asked.text]).toEqual([202, expect.any(String)]);
    return ended(asked.body.id);
  };
  const databaseOf = async (id: string): Promise<Db> => {
    const row = await sut.master.collection('databases').findOne({ org_id: id, state: 'active' });
    return sut.client.db(String(row!['_id' as never]));
  };
  const textOf = async (db: Db): Promise<string> => {
    const all = (await db.listCollections().toArray()).map(async ({ name }) =>
      JSON.stringify(await db.collection(name).find().toArray()),
    );
    return (await Promise.all(all)).join();
  };

  it('hold no value that was masked, and are organizations of their own until they are deleted', async () => {
    const people = Array.from({ length: 500 }, (_, n) => ({
      email: `${CANARY}-${n}@x.example`,
      name: `Person ${n}`,
      address: { city: CANARY, zip: '1' },
      items: [{ sku: n, note: CANARY }, { sku: n }, [{ note: CANARY }]],
      phone: n % 2 === 0 ? CANARY : undefined,
    }));
    await data.collection('people').insertMany(people, { ignoreUndefined: true });
    await data.collection('people').createIndex({ email: 1 }, { unique: true });
    await data.collection('log').insertOne({ line: CANARY });
    await data.createCollection('readings', { timeseries: { timeField: 't', metaField: 'm' } });
    await data.collection('readings').insertOne({ t: new Date(), m: 1, email: CANARY });
    const made = await branch({
      masks: [
        { collection: '*', fields: ['address.city', 'items.note'] },
        { collection: 'people', fields: ['email'], with: 'token' },
        { collection: 'people', fields: ['phone'], with: 'null' },
        { collection: 'log', empty: true },
      ],
    });
    expect([made.phase, made.error]).toEqual(['ready', null]);
    const copy = await databaseOf(made.id);
    expect(await textOf(copy)).not.toContain(CANARY);
    const copied = await copy.collection('people').find().sort({ name: 1 }).toArray();
    expect(new Set(copied.map(({ email }) => String(email))).size).toBe(500);
    expect(copied.filter((one) => one['phone'] === null)).toHaveLength(250);
    expect(copied.filter((one) => !('phone' in one))).toHaveLength(250);
    expect(copied[0]).toEqual(expect.objectContaining({ address: { zip: '1' }, name: 'Person 0' }));
    expect(await copy.collection('people').indexes()).toHaveLength(2);
    expect(await data.collection('people').countDocuments({ 'address.city': CANARY })).toBe(500);

    // It is written to by its owner alone, and what is written stays there.
    const inside = { headers: { 'x-org-id': made.id } };
    const written = await owner.call('POST', '/v1/data/people', { ...inside, body: { trial: true } });
    expect(written.status).toBe(201);
    expect(await data.collection('people').countDocuments({ trial: true })).toBe(0);
    const nested = await owner.call('POST', '/v1/branches', { ...inside, body: { name: 'Nested' } });
    expect([nested.status, nested.body['code']]).toEqual([409, 'branch.of_branch']);
    expect((await owner.call('DELETE', `/v1/branches/${made.id}`)).status).toBe(204);
    expect((await owner.call('GET', `/v1/branches/${made.id}`)).body['code']).toBe('branch.not_found');
    const { databases } = await sut.client.db().admin().listDatabases({ nameOnly: true });
    expect(databases.map(({ name }) => name)).not.toContain(copy.databaseName);
  });

  it('the guide runs as it stands', async () => {
    for (const name of ['customers', 'messages']) await data.collection(name).insertOne({ email: CANARY });
    const script = blockOf('branches', 'bash').replace('http://localhost:8000', sut.url);
    const [answer] = await runShell(script, { env: { TOKEN: owner.token } });
    const made = await ended((JSON.parse(answer) as Branch).id);
    expect(made).toMatchObject({ name: 'Acme Corp (trial)', phase: 'ready', error: null });
    expect(await textOf(await databaseOf(made.id))).not.toContain(CANARY);
  });

  it('tell their progress as a stream, as an operation does, to who may see them', async () => {
    await data.collection('people').insertMany(Array.from({ length: 300 }, (_, n) => ({ n })));
    const follow = async (path: string, token = owner.token) => {
      const reader = await EventReader.open(sut.url + path, token, { 'x-org-id': orgId });
      if (reader.response.ok) await reader.ended();
      return reader;
    };
    const made = await ask();
    const moved = await owner.call('PUT', '/org/update', {
      body: { organization_name: `Trunk ${++serial}` },
    });
    expect([made.status, moved.status]).toEqual([202, 200]);
    const { items } = (await owner.call<{ items: { id: string }[] }>('GET', '/v1/operations')).body;
    const stranger = await sut.organization(`Stranger ${++serial}`);
    for (const [path, phase] of [
      [`/v1/branches/${made.body.id}`, 'ready'],
      [`/v1/operations/${items[0].id}`, 'done'],
    ]) {
      const { response, blocks } = await follow(path);
      const type = response.headers.get('content-type');
      expect([response.status, type]).toEqual([200, 'text/event-stream; charset=utf-8']);
      expect(response.headers.get('cache-control')).toBe('no-store');
      const told = blocks.findLast(({ event }) => event === 'progress')!;
      expect(told.data).toEqual((await owner.call('GET', path)).body);
      expect(told.data).toMatchObject({ phase, progress: 1 });
      expect(blocks.at(-1)).toEqual({ event: 'end', data: { code: 'finished' } });
      const none = path.slice(0, -1) + (path.endsWith('0') ? '1' : '0');
      const refused = await follow(none);
      expect([refused.response.status, refused.response.headers.get('content-type')]).toEqual([
        404,
        'application/problem+json; charset=utf-8',
      ]);
      expect((await follow(path, stranger.token)).response.status).toBe(403);
    }
  });

  it('are made no further when they are deleted meanwhile, on whichever instance', async () => {
    const people = Array.from({ length: 20_000 }, (_, n) => ({ n, text: 'x'.repeat(200) }));
    await data.collection('people').insertMany(people);
    for (const n of [1, 2, 3]) await data.collection('people').createIndex({ text: 1, n }, { name: `i${n}` });
    const twin = await sut.twin();
    const deleted = async (at: TestApp) => {
      const { status, body } = await ask();
      const path = `/v1/branches/${body.id}`;
      const gone = await at.call('DELETE', path, { token: owner.token, headers: { 'x-org-id': orgId } });
      const shown = await owner.call('GET', path);
      const listed = await owner.call<{ items: unknown[] }>('GET', '/v1/branches');
      expect([status, gone.status, shown.status, listed.body.items]).toEqual([202, 204, 404, []]);
      return (await sut.master.collection('builds').findOne({ org_id: body.id }))!;
    };
    try {
      for (const at of [sut, twin]) {
        let row = await deleted(at);
        for (let tries = 1; row['phase'] === 'done' && tries < 5; tries++) row = await deleted(at); // it was faster
        expect(row).toMatchObject({ phase: 'failed', error: 'cancelled' });
        const state = async () =>
          (await sut.master.collection('databases').findOne({ _id: row['to'] as never }))!['state'];
        await until(async () => (await state()) === 'dropped', 20_000, 'the database to be dropped');
        expect(
          await sut.master.collection('organizations').findOne({ _id: row['org_id'] as never }),
        ).toBeNull();
      }
      const { items } = (await owner.call<{ items: { action: string }[] }>('GET', '/v1/audit')).body;
      expect(items.slice(0, 2).map(({ action }) => action)).toEqual(['branch.deleted', 'branch.requested']);
      expect(await data.collection('people').countDocuments()).toBe(20_000);
    } finally {
      await twin.stop();
    }
  });

  it('show one moment, also an earlier one, while writers go on', async () => {
    await data.collection('a').insertOne({ _id: 'total', n: 0 } as never);
    const then = await momentNow(sut);
    await data.collection('a').updateOne({ _id: 'total' as never }, { $set: { n: 1 } });
    const made = await branch({ at: then });
    const copy = await databaseOf(made.id);
    expect(await copy.collection('a').findOne()).toEqual({ _id: 'total', n: 0 });
  });

  it('refuse masks that would mask nothing', async () => {
    await data.collection('people').insertOne({ email: CANARY });
    for (const mask of [
      { collection: 'poeple', fields: ['email'] },
      { collection: 'people' },
      { collection: 'people', fields: ['_id'] },
      { collection: 'people', fields: ['items.0.note'] },
    ]) {
      const refused = await ask({ masks: [mask] });
      expect([refused.status, Object.keys(refused.body['errors'] as object)]).toEqual([400, ['masks.0']]);
    }
    expect((await owner.call<{ items: unknown[] }>('GET', '/v1/branches')).body.items).toEqual([]);
  });

  it('fail with a clear error, and leave nothing, when a unique index refuses what is masked', async () => {
    await data.collection('people').insertMany([{ email: 'a' }, { email: 'b' }]);
    await data.collection('people').createIndex({ email: 1 }, { unique: true });
    const failed = await branch({ masks: [{ collection: 'people', fields: ['email'] }] });
    expect([failed.phase, failed.error]).toEqual(['failed', 'branch.mask_conflict']);
    await until(
      async () =>
        (await sut.master.collection('databases').findOne({ org_id: failed.id }))!['state'] === 'dropped',
      10_000,
      'its database is dropped',
    );
    expect(await sut.master.collection('organizations').countDocuments({ name: failed['name'] })).toBe(0);
  });

  it('are counted against the plan, under the lock of the organization', async () => {
    await sut.master
      .collection('organizations')
      .updateOne({ name: `Trunk ${serial}` }, { $set: { plan_id: '0b9c4c5e-8f3b-4f6e-9a51-6d0d5c1f0a01' } });
    const asked = await Promise.all([ask(), ask(), ask()]);
    expect(asked.map(({ status }) => status).sort()).toEqual([202, 409, 409]);
    expect(asked.find(({ status }) => status === 409)!.body['code']).toBe('branch.limit_reached');
    await ended(asked.find(({ status }) => status === 202)!.body.id);
  });

  it('end when their time is over, and with their organization', async () => {
    const [short, long] = [await branch({ hours: 1 }), await branch({ hours: 700 })];
    const task = sut.app.get(ExpiredBranchesTask, { strict: false });
    const { signal } = new AbortController();
    await task.sweep(new Date(), signal);
    expect((await owner.call('GET', `/v1/branches/${short.id}`)).status).toBe(200);
    const late = new Date(Date.now() + HOUR_MS + 1000);
    await Promise.all([task.sweep(late, signal), task.sweep(late, signal)]);
    expect((await owner.call('GET', `/v1/branches/${short.id}`)).status).toBe(404);
    expect((await owner.call('GET', `/v1/branches/${long.id}`)).status).toBe(200);
    expect((await owner.call('DELETE', '/v1/organizations/current')).status).toBe(204);
    await task.sweep(new Date(), signal);
    const left = await sut.master
      .collection('databases')
      .find({ org_id: long.id, state: 'active' })
      .toArray();
    expect(left).toEqual([]);
  });

  it('are nobody else’s', async () => {
    const made = await branch();
    const stranger = speaker(sut, '', await sut.organization(`Stranger ${++serial}`));
    const admin = await joinAs(sut, orgId, 'admin');
    for (const method of ['GET', 'DELETE']) {
      const path = `/v1/branches/${made.id}`;
      const own = { token: stranger.token, headers: {} };
      expect((await sut.call(method, path, own)).body['code']).toBe('branch.not_found');
      expect((await admin.call(method, path)).status).toBe(403);
    }
    expect((await admin.call('POST', '/v1/branches', { body: { name: 'Mine' } })).status).toBe(403);
  });
});

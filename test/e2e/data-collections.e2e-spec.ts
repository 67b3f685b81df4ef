import { startDataApi, problem, type DataApi } from '../support/data.js';
import { until } from '../support/until.js';

let sut: DataApi;
let app: DataApi['app'];
let acme: DataApi['acme'];
let rival: DataApi['rival'];
let db: DataApi['db'];
let call: DataApi['call'];
let insert: DataApi['insert'];
beforeAll(async () => {
  sut = await startDataApi();
  ({ app, acme, rival, db, call, insert } = sut);
});
afterAll(() => sut?.stop());

describe('collections', () => {
  it('are listed with their sizes, without those of the service', async () => {
    await insert('people', [{ _id: 'ada' }, {}]);
    await db.collection('settings').insertOne({ secret: 1 });
    await db.createCollection('a_view', { viewOn: 'people', pipeline: [] });
    const { body } = await call<{ items: { name: string; count: number; size: number }[] }>('GET', '');
    expect(body.items.find(({ name }) => name === 'people')).toEqual({
      name: 'people',
      count: 2,
      size: expect.any(Number),
    });
    const names = body.items.map(({ name }) => name);
    expect(names).toContain('data');
    expect(names).not.toContain('settings');
    expect(names).not.toContain('a_view');
    expect(names).toEqual([...names].sort());
    await db.dropCollection('a_view');
  });

  it.each(['settings', 'audit_log', 'schema_migrations', 'system.users', 'systemx', '_hidden'])(
    'of the service are not touched: %s',
    async (name) => {
      const expected = (path: string) => problem('collection.reserved', 403, 'Collection is reserved', path);
      for (const [method, path] of [
        ['GET', `/${name}`],
        ['GET', `/${name}/count`],
        ['GET', `/${name}/export`],
        ['GET', `/${name}/x`],
        ['POST', `/${name}`],
        ['PUT', `/${name}/x`],
        ['PATCH', `/${name}/x`],
        ['DELETE', `/${name}/x`],
        ['DELETE', `/${name}`],
      ] as const) {
        const body = ['POST', 'PUT', 'PATCH'].includes(method) ? {} : undefined;
        expect((await call(method, path, { body })).body).toEqual(expected(path));
      }
    },
  );

  it.each(['A', '1a', 'a.b', 'a b', 'a$b', 'x'.repeat(65), 'admin.$cmd', '..%2Fa', 'a%00'])(
    'have plain names: %s',
    async (name) => {
      const reply = await call<{ code: string }>('POST', `/${name}`, { body: {} });
      expect([reply.status, reply.body.code]).toEqual([400, 'collection.name_invalid']);
    },
  );

  it('are dropped; data is there again at once', async () => {
    await insert('temp', { a: 1 });
    expect((await call('DELETE', '/temp')).status).toBe(204);
    expect((await call('DELETE', '/temp')).body).toEqual(
      problem('collection.not_found', 404, 'Collection not found', '/temp'),
    );
    await insert('data', { a: 1 });
    expect((await call('DELETE', '/data')).status).toBe(204);
    expect(await db.listCollections({ name: 'data' }).toArray()).toHaveLength(1);
    expect((await call('GET', '/data/count')).body).toEqual({ count: 0 });
  });

  it('are at most twenty, also when made at once, and reads make none', async () => {
    const own = await app.organization('Limit Ltd');
    const token = own.token;
    await call('GET', '/phantom', { token });
    const replies = await Promise.all(
      Array.from({ length: 25 }, (_, i) => call('POST', `/c${i}`, { body: { i }, token })),
    );
    const statuses = replies.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(19);
    const refused = replies.find(({ status }) => status === 409)!;
    expect(refused.body).toMatchObject({ code: 'collection.limit_reached', limit: 20 });
    expect(await app.client.db(own.database).listCollections().toArray()).toHaveLength(21); // and the mark
    const dropped = `/c${statuses.indexOf(201)}`;
    await call('DELETE', dropped, { token });
    expect((await call('POST', '/another', { body: {}, token })).status).toBe(201);
    for (const name of ['/onemore', dropped]) {
      expect((await call('POST', name, { body: {}, token })).status).toBe(409);
    }
    const plan = await app.call('PUT', '/v1/organizations/current/plan', { token, body: { plan: 'pro' } });
    expect(plan.body).toMatchObject({ limits: { collections: 50 }, usage: { collections: 20 } });
    // The plan is known a moment later.
    let status = 409;
    await until(async () => {
      ({ status } = await call('POST', '/onemore', { body: {}, token }));
      return status !== 409;
    });
    expect(status).toBe(201);
  });
});

describe('the wall', () => {
  it('keeps every document from every other organization', async () => {
    await insert('secrets', { _id: 's', secret: 'of acme' });
    const token = rival.token;
    const theirs = (method: string, path: string, body?: unknown) => call(method, path, { token, body });
    expect((await theirs('GET', '/secrets/s')).status).toBe(404);
    expect((await theirs('PUT', '/secrets/s', {})).status).toBe(404);
    expect((await theirs('PATCH', '/secrets/s', { a: 1 })).status).toBe(404);
    expect((await theirs('DELETE', '/secrets/s')).status).toBe(404);
    expect((await theirs('DELETE', '/secrets')).status).toBe(404);
    expect((await theirs('GET', '/secrets')).text).toBe('{"items":[],"next_cursor":null}');
    expect((await theirs('GET', '/secrets/export')).body).toEqual(
      problem('collection.not_found', 404, 'Collection not found', '/secrets/export'),
    );
    expect((await theirs('GET', '')).text).not.toContain('secrets');
    const hint = { 'x-organization-id': acme.id };
    expect((await call('GET', '/secrets/s', { token, headers: hint })).status).toBe(404);
    for (const id of [acme.id, '507f1f77bcf86cd799439011']) {
      const picked = await call('GET', '/secrets/s', { token, headers: { 'x-org-id': id } });
      expect([picked.status, picked.body['code']]).toEqual([403, 'organization.foreign']);
    }
    expect((await call('GET', '/secrets/s')).body['secret']).toBe('of acme');
  });

  it('is closed without a token', async () => {
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/people'],
      ['GET', '/people/ada'],
      ['GET', '/people/export'],
      ['DELETE', '/people'],
    ] as const) {
      expect((await call(method, path, { token: undefined })).status).toBe(401);
    }
  });

  it('knows methods, HEAD included', async () => {
    const wrong = await call('PATCH', '/people', { body: {} });
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, POST, DELETE, HEAD']);
    const head = await call('HEAD', '/people/ada');
    expect([head.status, head.text, head.headers.get('etag')]).toEqual([
      200,
      '',
      expect.stringMatching(/^"\w+"$/),
    ]);
    expect((await call('HEAD', '/people/export')).status).toBe(200);
  });
});

import {
  createRowhouseClient,
  eachItem,
  ndjson,
  ok,
  readNdjson,
  type RowhouseClient,
  RowhouseError,
} from '@rowhouse/api-client';
import { startTestApp, type TestApp } from '../support/app.js';

/** An organization's life, with the typed client and nothing else. */
describe('@rowhouse/api-client against the service', () => {
  let sut: TestApp;
  let api: RowhouseClient;
  let token: string | undefined;
  beforeAll(async () => {
    sut = await startTestApp();
    api = createRowhouseClient({ baseUrl: sut.url, getToken: async () => token });
  });
  afterAll(() => sut?.stop());

  const owner = { email: 'owner@rowan.example', password: 'SecurePassword123!' };
  const params = { path: { collection: 'customers' } };
  const ada = { path: { ...params.path, id: 'ada' } };
  const collect = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
    const all: T[] = [];
    for await (const item of items) all.push(item);
    return all;
  };
  const errorOf = async (request: Parameters<typeof ok>[0]): Promise<RowhouseError> => {
    const error = await ok(request).catch((reason: unknown) => reason);
    if (!(error instanceof RowhouseError)) throw new Error('it was not refused', { cause: error });
    return error;
  };

  it('registers, signs in and refreshes', async () => {
    const { customer_id, user_id } = await ok(
      api.POST('/api/register', {
        body: { company_name: 'Rowan', admin_name: 'Rowan Oak', phone: '555-1234', ...owner },
      }),
    );
    expect([customer_id, user_id]).toEqual([1, 1]);
    const tokens = await ok(api.POST('/signin', { body: owner }));
    const body = { refresh_token: tokens.refresh_token };
    const { access_token } = await ok(api.POST('/token/refresh', { body }));
    expect((await errorOf(api.GET('/v1/me'))).status).toBe(401);
    token = access_token;
    const me = await ok(api.GET('/v1/me'));
    expect([me.role, me.platform_operator]).toEqual(['owner', false]);
  });

  it('works with documents, and is told when another client was faster', async () => {
    const { response } = await api.POST('/v1/data/{collection}', {
      params,
      body: { _id: 'ada', name: 'Ada' },
    });
    const etag = response.headers.get('etag')!;
    const match = { ...ada, header: { 'If-Match': etag } };
    const patched = await ok(
      api.PATCH('/v1/data/{collection}/{id}', { params: match, body: { name: 'Ada L.' } }),
    );
    expect(patched).toEqual({ _id: 'ada', name: 'Ada L.', _rev: expect.any(String) });
    const late = await errorOf(api.PUT('/v1/data/{collection}/{id}', { params: match, body: { name: 'x' } }));
    expect([late.status, late.code, late.problem]).toEqual([
      412,
      'document.changed',
      {
        type: '/docs/errors#document.changed',
        title: 'The document was changed by another request',
        status: 412,
        code: 'document.changed',
        instance: '/v1/data/customers/ada',
        request_id: late.requestId,
      },
    ]);
    expect(await ok(api.DELETE('/v1/data/{collection}/{id}', { params: ada }))).toBeUndefined();
  });

  it('imports, pages through and exports', async () => {
    async function* documents() {
      for (let n = 0; n < 250; n++) yield { _id: `d${String(n).padStart(3, '0')}`, n };
    }
    const report = await ok(api.POST('/v1/data/{collection}/import', { params, ...ndjson(documents()) }));
    expect(report).toEqual({ inserted: 250, replaced: 0, failed: 0, errors: [] });
    const again = await ok(
      api.POST('/v1/data/{collection}/import', { params, ...ndjson([{ _id: 'd000' }, { _id: 'new' }]) }),
    );
    expect([again.inserted, again.failed]).toEqual([1, 1]);
    const list = eachItem((cursor) =>
      api.GET('/v1/data/{collection}', {
        params: { ...params, query: { cursor, limit: 100, sort: '-n', filter: '{"n":{"gte":0}}' } },
      }),
    );
    expect((await collect(list)).map(({ n }) => n)).toEqual(Array.from({ length: 250 }, (_, i) => 249 - i));
    const lines = await ok(api.GET('/v1/data/{collection}/export', { params, parseAs: 'stream' }));
    expect(await collect(readNdjson(lines))).toHaveLength(251);
  });

  it('adds people, moves the database, and ends', async () => {
    const jane = { email: 'jane@rowan.example', password: 'SecurePassword123!' };
    await ok(
      api.POST('/api/register/add-user', { body: { domain: 'rowan.example', user_name: 'jane', ...jane } }),
    );
    const members = await collect(
      eachItem((cursor) => api.GET('/v1/members', { params: { query: { cursor } } })),
    );
    expect(members.map(({ email, role }) => [email, role])).toEqual([
      [owner.email, 'owner'],
      [jane.email, 'member'],
    ]);
    const { data } = await ok(api.PUT('/org/update', { body: { organization_name: 'Rowan Tree' } }));
    expect(data.organization_name).toBe('Rowan Tree');
    const query = { organization_name: 'Rowan Tree' };
    const shown = await ok(api.GET('/org/get', { params: { query } }));
    expect(shown.data.collection_name).toBe(data.collection_name);
    const { count } = await ok(api.GET('/v1/data/{collection}/count', { params }));
    expect(count).toBe(251);
    await ok(api.DELETE('/org/delete', { params: { query } }));
    const gone = await errorOf(api.GET('/org/get', { params: { query } }));
    expect([gone.status, gone.message, gone.problem]).toEqual([404, 'Organization not found', undefined]);
    expect((await errorOf(api.GET('/v1/me'))).code).toBe('auth.token_invalid');
  });
});

import {
  createRowhouseClient,
  memoryStorage,
  ok,
  type RowhouseClientOptions,
  Session,
  type SignedIn,
  webStorage,
} from './index.js';

const baseUrl = 'http://rowhouse.example/base/';
const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  Response.json(body, { status, headers });
const refused = () =>
  json({ code: 'auth.token_invalid', title: 'Invalid token' }, 401, { 'www-authenticate': 'Bearer' });

/** Answers like Rowhouse: the newest access token is good, a refresh token works once. */
class FakeRowhouse {
  generation = 1;
  lifetime = 1800;
  readonly log: string[] = [];
  answer: ((request: Request) => Response | undefined | Promise<Response | undefined>) | undefined;

  readonly fetch = async (request: Request): Promise<Response> => {
    const path = new URL(request.url).pathname.replace('/base', '');
    const bearer = request.headers.get('authorization')?.replace('Bearer ', '');
    this.log.push([request.method, path, bearer].filter(Boolean).join(' '));
    await new Promise((resolve) => setTimeout(resolve, 5));
    const own = await this.answer?.(request);
    if (own !== undefined) return own;
    if (path === '/v1/sessions/refresh') {
      const { refresh_token } = (await request.json()) as { refresh_token?: string };
      if (refresh_token !== undefined && refresh_token !== `refresh-${this.generation}`) return refused();
      this.generation++;
      return json(this.signedIn());
    }
    if (path === '/v1/sessions') return json(this.signedIn(), 201);
    if (bearer !== `access-${this.generation}`) return refused();
    return json({ body: request.body === null ? null : await request.json() });
  };

  signedIn() {
    const { generation, lifetime } = this;
    return {
      access_token: `access-${generation}`,
      refresh_token: `refresh-${generation}`,
      expires_in: lifetime,
    };
  }
}

describe('a session', () => {
  let rowhouse: FakeRowhouse;
  let ended: number;
  beforeEach(() => {
    rowhouse = new FakeRowhouse();
    ended = 0;
  });
  const sessionOf = (more: object = {}) =>
    new Session({ baseUrl, fetch: rowhouse.fetch, onEnd: () => ended++, ...more });
  const clientOf = (session: Session, more: Partial<RowhouseClientOptions> = {}) =>
    createRowhouseClient({ baseUrl, session, fetch: rowhouse.fetch, ...more });
  const credentials = { email: 'ada@example.com', password: 'x' };
  const refreshes = () => rowhouse.log.filter((line) => line.includes('/refresh')).length;

  it('is renewed once for all requests whose token was refused, and each is sent again with its body', async () => {
    const session = sessionOf();
    const api = clientOf(session);
    await session.signIn(credentials);
    rowhouse.generation = 5; // what was signed before is not good any more
    rowhouse.answer = (request) => {
      if (request.url.endsWith('/refresh')) return json({ ...rowhouse.signedIn() });
    };
    const params = { path: { collection: 'c' } };
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, n) => ok(api.POST('/v1/data/{collection}', { params, body: { n } }))),
    );
    expect(replies).toEqual(Array.from({ length: 20 }, (_, n) => ({ body: { n } })));
    expect(refreshes()).toBe(1);
    expect(ended).toBe(0);
  });

  it('is renewed before its token ends, once', async () => {
    const session = sessionOf();
    const api = clientOf(session);
    rowhouse.lifetime = 20;
    await session.signIn(credentials);
    rowhouse.lifetime = 1800;
    await Promise.all(Array.from({ length: 10 }, () => ok(api.GET('/v1/me'))));
    expect([refreshes(), rowhouse.log.filter((line) => line.includes('access-1'))]).toEqual([1, []]);
  });

  it('that has ended is told once; the answer of the service is passed on', async () => {
    const session = sessionOf();
    const api = clientOf(session);
    await session.signIn(credentials);
    rowhouse.answer = (request) => (request.url.endsWith('/v1/sessions') ? undefined : refused());
    const statuses = await Promise.all([1, 2, 3].map(async () => (await api.GET('/v1/me')).response.status));
    expect([statuses, ended, refreshes(), await session.accessToken()]).toEqual([
      [401, 401, 401],
      1,
      1,
      undefined,
    ]);
    expect((await api.GET('/v1/me')).response.status).toBe(401);
    expect(refreshes()).toBe(1);
  });

  it('goes on when the service does not answer a refresh', async () => {
    const session = sessionOf();
    const api = clientOf(session);
    await session.signIn(credentials);
    rowhouse.generation = 2;
    rowhouse.answer = (request) => {
      if (request.url.endsWith('/refresh')) return json({}, 503);
    };
    expect((await api.GET('/v1/me')).response.status).toBe(401);
    await expect(session.refresh()).rejects.toMatchObject({ status: 503 });
    expect([ended, await session.accessToken()]).toEqual([0, 'access-1']);
  });

  it('a wrong password is no reason for a refresh, and a second refusal none for another', async () => {
    const session = sessionOf();
    const api = clientOf(session);
    await session.signIn(credentials);
    rowhouse.answer = (request) => {
      if (request.url.endsWith('/password'))
        return json({ code: 'auth.credentials_invalid', title: 'x' }, 401);
    };
    const body = { current_password: 'x', new_password: 'y' };
    expect((await api.PUT('/v1/me/password', { body })).response.status).toBe(401);
    expect(refreshes()).toBe(0);
    rowhouse.answer = (request) => (request.url.endsWith('/v1/me') ? refused() : undefined);
    expect((await api.GET('/v1/me')).response.status).toBe(401);
    expect(refreshes()).toBe(1);
  });

  it('a token of the request itself is left alone', async () => {
    const session = sessionOf();
    const api = clientOf(session);
    await session.signIn(credentials);
    const reply = await api.GET('/v1/me', { headers: { authorization: 'Bearer other' } });
    expect([reply.response.status, refreshes()]).toEqual([401, 0]);
  });

  it('another program with the same storage was faster: its token is used', async () => {
    const storage = memoryStorage();
    const [one, two] = [sessionOf({ storage }), sessionOf({ storage })];
    await one.signIn(credentials);
    expect(await two.accessToken()).toBe('access-1');
    expect(await one.refresh('access-1')).toBe('access-2');
    expect(await two.refresh('access-1')).toBe('access-2');
    expect(refreshes()).toBe(1);
  });

  it('a sign-out is not undone by a refresh on its way; the service ends the session', async () => {
    const storage = memoryStorage();
    const session = sessionOf({ storage });
    await session.signIn(credentials);
    const refreshing = session.refresh('access-1');
    await session.signOut();
    expect(await refreshing).toBeUndefined();
    expect([await storage.get(), ended]).toEqual([undefined, 0]);
    expect(rowhouse.log).toContain('DELETE /v1/sessions/current access-1');
  });

  it('is ended by a sign-out also when its access token has ended, or only a cookie is left', async () => {
    const session = sessionOf();
    await session.signIn(credentials);
    rowhouse.log.length = 0;
    rowhouse.answer = (request) => {
      if (request.headers.get('authorization') === 'Bearer access-1') return refused();
    };
    await session.signOut();
    expect(rowhouse.log).toEqual([
      'DELETE /v1/sessions/current access-1',
      'POST /v1/sessions/refresh',
      'DELETE /v1/sessions/current access-2',
    ]);
    rowhouse.log.length = 0;
    const anew = sessionOf({ cookie: true });
    await anew.signOut();
    expect(rowhouse.log).toEqual(['POST /v1/sessions/refresh', 'DELETE /v1/sessions/current access-3']);
    expect([await anew.accessToken(), rowhouse.log.length]).toEqual([undefined, 2]);
  });

  it('a sign-out without an answer forgets the tokens, and says so by its error', async () => {
    const storage = memoryStorage();
    const session = sessionOf({ storage });
    await session.signIn(credentials);
    rowhouse.answer = () => json({}, 503);
    await expect(session.signOut()).rejects.toMatchObject({ status: 503 });
    expect(await storage.get()).toBeUndefined();
    await session.signIn(credentials).catch(() => undefined);
    await storage.set({ accessToken: 'old', refreshToken: 'older' });
    rowhouse.answer = () => refused(); // ended elsewhere
    await session.signOut();
    expect(rowhouse.log.at(-1)).toBe('POST /v1/sessions/refresh');
  });

  it('a refused refresh takes nothing from a sign-in of another program meanwhile', async () => {
    const storage = memoryStorage();
    const session = sessionOf({ storage });
    await session.signIn(credentials);
    rowhouse.answer = async () => {
      await storage.set({ accessToken: 'access-9', refreshToken: 'refresh-9' });
      return refused();
    };
    expect([await session.refresh('access-1'), ended]).toEqual(['access-9', 0]);
  });

  it('with a cookie: a page that was loaded anew asks once, and sends credentials', async () => {
    const modes: string[] = [];
    rowhouse.answer = (request) => void modes.push(request.credentials);
    const session = sessionOf({ cookie: true });
    expect(await Promise.all([session.accessToken(), session.accessToken()])).toEqual([
      'access-2',
      'access-2',
    ]);
    expect([refreshes(), new Set(modes)]).toEqual([1, new Set(['include'])]);
    const nobody = sessionOf({ cookie: true });
    rowhouse.answer = () => json({ code: 'request.invalid', title: 'x' }, 400);
    expect([await nobody.accessToken(), await nobody.accessToken(), ended]).toEqual([
      undefined,
      undefined,
      0,
    ]);
    expect(refreshes()).toBe(2);
  });

  it('goes on with what a sign-up answered', async () => {
    const session = sessionOf();
    const late = session.signIn(credentials);
    await session.begin({ ...rowhouse.signedIn(), access_token: 'of the sign-up' } as SignedIn);
    await late;
    expect(await session.accessToken()).toBe('of the sign-up');
  });

  it('web storage keeps it, and is not led astray by what others wrote there', async () => {
    const map = new Map<string, string>();
    const storage = webStorage({
      getItem: (key) => map.get(key) ?? null,
      setItem: (key, value) => void map.set(key, value),
      removeItem: (key) => void map.delete(key),
    });
    await sessionOf({ storage }).signIn(credentials);
    expect(await sessionOf({ storage }).accessToken()).toBe('access-1');
    for (const foreign of ['{', '1', 'null', '{"accessToken":1}']) {
      map.set('rowhouse', foreign);
      expect(await sessionOf({ storage }).accessToken()).toBeUndefined();
    }
  });
});

describe('a request that may be sent twice', () => {
  const answers = (...list: (() => Response)[]) => {
    const seen: Request[] = [];
    const fetch = (request: Request): Promise<Response> => {
      seen.push(request);
      return Promise.resolve(list[Math.min(seen.length, list.length) - 1]());
    };
    return { seen, fetch };
  };
  const busy = (status: number, after?: string) => () =>
    json({ title: 'x', code: 'y' }, status, after === undefined ? {} : { 'retry-after': after });
  const done = () => json({ items: [] });
  const params = { path: { collection: 'c' } };
  const document = { params: { path: { collection: 'c', id: 'd' } }, body: { a: 1 } };

  it.each([
    ['429', busy(429, '0')],
    ['503', busy(503, '0')],
    ['a date', busy(503, new Date(0).toUTCString())],
  ])('is sent again after %s with Retry-After', async (_name, answer) => {
    const { seen, fetch } = answers(answer, answer, done);
    const api = createRowhouseClient({ baseUrl, fetch });
    expect((await api.GET('/v1/members')).response.status).toBe(200);
    expect((await api.PUT('/v1/data/{collection}/{id}', document)).response.status).toBe(200);
    expect(seen.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET', 'PUT']);
  });

  it('is given up after two more tries, without Retry-After, for too long a wait, and where it is not wanted', async () => {
    for (const [answer, options, count] of [
      [busy(503, '0'), {}, 3],
      [busy(503, '0'), { retry: { attempts: 1 } }, 2],
      [busy(503, '0'), { retry: false }, 1],
      [busy(503), {}, 1],
      [busy(503, 'soon'), {}, 1],
      [busy(429, '21'), {}, 1],
      [busy(500, '0'), {}, 1],
    ] as [() => Response, Partial<RowhouseClientOptions>, number][]) {
      const { seen, fetch } = answers(answer);
      const { response } = await createRowhouseClient({ baseUrl, fetch, ...options }).GET('/v1/me');
      expect([response.ok, seen.length]).toEqual([false, count]);
    }
  });

  it('a POST only with an Idempotency-Key that its operation knows, the same one each time', async () => {
    const post = async (options: Partial<RowhouseClientOptions>, headers = {}) => {
      const { seen, fetch } = answers(busy(503, '0'), done);
      const api = createRowhouseClient({ baseUrl, fetch, ...options });
      await api.POST('/v1/data/{collection}', { params, body: { a: 1 }, headers });
      expect(new Set(seen.map((one) => one.headers.get('idempotency-key'))).size).toBe(1);
      return [seen.length, seen[0].headers.get('idempotency-key')];
    };
    expect(await post({})).toEqual([1, null]);
    expect(await post({}, { 'Idempotency-Key': 'own' })).toEqual([2, 'own']);
    const made = await post({ idempotencyKeys: true });
    expect(made).toEqual([2, expect.stringMatching(/^[0-9a-f]{32}$/)]);
    expect(await post({ idempotencyKeys: true }, { 'Idempotency-Key': 'own' })).toEqual([2, 'own']);
    const { seen, fetch } = answers(busy(503, '0'), done);
    const api = createRowhouseClient({ baseUrl, fetch, idempotencyKeys: true });
    const body = { email: 'a@b.example', password: 'x' };
    await api.POST('/v1/sessions', { body, headers: { 'Idempotency-Key': 'x' } });
    expect(seen).toHaveLength(1);
  });

  it('a change of a certain version is not repeated after a 503, whose first try may have done it', async () => {
    const { seen, fetch } = answers(busy(503, '0'), done);
    const api = createRowhouseClient({ baseUrl, fetch });
    await api.PUT('/v1/data/{collection}/{id}', {
      ...document,
      params: { ...document.params, header: { 'If-Match': '"1"' } },
    });
    expect(seen).toHaveLength(1);
  });

  it('the wait ends with the signal of the request', async () => {
    const { seen, fetch } = answers(busy(503, '10'));
    const controller = new AbortController();
    const api = createRowhouseClient({ baseUrl, fetch });
    const request = api.GET('/v1/me', { signal: controller.signal });
    setTimeout(() => controller.abort(new Error('enough')), 20);
    await expect(request).rejects.toThrow('enough');
    expect(seen).toHaveLength(1);
  });
});

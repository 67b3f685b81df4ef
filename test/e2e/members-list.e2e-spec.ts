import { startTestApp, type TestApp } from '../support/app.js';
import { type MemberBody, problem, SECRET, TIME, tokenOf } from '../support/members.js';

describe('members', () => {
  let sut: TestApp;
  let owner: Awaited<ReturnType<TestApp['organization']>>;
  beforeAll(async () => {
    sut = await startTestApp();
    owner = await sut.organization('House');
  });
  afterAll(() => sut?.stop());

  const call = <T = MemberBody>(method: string, path: string, token: string, body?: unknown) =>
    sut.call<T>(method, path, { token, body });

  describe('are made', () => {
    it('with a temporary password that must be changed, answered once with the membership', async () => {
      const body = { email: 'Mary@House.example', name: 'Mary Major', user_name: 'mary', role: 'manager' };
      const created = await call<MemberBody & { initial_secret: string }>(
        'POST',
        '/v1/members',
        owner.token,
        body,
      );
      const member = {
        id: expect.stringMatching(/^[0-9a-f]{24}$/) as string,
        email: 'mary@house.example',
        email_verified: false,
        user_name: 'mary',
        name: 'Mary Major',
        role: 'manager',
        status: 'active',
        created_at: TIME,
      };
      expect([created.status, created.body]).toEqual([
        201,
        { ...member, initial_secret: SECRET, initial_secret_expires_at: TIME },
      ]);
      expect(created.headers.get('location')).toBe(`/v1/members/${created.body.id}`);
      const shown = await call('GET', `/v1/members/${created.body.id}`, owner.token);
      expect([shown.status, shown.body]).toEqual([200, member]);
      expect(shown.headers.get('etag')).toBe(created.headers.get('etag'));
      const token = await tokenOf(sut, 'mary@house.example', created.body.initial_secret);
      expect((await sut.call('GET', '/v1/members', { token })).body['code']).toBe(
        'auth.password_change_required',
      );
    });

    it('as a member under their address when nothing else is said; nobody is mailed', async () => {
      const created = await call('POST', '/v1/members', owner.token, { email: 'plain@house.example' });
      expect(created.body).toMatchObject({ user_name: 'plain@house.example', name: null, role: 'member' });
      const mails = await sut.call<{ items: { to: string }[] }>('GET', '/v1/dev/mails');
      expect(mails.body.items.filter(({ to }) => to === 'plain@house.example')).toEqual([]);
    });

    it('once per address and user name, with roles that exist', async () => {
      const make = (body: object) => call('POST', '/v1/members', owner.token, body);
      const errors = [
        [{ email: 'MARY@house.example' }, 409, 'user.email_taken'],
        [{ email: 'mary2@house.example', user_name: 'mary' }, 409, 'user.name_taken'],
        [{ email: 'x1@house.example', role: 'pilot' }, 404, 'role.not_found'],
        [{ email: 'nobody' }, 400, 'request.invalid'],
        [{ email: 'x1@house.example', role: 'No role' }, 400, 'request.invalid'],
      ] as const;
      for (const [body, status, code] of errors) {
        const reply = await make(body);
        expect([reply.status, (reply.body as unknown as { code: string }).code]).toEqual([status, code]);
      }
      expect(await sut.master.collection('admin_users').countDocuments({ email: 'x1@house.example' })).toBe(
        0,
      );
    });
  });

  describe('are listed', () => {
    let org: Awaited<ReturnType<TestApp['organization']>>;
    const list = (query: string) =>
      call<{ items: MemberBody[]; next_cursor: string | null }>('GET', `/v1/members${query}`, org.token);
    beforeAll(async () => {
      org = await sut.organization('Listed');
      const people = [
        { email: 'ann.lee@listed.example', name: 'Ann Lee', user_name: 'alee', role: 'manager' },
        { email: 'bob@listed.example', name: 'Änne', user_name: 'bob', role: 'member' },
        { email: 'cy@listed.example', name: 'Cy', user_name: 'an.x', role: 'member' },
        { email: 'dee@listed.example', name: 'D (x)', user_name: 'd.*', role: 'attendant' },
      ];
      for (const body of people) await call('POST', '/v1/members', org.token, body);
    });

    it('page by page, each once', async () => {
      const seen: string[] = [];
      let cursor: string | null = null;
      let pages = 0;
      do {
        const page: { items: MemberBody[]; next_cursor: string | null } = (
          await list(`?limit=2${cursor === null ? '' : `&cursor=${cursor}`}`)
        ).body;
        seen.push(...page.items.map(({ email }) => email));
        cursor = page.next_cursor;
        pages++;
      } while (cursor !== null);
      expect(pages).toBe(3);
      expect(new Set(seen).size).toBe(5);
      const all = await list('');
      expect(all.body.items.map(({ email }) => email)).toEqual(seen);
      expect(Object.keys(all.body.items[0]).sort()).toEqual(
        ['created_at', 'email', 'email_verified', 'id', 'name', 'role', 'status', 'user_name'].sort(),
      );
    });

    it('by role, status, and how a name begins; a pattern is text', async () => {
      const emails = async (query: string) => (await list(query)).body.items.map(({ email }) => email);
      expect(await emails('?role=manager')).toEqual(['ann.lee@listed.example']);
      expect((await emails('?role=owner&status=active')).length).toBe(1);
      expect(await emails('?status=pending')).toEqual([]);
      expect((await emails('?q=AN')).sort()).toEqual(['ann.lee@listed.example', 'cy@listed.example']);
      expect(await emails('?q=%C3%A4nn')).toEqual(['bob@listed.example']);
      expect(await emails('?q=d.*')).toEqual(['dee@listed.example']);
      expect(await emails('?q=.*')).toEqual([]);
      expect(await emails('?q=%00')).toEqual([]);
      expect(await emails('?q=D%20(')).toEqual(['dee@listed.example']);
    });

    it.each([
      ['?limit=0', 'limit'],
      ['?limit=101', 'limit'],
      ['?limit=2&limit=3', 'limit'],
      ['?cursor=x', 'cursor'],
      ['?status=gone', 'status'],
      ['?role=A%20b', 'role'],
      ['?q=', 'q'],
      ['?sort=email', 'sort'],
      ['?role[$ne]=x', 'role[$ne]'],
    ])('%s is refused', async (query, name) => {
      const reply = await call<{ code: string; errors: object }>('GET', `/v1/members${query}`, org.token);
      expect([reply.status, reply.body.code, Object.keys(reply.body.errors)]).toEqual([
        400,
        'query.invalid',
        [name],
      ]);
    });

    it('to the own organization only', async () => {
      const path = `/v1/members/${owner.adminId}`;
      const foreign = await call('GET', path, org.token);
      expect([foreign.status, foreign.body]).toEqual([
        404,
        problem(404, 'user.not_found', 'User not found', path),
      ]);
      for (const [method, suffix] of [
        ['PATCH', ''],
        ['DELETE', ''],
        ['POST', '/approve'],
        ['POST', '/decline'],
        ['POST', '/reset-password'],
        ['POST', '/transfer-ownership'],
      ] as const) {
        const reply = await call(method, path + suffix, org.token, method === 'PATCH' ? {} : undefined);
        expect([method + suffix, reply.status]).toEqual([method + suffix, 404]);
      }
    });
  });
});

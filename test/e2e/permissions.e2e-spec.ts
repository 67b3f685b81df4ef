import {
  admits,
  type Caller,
  CALLERS,
  type OperationAccess,
  operationAccess,
} from '../../src/docs/access.js';
import { ERROR_DEFAULTS, type ErrorCode } from '../../src/common/errors/error-codes.js';
import { ORGANIZATION_PERMISSIONS } from '../../src/modules/access/roles.types.js';
import { newKeyText } from '../../src/modules/api-keys/api-key-text.js';
import { NEVER_IN_KEYS } from '../../src/modules/api-keys/api-keys.types.js';
import { OperatorService } from '../../src/modules/auth/operator.service.js';
import { SURFACES } from '../../src/surfaces/surfaces.js';
import { type Reply, startTestApp, type TestApp } from '../support/app.js';
import { heard } from '../support/feed.js';
import { prove } from '../support/keys.js';
import { joinAs, type Person, speaker } from '../support/people.js';

const OPERATOR = { email: 'operator@platform.example', password: 'PlatformSecure123!' };
/** An id that nothing has, in each form that the surfaces know. */
const NOTHING = '507f1f77bcf86cd799439011';

let serial = 0;

/**
 * Every operation of the router, called by everybody. A new route is here by itself: who may call it is read from
 * its decorator, and what is sent is empty, so that the guard answers or the handler refuses the input.
 */
describe('every operation', () => {
  let sut: TestApp;
  let operations: OperationAccess[];
  beforeAll(async () => {
    sut = await startTestApp({
      PLATFORM_ADMIN_EMAIL: OPERATOR.email,
      PLATFORM_ADMIN_PASSWORD: OPERATOR.password,
    });
    await sut.app.get(OperatorService, { strict: false }).bootstrap(true);
    operations = operationAccess(sut.app);
  });
  afterAll(() => sut?.stop());

  const nameOf = ({ method, path }: OperationAccess): string => `${method} ${path}`;

  const send = (
    { method, path, bodyType }: OperationAccess,
    { token, headers }: { token?: string; headers?: Record<string, string> } = {},
  ): Promise<Reply> => {
    const target = path.replace(/\{\w+\}/g, NOTHING);
    if (bodyType === undefined) return sut.call(method, target, { token, headers });
    return sut.call(method, target, { body: '{}', token, headers: { 'content-type': bodyType, ...headers } });
  };

  /** Whether a reply is this error in the words of the path's surface. */
  const isError = ({ path }: OperationAccess, { status, text }: Reply, code: ErrorCode): boolean => {
    const [expected, message] = SURFACES.of(path).errors[code] ?? ERROR_DEFAULTS[code];
    return status === expected && text.includes(JSON.stringify(message));
  };

  const organization = async () => {
    const made = await sut.organization(`Matrix ${++serial}`);
    return { ...made, owner: speaker(sut, made.id, made) };
  };

  const operator = async (): Promise<Person> => {
    const login = await sut.call<{ data: { access_token: string } }>('POST', '/admin/login', {
      body: OPERATOR,
    });
    const token = login.body.data.access_token;
    const call: Person['call'] = (method, path, options = {}) =>
      sut.call(method, path, { token, ...options });
    return { userId: '', ...OPERATOR, token, call };
  };

  /** Each has an organization of their own, so that nobody suffers from what another one deletes. */
  const arrive = async (caller: Caller): Promise<{ person: Person; headers: Record<string, string> }> => {
    if (caller === 'operator') return { person: await operator(), headers: {} };
    const { id, owner } = await organization();
    const person = caller === 'owner' ? owner : await joinAs(sut, id, caller);
    return { person, headers: { 'x-org-id': id } };
  };

  /** Some operations end the session, the account or the organization of who calls them. */
  const isStillThere = async (caller: Caller, person: Person): Promise<boolean> => {
    const { status, body } = await person.call('GET', '/v1/me');
    return status === 200 && (caller === 'operator' || body['role'] === caller);
  };

  it('is in the matrix once', () => {
    expect(operations.length).toBeGreaterThan(60);
    expect(new Set(operations.map(nameOf)).size).toBe(operations.length);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
  });

  it('asks for a token, or does not', async () => {
    const wrong: string[] = [];
    for (const operation of operations) {
      const reply = await send(operation);
      const isRefused = isError(operation, reply, 'auth.token_invalid');
      if (isRefused !== (operation.token === 'needed')) wrong.push(`${nameOf(operation)}: ${reply.status}`);
      if (reply.status >= 500) wrong.push(`${nameOf(operation)}: ${reply.status} ${reply.text}`);
    }
    expect(wrong).toEqual([]);
  });

  it.each(CALLERS)('allows the %s where the matrix says so, and nowhere else', async (caller) => {
    let place = await arrive(caller);
    const wrong: string[] = [];
    for (const operation of operations.filter(({ token }) => token === 'needed')) {
      const { person, headers } = place;
      const reply = await send(operation, { token: person.token, headers });
      const isForbidden = isError(operation, reply, 'auth.forbidden');
      if (isForbidden === admits(operation, caller) || reply.status === 401 || reply.status >= 500) {
        wrong.push(`${nameOf(operation)}: ${reply.status} ${reply.text.slice(0, 200)}`);
      }
      if (!(await isStillThere(caller, person))) place = await arrive(caller);
    }
    expect(wrong).toEqual([]);
  });

  it('lets an API key in where the matrix says so and its one scope is the permission, and nowhere else', async () => {
    const { id, owner } = await organization();
    await prove(sut, owner);
    const guarded = operations.filter(({ token }) => token === 'needed');
    const native = guarded.filter(({ path }) => SURFACES.of(path).takesKeys === true);
    const wrong: string[] = [];
    for (const scope of ORGANIZATION_PERMISSIONS.filter((one) => !NEVER_IN_KEYS.has(one))) {
      const body = { name: scope, scopes: [scope] };
      const { key } = (await owner.call<{ key: string }>('POST', '/v1/api-keys', { body })).body;
      const check = async (operation: OperationAccess): Promise<void> => {
        const reply = await send(operation, { headers: { 'x-api-key': key } });
        const { permission, takesKeys } = operation;
        const expected = !takesKeys
          ? isError(operation, reply, 'api_key.person_required')
          : isError(operation, reply, 'auth.forbidden') !==
            (permission === undefined || permission === scope);
        if (!expected || reply.status === 401 || reply.status >= 500) {
          wrong.push(`${scope}: ${nameOf(operation)}: ${reply.status} ${reply.text.slice(0, 200)}`);
        }
      };
      const isOpen = ({ takesKeys, permission }: OperationAccess): boolean =>
        takesKeys && (permission === undefined || permission === scope);
      await Promise.all(native.filter((one) => !isOpen(one)).map(check));
      for (const operation of native.filter(isOpen)) await check(operation);
    }
    const { key } = (
      await owner.call<{ key: string }>('POST', '/v1/api-keys', {
        body: { name: 'x', scopes: ['data.read'] },
      })
    ).body;
    for (const operation of guarded.filter((one) => !native.includes(one))) {
      const reply = await send(operation, { token: key, headers: { 'x-api-key': key, 'x-org-id': id } });
      if (!isError(operation, reply, 'auth.token_invalid'))
        wrong.push(`${nameOf(operation)}: ${reply.status}`);
    }
    expect(wrong).toEqual([]);
  });

  it('lets no key in that is expired, rotated, revoked, of a removed member, made up or wrong in its checksum', async () => {
    const { id, owner } = await organization();
    await prove(sut, owner);
    const scopes = ORGANIZATION_PERMISSIONS.filter((one) => !NEVER_IN_KEYS.has(one));
    const make = async (person: Person, path = '/v1/api-keys', own: readonly string[] = scopes) => {
      const body = { name: 'x', scopes: own };
      const { text, body: made } = await person.call<{ id: string; key: string }>('POST', path, { body });
      if (made.key === undefined) throw new Error(text);
      return made;
    };
    const [expired, rotated, revoked, good] = [
      await make(owner),
      await make(owner),
      await make(owner),
      await make(owner),
    ];
    const member = await joinAs(sut, id, 'member');
    await prove(sut, member);
    const gone = await make(member, '/v1/me/api-keys', ['data.read']);
    await owner.call('DELETE', `/v1/members/${member.userId}`);
    await owner.call('DELETE', `/v1/api-keys/${revoked.id}`);
    await owner.call('POST', `/v1/api-keys/${rotated.id}/rotate`, { body: { overlap_seconds: 0 } });
    await sut.master
      .collection<{ _id: string }>('api_keys')
      .updateOne({ _id: expired.id }, { $set: { expires_at: new Date(1) } });
    await heard(sut);
    const other = await organization();
    await prove(sut, other.owner);
    const foreign = await make(other.owner);
    const cases: [key: string, headers: Record<string, string>, code: ErrorCode][] = [
      [expired.key, {}, 'api_key.expired'],
      [rotated.key, {}, 'api_key.invalid'],
      [revoked.key, {}, 'api_key.revoked'],
      [gone.key, {}, 'api_key.revoked'],
      [newKeyText(good.id), {}, 'api_key.invalid'],
      [good.key.slice(0, -1) + (good.key.endsWith('A') ? 'B' : 'A'), {}, 'api_key.invalid'],
      [foreign.key, { 'x-org-id': id }, 'organization.foreign'],
    ];
    const native = operations.filter(
      ({ token, path }) => token === 'needed' && SURFACES.of(path).takesKeys === true,
    );
    const before = await fingerprint(id);
    const wrong: string[] = [];
    for (const [key, headers, code] of cases) {
      const check = async (operation: OperationAccess): Promise<void> => {
        const reply = await send(operation, { headers: { 'x-api-key': key, ...headers } });
        const isRefused = isError(operation, reply, operation.takesKeys ? code : 'api_key.person_required');
        if (!isRefused)
          wrong.push(`${code}: ${nameOf(operation)}: ${reply.status} ${reply.text.slice(0, 200)}`);
      };
      for (let i = 0; i < native.length; i += 32) await Promise.all(native.slice(i, i + 32).map(check));
    }
    expect(native.length).toBeGreaterThan(100);
    expect(wrong).toEqual([]);
    expect(await fingerprint(id)).toEqual(before);
  }, 120_000);

  it('is closed to another organization’s owner who asks for this one', async () => {
    const { id } = await organization();
    const other = await organization();
    const before = await fingerprint(id);
    const wrong: string[] = [];
    for (const operation of operations.filter(({ token }) => token === 'needed')) {
      const reply = await send(operation, { token: other.token, headers: { 'x-org-id': id } });
      if (!isError(operation, reply, 'organization.foreign')) {
        wrong.push(`${nameOf(operation)}: ${reply.status} ${reply.text.slice(0, 200)}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(await fingerprint(id)).toEqual(before);
  });

  it('shows and changes nothing of this organization to another one’s owner who sends its ids', async () => {
    const { id, adminId, email, name } = await organization();
    const row = (await sut.master.collection('organizations').findOne({ admin_id: adminId }))!;
    const ids = [id, adminId, String(row['uid']), String(row['seq']), encodeURIComponent(name)];
    const before = await fingerprint(id);
    let other = await organization();
    const wrong: string[] = [];
    const guarded = operations.filter(({ token, path }) => token === 'needed' && path.includes('{'));
    for (const operation of guarded) {
      for (const own of ids) {
        const path = operation.path.replace(/\{\w+\}/g, own);
        const reply = await send({ ...operation, path }, { token: other.token });
        if (reply.text.includes(email) || reply.text.includes(JSON.stringify(name)) || reply.status >= 500) {
          wrong.push(`${operation.method} ${path}: ${reply.status} ${reply.text.slice(0, 200)}`);
        }
        if (!(await isStillThere('owner', other.owner))) other = await organization();
      }
    }
    expect(wrong).toEqual([]);
    expect(await fingerprint(id)).toEqual(before);
  });

  /** Everything the master database knows of an organization. */
  async function fingerprint(id: string): Promise<unknown> {
    const { master } = sut;
    const row = await master.collection('organizations').find({}).toArray();
    const places = await master.collection('memberships').find({ org_id: id }).toArray();
    const owners = await master.collection('admin_users').find({ organization_id: id }).toArray();
    const others = await Promise.all(
      ['roles', 'invitations'].map((name) => master.collection(name).countDocuments({ org_id: id })),
    );
    return { row: row.filter(({ _id }) => String(_id) === id), places, owners, others };
  }
});

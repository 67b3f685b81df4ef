import { ObjectId } from 'mongodb';
import { ServerRoomRepository } from '../../src/modules/capacity/server-room.repository.js';
import { startTestApp, type Reply, type TestApp } from '../support/app.js';
import { PASSWORD, SURFACES, createAt, type SurfaceKey } from '../support/surfaces.js';
import { problem } from '../support/problem.js';

const MESSAGE = 'The service cannot take more organizations at the moment';
const FULL: Record<SurfaceKey, object> = {
  S0: { status: 'error', message: MESSAGE },
  S1: { detail: MESSAGE },
  S2: { detail: MESSAGE },
  S3: { error: MESSAGE },
  S4: { success: false, message: MESSAGE },
};
const native = (path: string) => problem(503, 'service.capacity_reached', MESSAGE, path);

describe('a service that takes no more organizations', () => {
  let sut: TestApp;
  let acme: Awaited<ReturnType<TestApp['organization']>>;
  beforeAll(async () => {
    sut = await startTestApp();
    acme = await sut.organization('Acme Corp');
  });
  afterAll(() => sut?.stop());

  const everything = async () => {
    const names = ['organizations', 'admin_users', 'memberships', 'databases', 'outbox', 'one_time_codes'];
    const { databases } = await sut.client.db('admin').admin().listDatabases({ nameOnly: true });
    return {
      rows: await Promise.all(names.map((name) => sut.master.collection(name).countDocuments())),
      databases: databases.map(({ name }) => name).sort(),
    };
  };
  const errorOf = ({ status, headers, body }: Reply) => [status, headers.get('retry-after'), body];

  /** Every surface that makes an organization. */
  const tryAll = async (at: TestApp): Promise<void> => {
    for (const surface of SURFACES) {
      const email = `late@late-${surface.toLowerCase()}.example`;
      const reply = await createAt(at, surface, { name: `Late ${surface}`, email }, acme.token);
      expect([surface, ...errorOf(reply)]).toEqual([surface, 503, '30', FULL[surface]]);
    }
    const { token } = acme;
    const second = await at.call('POST', '/organizations', { body: { name: 'Late second' }, token });
    expect(errorOf(second)).toEqual([503, '30', FULL.S2]);
    const third = await at.call('POST', '/v1/organizations', { body: { name: 'Late third' }, token });
    expect(errorOf(third)).toEqual([503, '30', native('/v1/organizations')]);
    const body = { email: 'late@late.example', password: PASSWORD, organization_name: 'Late' };
    const signUp = await at.call('POST', '/v1/accounts', { body });
    expect(errorOf(signUp)).toEqual([503, '30', native('/v1/accounts')]);
  };

  /** Every surface that makes a collection. */
  const tryCollections = async (at: TestApp): Promise<void> => {
    const { token, id } = acme;
    const row = await sut.master.collection('organizations').findOne({ _id: new ObjectId(id) });
    const database = String(row!['collection_name']);
    const ndjson = { 'content-type': 'application/x-ndjson' };
    const calls: [string, string, object][] = [
      ['POST', '/v1/data/late', { body: { a: 1 } }],
      ['POST', '/v1/data/late', { body: [{ a: 1 }, { a: 2 }] }],
      ['PUT', '/v1/data/late/one', { body: { a: 1 }, headers: { 'if-none-match': '*' } }],
      ['POST', '/v1/data/late/import', { body: '{"a":1}\n', headers: ndjson }],
    ];
    for (const [method, path, sent] of calls) {
      const reply = await at.call(method, path, { token, ...sent });
      expect([method, path, ...errorOf(reply)]).toEqual([method, path, 503, '30', native(path)]);
    }
    const collections = await sut.client.db(database).listCollections({}, { nameOnly: true }).toArray();
    expect(collections.map(({ name }) => name).sort()).toEqual(['_rowhouse', 'data']);
    expect((await at.call('DELETE', '/v1/data/data', { token })).status).toBe(204); // and is there again
  };

  /** What exists works on. */
  const othersWork = async (at: TestApp): Promise<void> => {
    const { email, password, token } = acme;
    const login = await at.call('POST', '/admin/login', { body: { email, password } });
    expect(login.status).toBe(200);
    expect((await at.call('POST', '/v1/data/data', { body: { a: 1 }, token })).status).toBe(201);
    expect((await at.call('GET', '/v1/data/data', { token })).status).toBe(200);
    expect((await at.call('GET', '/health/ready')).status).toBe(200);
  };

  it.each(['ADMISSION_MIN_FREE_DISK_PERCENT', 'ADMISSION_MIN_FREE_FILES_PERCENT'])(
    '%s: every surface refuses, nothing is half made, everything else works',
    async (setting) => {
      const full = await sut.twin({ [setting]: '100' });
      try {
        const before = await everything();
        await tryAll(full);
        await tryCollections(full);
        expect(await everything()).toEqual(before);
        await othersWork(full);
        const alone = { email: `alone@${setting.toLowerCase()}.example`.replaceAll('_', '-') };
        const signUp = await full.call('POST', '/v1/accounts', { body: { ...alone, password: PASSWORD } });
        expect(signUp.status).toBe(201);
        const update = { organization_name: acme.name, email: acme.email, password: acme.password };
        const moved = await full.call('PUT', '/org/update', { body: update, token: acme.token });
        expect(moved.status).toBe(200); // a move is no new organization
      } finally {
        await full.stop();
      }
      acme = { ...acme, token: await tokenOf(sut, acme) };
      const made = await createAt(
        sut,
        'S1',
        { name: `After ${setting}`, email: `a@${setting.length}.example` },
        '',
      );
      expect(made.status).toBe(201);
    },
  );

  it('MAX_ORGANIZATIONS: every surface refuses, and one takes the place that is left by a deletion', async () => {
    const made = await sut.master.collection('organizations').countDocuments();
    const capped = await sut.twin({ MAX_ORGANIZATIONS: String(made + 1) });
    try {
      const last = await capped.organization('The Last One');
      const before = await everything();
      await tryAll(capped);
      expect(await everything()).toEqual(before);
      await othersWork(capped);
      const { token } = last;
      const gone = await capped.call('DELETE', '/org/delete?organization_name=The%20Last%20One', { token });
      expect(gone.status).toBe(200);
      await capped.organization('The Next One');
    } finally {
      await capped.stop();
    }
  });

  it('MAX_ORGANIZATIONS holds when many come at once', async () => {
    const organizations = () => sut.master.collection('organizations').countDocuments();
    const cap = (await organizations()) + 5;
    const capped = await sut.twin({ MAX_ORGANIZATIONS: String(cap) });
    try {
      const create = (n: number) =>
        createAt(capped, 'S1', { name: `Rush ${n}`, email: `a@rush-${n}.example` }, '');
      const replies = await Promise.all(Array.from({ length: 40 }, (_, n) => create(n)));
      const made = replies.filter(({ status }) => status === 201);
      expect([...new Set(replies.map(({ status }) => status))].sort()).toEqual([201, 503]);
      expect(made.length).toBeLessThanOrEqual(5);
      for (let n = 100; (await organizations()) < cap; n++) expect((await create(n)).status).toBe(201);
      expect((await create(999)).status).toBe(503);
      expect(await organizations()).toBe(cap);
    } finally {
      await capped.stop();
    }
  });
});

describe('a mongod that is short of files', () => {
  let sut: TestApp;
  beforeAll(async () => {
    sut = await startTestApp({}, { openFiles: 480 });
  });
  afterAll(() => sut?.stop());

  const files = async () => {
    const { wiredTiger, connections, pid } = await sut.client.db('admin').command({ serverStatus: 1 });
    const open = Number(wiredTiger.connection['files currently open']) + Number(connections.current);
    return { open, pid: String(pid) };
  };

  it('gets no collections and no organizations beyond its reserve, and stays', async () => {
    const { pid } = await files();
    const acme = await Promise.all(
      ['A', 'B', 'C', 'D', 'E', 'F'].map((one) => sut.organization(`Filler ${one}`)),
    );
    const statuses: number[] = [];
    for (let n = 0; n < 19; n++) {
      const replies = await Promise.all(
        acme.map(({ token }) => sut.call('POST', `/v1/data/c${n}`, { token, body: { n } })),
      );
      statuses.push(...replies.map(({ status }) => status));
      const refused = replies.find(({ status }) => status !== 201);
      if (refused) expect(refusedWith(refused)).toEqual([503, 'service.capacity_reached']);
    }
    expect([...new Set(statuses)].sort()).toEqual([201, 503]);
    const after = await files();
    expect(after.pid).toBe(pid);
    expect(after.open).toBeLessThan(480 * 0.85);
    process.stdout.write(
      `  ${statuses.filter((one) => one === 201).length} collections, ${after.open} of 480 files open\n`,
    );
    const body = { organization_name: 'One More', email: 'a@one-more.example', password: PASSWORD };
    expect((await sut.call('POST', '/org/create', { body })).status).toBe(503);

    // A move gives back what it takes, and finds room in the reserve.
    const update = { token: acme[0].token, body: { organization_name: 'Filled A' } };
    const moved = await sut.call('PUT', '/org/update', update);
    expect([moved.status, moved.text]).toEqual([200, expect.any(String)]);
    const insert = { token: acme[5].token, body: { n: 1 } };
    expect((await sut.call('POST', '/v1/data/data', insert)).status).toBe(201);
    expect((await files()).pid).toBe(pid);
  });

  it('is counted by what exists, not by what is open at the moment', async () => {
    const room = await sut.app.get(ServerRoomRepository, { strict: false }).read();
    const { catalogStats, indexStats } = await sut.client.db('admin').command({ serverStatus: 1 });
    expect(room.files!.total).toBe(480);
    expect(room.files!.used).toBeGreaterThan(Number(catalogStats.collections) + Number(indexStats.count));
  });
});

const refusedWith = ({ status, body }: Reply) => [status, body['code']];

async function tokenOf(sut: TestApp, { email, password }: { email: string; password: string }) {
  const reply = await sut.call<{ data: { access_token: string } }>('POST', '/admin/login', {
    body: { email, password },
  });
  return reply.body.data.access_token;
}

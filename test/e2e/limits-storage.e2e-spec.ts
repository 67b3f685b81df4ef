import { startTestApp, type Reply, type TestApp } from '../support/app.js';
import { problem } from '../support/data.js';
import { until } from '../support/until.js';

const PRO = '0b9c4c5e-8f3b-4f6e-9a51-6d0d5c1f0a02';
const DATA = '/v1/data/data';
const BIG = 'x'.repeat(50_000);

type Organization = Awaited<ReturnType<TestApp['organization']>>;

describe('what a plan allows of collections and storage', () => {
  let sut: TestApp;
  beforeAll(async () => {
    sut = await startTestApp();
  });
  afterAll(() => sut?.stop());

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

  it('and a larger plan lets a full database go on at once', async () => {
    const org = await sut.organization('Grown House');
    await allow({ storage: 1000 });
    await onPro(org);
    await answers(403, () => send('POST', DATA, org, { small: 1 }));
    await allow({ storage: null });
    await answers(201, () => send('POST', DATA, org, { small: 1 }));
  });
});

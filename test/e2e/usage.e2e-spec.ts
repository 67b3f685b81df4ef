import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BSON, type Document } from 'mongodb';
import { UsagePeriodsService } from '../../src/modules/usage/usage-periods.service.js';
import { UsageService } from '../../src/modules/usage/usage.service.js';
import { InstanceService } from '../../src/modules/registry/instance.service.js';
import type { TestApp } from '../support/app.js';
import { TestClock } from '../support/clock.js';
import { heard } from '../support/feed.js';
import { startWithOperator } from '../support/operator.js';
import { until } from '../support/smtp.js';
import { compileService, runService, type ServiceRun } from '../support/service.js';

const HOUR_MS = 3_600_000;
const SECRET_KEY = 'only this test signs with this, and it is long';
const ID = 'one';

interface Sums {
  requests: number;
  documents: number;
  bytes: number;
}
interface Usage extends Sums {
  id: number;
  organization_id: string;
  hour: string;
  active_members: number;
  seats: number;
  storage: number;
  late: Sums | null;
}
interface Page {
  items: Usage[];
  open: (Sums & { active_members: number })[];
  closed_before: string;
  next_cursor: string | null;
}
type Organization = Awaited<ReturnType<TestApp['organization']>>;

const sumOf = (some: readonly Sums[]): Sums =>
  some.reduce(
    (sum, { requests, documents, bytes }) => ({
      requests: sum.requests + requests,
      documents: sum.documents + documents,
      bytes: sum.bytes + bytes,
    }),
    { requests: 0, documents: 0, bytes: 0 },
  );

describe('usage', () => {
  const clock = TestClock.flowing();
  let sut: TestApp;
  let twin: TestApp;
  let operator: string;
  let acme: Organization;
  let globex: Organization;
  let dataDir: string;

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'rowhouse-usage-'));
    const started = await startWithOperator({ SECRET_KEY, DATA_DIR: dataDir }, clock);
    sut = started.sut;
    operator = started.operator.token;
    twin = await sut.twin();
    acme = await sut.organization('Acme Usage');
    globex = await sut.organization('Globex Usage');
    await heard(sut, twin);
  });
  afterAll(async () => {
    await twin?.stop();
    await sut?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const of = <T>(app: TestApp, type: new (...args: never[]) => T): T => app.app.get(type, { strict: false });
  const tell = () => Promise.all([sut, twin].map((app) => of(app, UsageService).tell()));
  /** What is counted of an organization, in records and since. A look is a request that counts with the next one. */
  const counted = async (org: Organization): Promise<Sums> => {
    await tell();
    const { body } = await sut.call<Page>('GET', '/v1/usage?limit=1000', { token: org.token });
    return sumOf([...body.items, ...body.open]);
  };
  const closeHour = async () => {
    await tell();
    clock.sleepMachine(HOUR_MS + 120_000); // timers stand still: an hour of their turns is not waited for
    await clock.advance(1000);
    await until(() => [sut, twin].every((app) => of(app, InstanceService).alive), 20_000, 'both leases');
    await Promise.all([sut, twin].map((app) => of(app, UsagePeriodsService).closeIfDue()));
  };
  const stored = async (org: Organization, collection = 'data'): Promise<Document[]> =>
    sut.client.db(org.database).collection(collection).find().toArray();
  const bytesOf = (documents: Document[]) =>
    documents.reduce((sum, document) => sum + BSON.calculateObjectSize(document), 0);

  it('counts what was stored and answered, on two instances, to the last byte', async () => {
    for (const org of [acme, globex]) {
      const before = await counted(org);
      const oracle = { requests: 1, documents: 0, bytes: 0 }; // the look
      const call = async (app: TestApp, method: string, path: string, body?: unknown, type?: string) => {
        const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
        const answer = await app.call<{ _id: string }>(method, `/v1/data/${path}`, {
          token: org.token,
          body,
          headers,
        });
        if (answer.status < 500 && answer.status !== 429) oracle.requests++;
        return answer;
      };
      /** Writes, and adds what is there of these documents afterwards. */
      const write = async (
        app: TestApp,
        ids: unknown[],
        ...request: Parameters<typeof call> extends [unknown, ...infer R] ? R : never
      ) => {
        const answer = await call(app, ...request);
        expect(answer.status).toBeLessThan(300);
        const all = await stored(org, request[1].split('/')[0]);
        const made = all.filter(({ _id }) => ids.length === 0 || ids.includes(String(_id)));
        oracle.documents += made.length;
        oracle.bytes += bytesOf(made);
      };
      await write(sut, [], 'POST', 'data', { text: 'é'.repeat(100), nested: { a: [1, 2.5, null] } });
      await write(twin, [ID], 'POST', 'data', { _id: ID, n: 1 });
      await write(sut, [ID], 'PUT', `data/${ID}`, { n: 1, more: 'x'.repeat(500) });
      await write(twin, [ID], 'PATCH', `data/${ID}`, { n: 2, more: null }, 'application/merge-patch+json');
      await write(sut, ['a', 'b', 'c'], 'POST', 'data', [{ _id: 'a' }, { _id: 'b', x: 1 }, { _id: 'c' }]);
      await write(
        twin,
        [],
        'POST',
        'lines/import',
        '{"_id":"k","v":1}\n{"v":2}\nno json\n{"_id":"k"}\n',
        'application/x-ndjson',
      );
      // What is refused, or removes, stores nothing.
      await call(sut, 'POST', 'data', { _id: 'a' });
      await call(twin, 'POST', 'data', [{ _id: 'd' }, { _id: 'a' }]);
      await call(sut, 'GET', 'data/a');
      await call(twin, 'DELETE', 'data/a');
      const now = await counted(org);
      expect({
        requests: now.requests - before.requests,
        documents: now.documents - before.documents,
        bytes: now.bytes - before.bytes,
      }).toEqual(oracle);
    }
  });

  it('closes an hour once for all instances: a record of each organization, with the same sums', async () => {
    const before = await counted(acme);
    await closeHour();
    const { body } = await sut.call<Page>('GET', '/v1/platform/usage', { token: operator });
    expect(body.items.map(({ organization_id }) => organization_id).sort()).toEqual(
      [acme.id, globex.id].sort(),
    );
    const [record] = body.items.filter(({ organization_id }) => organization_id === acme.id);
    expect(sumOf([record])).toEqual({ ...before, requests: before.requests + 1 });
    expect(record).toMatchObject({ active_members: 1, seats: 1, late: null });
    expect(record.storage).toBeGreaterThan(record.bytes / 2);
    expect(body.items.map(({ id }) => id)).toEqual([1, 2]);
    expect(Date.parse(body.closed_before)).toBe(Date.parse(record.hour) + HOUR_MS);
  });

  it('puts what is told of a closed hour into the next record, and changes none', async () => {
    const closed = await sut.call<Page>('GET', '/v1/platform/usage', { token: operator });
    const hour = Date.parse(closed.body.items[0].hour) / HOUR_MS;
    const late = { requests: 3, documents: 2, bytes: 100 };
    // An instance that was frozen meanwhile, and one that tells twice.
    const row = { _id: `${acme.id}:${hour}:frozen`, org_id: acme.id, hour, ...late, open: true };
    await sut.master.collection<{ _id: string }>('usage_counts').insertOne(row);
    const own = sumOf((await sut.call<Page>('GET', '/v1/usage', { token: acme.token })).body.open);
    await closeHour();
    const { body } = await sut.call<Page>('GET', '/v1/platform/usage', { token: operator });
    expect(body.items.slice(0, 2)).toEqual(closed.body.items);
    const record = body.items.at(-1)!;
    expect(record).toMatchObject({ organization_id: acme.id, late });
    expect(record.documents).toBe(own.documents);
    expect(record.requests).toBe(own.requests + 1);
    await closeHour();
    const after = await sut.call<Page>('GET', '/v1/platform/usage', { token: operator });
    expect(after.body.items.slice(0, body.items.length)).toEqual(body.items);
  });

  it('is read in pages, and as CSV', async () => {
    const all = await sut.call<Page>('GET', '/v1/platform/usage', { token: operator });
    const ids: number[] = [];
    for (let cursor: string | null = '0'; cursor !== null;) {
      const page: { body: Page } = await sut.call<Page>(
        'GET',
        `/v1/platform/usage?limit=1&cursor=${cursor}`,
        { token: operator },
      );
      ids.push(...page.body.items.map(({ id }) => id));
      cursor = page.body.next_cursor;
    }
    expect(ids).toEqual(all.body.items.map(({ id }) => id));
    const csv = await sut.call('GET', `/v1/platform/usage?organization_id=${acme.id}&limit=1`, {
      token: operator,
      headers: { accept: 'text/csv' },
    });
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    const [head, line, end] = csv.text.split('\r\n');
    const first = all.body.items.find(({ organization_id }) => organization_id === acme.id)!;
    const expected = head
      .split(',')
      .map((name) => String((first as unknown as Record<string, string | number | null>)[name] ?? ''));
    expect([line.split(','), end]).toEqual([expected, '']);
    expect(csv.headers.get('x-next-cursor')).toBe(String(first.id));
    const own = await sut.call('GET', '/v1/usage?format=csv', { token: globex.token });
    expect(own.text).not.toContain(acme.id);
    const days = await sut.call<Page>('GET', '/v1/usage?to=2020-01-01', { token: acme.token });
    expect(days.body.items).toEqual([]);
  });

  it.each([
    'cursor=x',
    'limit=1001',
    'limit=0',
    'format=xml',
    'from=yesterday',
    'organization_id=1',
    'what=1',
  ])('refuses %s', async (query) => {
    const answer = await sut.call('GET', `/v1/platform/usage?${query}`, { token: operator });
    expect(answer.status).toBe(400);
  });

  it('is for who may see it', async () => {
    const answers = await Promise.all([
      sut.call('GET', '/v1/platform/usage', { token: acme.token }),
      sut.call('GET', '/v1/usage'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([403, 401]);
  });

  describe('after kill -9', () => {
    let run: ServiceRun | undefined;
    afterAll(() => run?.cleanUp());

    it('has every document that was answered for, told by whoever finds the journal', async () => {
      const before = await counted(acme);
      const there = (await stored(acme, 'data')).length;
      const service = await compileService();
      const settings = { MONGODB_URL: sut.mongoUri, SECRET_KEY, DATA_DIR: dataDir };
      run = await runService(service, settings);
      const url = (await run.prints(/API +(http:\S+)/, 60_000))[1];
      let answered = 0;
      const client = async () => {
        for (;;) {
          const sent = fetch(`${url}/v1/data/data`, {
            method: 'POST',
            headers: { authorization: `Bearer ${acme.token}`, 'content-type': 'application/json' },
            body: '{"of":"a client"}',
          });
          const answer = await sent.catch(() => undefined);
          if (answer === undefined) return;
          if (answer.status === 201) answered++;
          if (answered === 300) run!.child.kill('SIGKILL');
          await answer.text().catch(() => undefined);
        }
      };
      await Promise.all(Array.from({ length: 16 }, client));
      const usage = of(sut, UsageService);
      // The lease of a process that was killed runs for six seconds; this test does not wait for it.
      const live = await sut.master.collection<{ _id: string; pid: number }>('instances').find().toArray();
      const dead = live.find(({ pid }) => pid === run!.child.pid)!;
      await usage.recover();
      expect(readdirSync(join(dataDir, 'usage', 'master_db')).some((name) => name.startsWith(dead._id))).toBe(
        true,
      );
      await sut.master.collection<{ _id: string }>('instances').deleteOne({ _id: dead._id });
      await usage.recover();
      await usage.recover();
      expect(readdirSync(join(dataDir, 'usage', 'master_db')).some((name) => name.startsWith(dead._id))).toBe(
        false,
      );
      const after = await counted(acme);
      const made = (await stored(acme, 'data')).length - there;
      const documents = after.documents - before.documents;
      expect(answered).toBeGreaterThanOrEqual(300);
      // What was stored and never answered for may be missing: the caller was not told either.
      expect(documents).toBeGreaterThanOrEqual(answered);
      expect(documents).toBeLessThanOrEqual(made);
      const each = BSON.calculateObjectSize(
        (await stored(acme)).find(({ of: owner }) => owner === 'a client')!,
      );
      expect(after.bytes - before.bytes).toBe(documents * each);
      // The requests of the last turns of the event loop may be missing, and the look is one more.
      expect(after.requests - before.requests).toBeGreaterThan(answered - 32);
    });
  });
});

import {
  TenancyClosedError,
  TenantDrainTimeoutError,
  TenantFencedError,
  TenantFenceLiftedError,
} from '@rowhouse/tenancy';
import { deferred, sleep, startBench, stateOf, type Bench } from './support.js';
import { stretched } from '../../support/stretched.js';

describe('fences', () => {
  let bench: Bench;
  let database: string;
  const resolve = jest.fn(() => ({ database }));
  beforeAll(async () => (bench = await startBench()));
  beforeEach(() => {
    database = 'org_old';
    resolve.mockClear();
  });
  afterEach(() => bench.afterEach());
  afterAll(() => bench.stop());

  it('lets writers in flight finish, holds new ones, and sends them to the new database', async () => {
    const sut = bench.make({ resolve });
    const work = deferred();
    const inFlight = sut.run('acme', async (db) => {
      await work.promise;
      await db.collection('log').insertOne({ in: 'flight' });
      return db.name;
    });
    await sleep(5);
    const fenced = sut.fence('acme');
    const later = sut.run('acme', async (db) => {
      await db.collection('log').insertOne({ after: 'lift' });
      return db.name;
    });
    expect(await stateOf(fenced)).toBe('pending');
    expect(sut.stats()).toMatchObject({ fenced: 1, waiting: 1, leased: 1 });
    work.resolve();
    await expect(inFlight).resolves.toBe('org_old');
    await fenced;
    expect(await stateOf(later)).toBe('pending');
    database = 'org_new';
    sut.lift('acme');
    await expect(later).resolves.toBe('org_new');
    expect(await sut.open('org_old').collection('log').countDocuments({ after: 'lift' })).toBe(0);
    expect(sut.stats()).toMatchObject({ open: 1, fenced: 0, waiting: 0, leased: 0 });
  });

  it('loses no write and lets none in between fence and lift', async () => {
    const sut = bench.make({ resolve });
    let moving = false;
    let during = 0;
    const write = (n: number) =>
      sut.run('acme', async (db) => {
        if (moving) during++;
        await db.collection('w').insertOne({ n });
        if (moving) during++;
      });
    const writes: Promise<void>[] = [];
    const feed = (async () => {
      for (let n = 0; n < 200; n++) {
        writes.push(write(n));
        if (n % 10 === 0) await sleep(1);
      }
    })();
    await sleep(8);
    await sut.fence('acme');
    moving = true;
    await sleep(20);
    moving = false;
    database = 'org_next';
    sut.lift('acme');
    await feed;
    await Promise.all(writes);
    const count = (name: string) => sut.open(name).collection('w').countDocuments({});
    expect((await count('org_old')) + (await count('org_next'))).toBe(200);
    expect(during).toBe(0);
  });

  it('lets readers pass a write fence, also when they open the tenant', async () => {
    const sut = bench.make({ resolve });
    await sut.fence('acme');
    await expect(sut.run('acme', (db) => db.name, { mode: 'read' })).resolves.toBe('org_old');
    expect(await stateOf(sut.acquire('acme').catch(() => undefined))).toBe('pending');
    sut.lift('acme');
  });

  it('a write fence does not wait for readers, and a reader keeps the old database over the lift', async () => {
    const sut = bench.make({ resolve });
    const reader = await sut.acquire('acme', 'read');
    await sut.fence('acme');
    database = 'org_new';
    sut.lift('acme');
    await expect(sut.run('acme', (db) => db.name)).resolves.toBe('org_new');
    await reader.db.collection('log').findOne({});
    reader.release();
    expect(sut.stats().open).toBe(1);
  });

  it("an 'all' fence stops both and waits for both", async () => {
    const sut = bench.make({ resolve });
    const reader = await sut.acquire('acme', 'read');
    const fenced = sut.fence('acme', { mode: 'all' });
    const stopped = [sut.acquire('acme', 'read'), sut.acquire('acme', 'write')];
    expect(await stateOf(Promise.race([fenced, ...stopped]))).toBe('pending');
    reader.release();
    await fenced;
    expect(await stateOf(Promise.race(stopped))).toBe('pending');
    sut.lift('acme');
    for (const lease of await Promise.all(stopped)) lease.release();
  });

  it('holds one tenant only', async () => {
    const sut = bench.make({ resolve: (key) => ({ database: `org_${key}` }) });
    await sut.fence('acme', { mode: 'all' });
    await expect(sut.run('other', (db) => db.name)).resolves.toBe('org_other');
    expect([sut.isFenced('acme'), sut.isFenced('other')]).toEqual([true, false]);
  });

  it('gives up draining with a code, and the fence stands until its owner lifts it', async () => {
    const sut = bench.make({ resolve, fenceWaitMs: 40 });
    const writer = await sut.acquire('acme');
    await expect(sut.fence('acme', { drainMs: 30 })).rejects.toBeInstanceOf(TenantDrainTimeoutError);
    expect(sut.isFenced('acme')).toBe(true);
    await expect(sut.acquire('acme')).rejects.toBeInstanceOf(TenantFencedError);
    writer.release();
    await sut.fence('acme', { drainMs: 30 });
    sut.lift('acme');
    await expect(sut.run('acme', (db) => db.name)).resolves.toBe('org_old');
  });

  it('makes a writer wait two seconds at most by default', async () => {
    const sut = bench.make({ resolve });
    await sut.fence('acme');
    const start = performance.now();
    await expect(sut.acquire('acme')).rejects.toBeInstanceOf(TenantFencedError);
    expect(performance.now() - start).toBeGreaterThan(1950);
    expect(performance.now() - start).toBeLessThan(stretched(5000));
  });

  it('counts the wait over several fences in a row', async () => {
    const sut = bench.make({ resolve, fenceWaitMs: 100 });
    await sut.fence('acme');
    const start = performance.now();
    const refused = sut.acquire('acme').catch((error: unknown) => [error, performance.now() - start]);
    for (let i = 0; i < 12; i++) {
      await sleep(30);
      sut.lift('acme');
      await sut.fence('acme');
    }
    const fencedMs = performance.now() - start;
    expect(await refused).toEqual([expect.any(TenantFencedError), expect.any(Number)]);
    const [, waited] = (await refused) as [unknown, number];
    expect(waited).toBeLessThan(fencedMs);
  });

  it('stops an acquire that was asking the registry when the fence went up', async () => {
    const answer = deferred<{ database: string }>();
    const slow = jest.fn().mockReturnValueOnce(answer.promise).mockReturnValue({ database: 'org_new' });
    const sut = bench.make({ resolve: slow });
    const writer = sut.run('acme', (db) => db.name);
    await sleep(5);
    await sut.fence('acme');
    answer.resolve({ database: 'org_old' });
    expect(await stateOf(writer)).toBe('pending');
    sut.lift('acme');
    await expect(writer).resolves.toBe('org_new');
  });

  it('stops an acquire that was waiting for a free handle when the fence went up', async () => {
    const sut = bench.make({
      maxOpen: 1,
      resolve: (key) => ({ database: key === 'acme' ? database : 'org_b' }),
    });
    const other = await sut.acquire('b');
    const writer = sut.run('acme', (db) => db.name);
    await sleep(5);
    await sut.fence('acme');
    database = 'org_new';
    other.release();
    expect(await stateOf(writer)).toBe('pending');
    await expect(sut.run('b', (db) => db.name)).resolves.toBe('org_b');
    sut.lift('acme');
    await expect(writer).resolves.toBe('org_new');
  });

  it('tells a fence that was lifted while it drained', async () => {
    const sut = bench.make({ resolve });
    const writer = await sut.acquire('acme');
    const fenced = sut.fence('acme');
    sut.lift('acme');
    await expect(fenced).rejects.toBeInstanceOf(TenantFenceLiftedError);
    writer.release();
  });

  it('a second fence makes the first one stricter, and one lift ends both', async () => {
    const sut = bench.make({ resolve });
    await sut.fence('acme', { mode: 'write' });
    await sut.fence('acme', { mode: 'all' });
    const reader = sut.acquire('acme', 'read');
    expect(await stateOf(reader)).toBe('pending');
    sut.lift('acme');
    (await reader).release();
    sut.lift('acme');
    expect(sut.stats().fenced).toBe(0);
  });

  it('close turns away who waits at a fence', async () => {
    const sut = bench.make({ resolve });
    await sut.fence('acme');
    const writer = sut.acquire('acme');
    await sleep(5);
    await Promise.all([expect(writer).rejects.toBeInstanceOf(TenancyClosedError), sut.close()]);
  });
});

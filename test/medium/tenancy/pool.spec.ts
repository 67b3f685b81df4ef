import { Schema } from 'mongoose';
import { TenantHandleClosedError, TenantPoolExhaustedError, TenancyClosedError } from '@rowhouse/tenancy';
import { POOL_SIZE, byName, children, deferred, sleep, startBench, stateOf, type Bench } from './support.js';
import { stretched } from '../../support/stretched.js';

const userSchema = new Schema<{ email: string }>({ email: String });

describe('the pool of tenant handles', () => {
  let bench: Bench;
  beforeAll(async () => (bench = await startBench()));
  afterEach(() => bench.afterEach());
  afterAll(() => bench.stop());

  it('starts with nothing open', () => {
    const sut = bench.make();
    expect(sut.stats()).toMatchObject({ open: 0, known: 0, leased: 0, waiting: 0, fenced: 0 });
  });

  it('opens at most 1000 handles when nothing is said', async () => {
    const sut = bench.make();
    for (let i = 0; i < 1001; i++) await sut.run(`d${i}`, () => undefined);
    expect(sut.stats()).toMatchObject({ open: 1000, evictions: 1 });
  });

  it('shares one resolve and one handle among concurrent first requests', async () => {
    const resolve = jest.fn(async (key: string) => {
      await sleep(20);
      return byName(key);
    });
    const opened = jest.fn();
    const sut = bench.make({ resolve });
    sut.events.on('open', opened);
    const leases = await Promise.all(Array.from({ length: 50 }, () => sut.acquire('flight')));
    expect(resolve).toHaveBeenCalledTimes(1);
    expect(opened).toHaveBeenCalledTimes(1);
    expect(new Set(leases.map((lease) => lease.db)).size).toBe(1);
    expect(sut.stats()).toMatchObject({ open: 1, leased: 50, resolves: 1 });
    leases.forEach((lease) => lease.release());
    expect(sut.stats().leased).toBe(0);
  });

  it('asks the registry once for a tenant that stays open', async () => {
    const resolve = jest.fn(byName);
    const sut = bench.make({ resolve });
    for (let i = 0; i < 5; i++) await sut.run('known', () => undefined);
    expect(resolve).toHaveBeenCalledTimes(1);
    expect(sut.stats()).toMatchObject({ hits: 4, misses: 1 });
  });

  it('evicts the tenant that was used longest ago', async () => {
    const sut = bench.make({ maxOpen: 2 });
    const evicted: string[] = [];
    sut.events.on('evict', ({ key }) => evicted.push(key));
    for (const key of ['a', 'b', 'a', 'c']) await sut.run(key, () => undefined);
    expect(evicted).toEqual(['b']);
    expect(sut.stats()).toMatchObject({ open: 2, evictions: 1 });
  });

  it('never evicts a leased tenant: with maxOpen 1 the second one waits, then fails with a code', async () => {
    const sut = bench.make({ maxOpen: 1, acquireTimeoutMs: 60 });
    const lease = await sut.acquire('first');
    await expect(sut.acquire('second')).rejects.toBeInstanceOf(TenantPoolExhaustedError);
    await lease.db.collection('things').insertOne({ still: 'works' });
    lease.release();
    await expect(sut.run('second', (db) => db.name)).resolves.toBe('org_second');
    expect(sut.stats()).toMatchObject({ open: 1, waiting: 0, leased: 0 });
  });

  it('does not evict a tenant that was idle and is leased again', async () => {
    const sut = bench.make({ maxOpen: 1, acquireTimeoutMs: 60 });
    await sut.run('first', () => undefined);
    const lease = await sut.acquire('first');
    await expect(sut.acquire('second')).rejects.toBeInstanceOf(TenantPoolExhaustedError);
    await lease.db.collection('things').insertOne({ still: 'works' });
    lease.release();
  });

  it('gives the slot of an invalidated tenant to the one that waits', async () => {
    const sut = bench.make({ maxOpen: 1, acquireTimeoutMs: 300 });
    const lease = await sut.acquire('a');
    const next = sut.run('b', (db) => db.name);
    await sleep(5);
    sut.invalidate('a');
    lease.release();
    await expect(next).resolves.toBe('org_b');
  });

  it('asks again for a tenant that was invalidated while it waited for a slot', async () => {
    let database = 'org_old';
    const sut = bench.make({ maxOpen: 1, resolve: (key) => (key === 'b' ? { database } : byName(key)) });
    const lease = await sut.acquire('a');
    const next = sut.run('b', (db) => db.name);
    await sleep(5);
    database = 'org_new';
    sut.invalidate('b');
    lease.release();
    await expect(next).resolves.toBe('org_new');
  });

  it('passes on the slot of a tenant that was deleted while it waited', async () => {
    let deleted = false;
    const resolve = (key: string) => (key === 'b' && deleted ? null : byName(key));
    const sut = bench.make({ maxOpen: 1, acquireTimeoutMs: 300, resolve });
    const lease = await sut.acquire('a');
    const gone = expect(sut.acquire('b')).rejects.toMatchObject({ code: 'tenant.unknown' });
    const next = sut.run('c', (db) => db.name);
    await sleep(5);
    deleted = true;
    sut.invalidate('b');
    lease.release();
    await gone;
    await expect(next).resolves.toBe('org_c');
  });

  it('serves two different waiting tenants in turn with maxOpen 1', async () => {
    const sut = bench.make({ maxOpen: 1 });
    const lease = await sut.acquire('a');
    const order: string[] = [];
    const visit = (key: string) =>
      sut.run(key, async (db) => {
        order.push(`${db.name} in`);
        await db.collection('things').findOne({});
        order.push(`${db.name} out`);
        expect(sut.stats().open).toBe(1);
      });
    const both = Promise.all([visit('b'), visit('c')]);
    await sleep(20);
    expect(sut.stats()).toMatchObject({ open: 1, waiting: 2 });
    lease.release();
    await both;
    expect(order).toEqual(['org_b in', 'org_b out', 'org_c in', 'org_c out']);
  });

  it('stays within maxOpen and loses nobody under a crowd', async () => {
    const sut = bench.make({ maxOpen: 3, acquireTimeoutMs: 20_000 });
    const running = new Set<string>();
    let most = 0;
    const visits = Array.from({ length: 300 }, (_, i) =>
      sut.run(`crowd${i % 11}`, async (db) => {
        running.add(db.name);
        most = Math.max(most, sut.stats().open);
        await sleep(i % 3);
        expect(db.db.databaseName).toBe(db.name);
      }),
    );
    await Promise.all(visits);
    expect(most).toBe(3);
    expect(running.size).toBe(11);
    expect(sut.stats()).toMatchObject({ open: 3, leased: 0, waiting: 0 });
  });

  it('really frees what 2,000 tenants with models opened', async () => {
    const sut = bench.make({ maxOpen: 20 });
    await bench.connection.db?.admin().ping();
    const before = children(bench.connection);
    const listeners = bench.connection.getClient().listenerCount('serverDescriptionChanged');
    for (let i = 0; i < 2000; i++) {
      await sut.run(`leak${i}`, (db) => void db.model('User', userSchema));
      if (i % 100 === 0) expect(children(bench.connection).other).toBeLessThanOrEqual(before.other + 20);
    }
    await sut.close();
    expect(children(bench.connection)).toEqual(before);
    expect(bench.connection.getClient().listenerCount('serverDescriptionChanged')).toBe(listeners);
    expect(sut.stats()).toMatchObject({ open: 0, known: 0, evictions: 1980, retirements: 20 });
  });

  it('uses one pool of sockets for all tenants', async () => {
    const client = bench.connection.getClient();
    let open = 0;
    let most = 0;
    client.on('connectionCreated', () => (most = Math.max(most, ++open)));
    client.on('connectionClosed', () => open--);
    const sut = bench.make();
    await Promise.all(
      Array.from({ length: 300 }, (_, i) => sut.run(`s${i}`, (db) => db.collection('x').findOne({}))),
    );
    expect(most).toBeLessThanOrEqual(POOL_SIZE);
    client.removeAllListeners('connectionCreated').removeAllListeners('connectionClosed');
  });

  it('leaves the base connection and the other tenants working after an eviction', async () => {
    const sut = bench.make({ maxOpen: 2 });
    const stays = await sut.acquire('stays');
    const model = stays.db.model('User', userSchema);
    await sut.run('goes', (db) => db.model('User', userSchema).create({ email: 'a@b' }));
    await sut.run('comes', (db) => db.model('User', userSchema).create({ email: 'a@b' }));
    expect(sut.stats().evictions).toBe(1);
    await model.create({ email: 'still@here' });
    expect(bench.connection.readyState).toBe(1);
    await bench.connection.collection('rows').insertOne({});
    await expect(sut.run('goes', (db) => db.model('User', userSchema).countDocuments({}))).resolves.toBe(1);
    stays.release();
  });

  it('makes no mongoose child for driver-only use', async () => {
    const sut = bench.make();
    const before = children(bench.connection);
    const useDb = jest.spyOn(bench.connection, 'useDb');
    await sut.run('driver', (db) => db.collection('things').insertOne({ a: 1 }));
    expect(useDb).not.toHaveBeenCalled();
    expect(children(bench.connection)).toEqual(before);
    useDb.mockRestore();
  });

  it('two keys of one database share its child, and the last one frees it', async () => {
    const sut = bench.make({ resolve: () => ({ database: 'org_shared' }) });
    const before = children(bench.connection).other;
    const one = await sut.acquire('one');
    const two = await sut.acquire('two');
    expect(one.db.model('User', userSchema)).toBe(two.db.model('User', userSchema));
    expect([one.db.key, two.db.key]).toEqual(['one', 'two']);
    one.release();
    await sut.dispose('one');
    await two.db.model('User', userSchema).countDocuments({});
    two.release();
    await sut.dispose('two');
    expect(children(bench.connection).other).toBe(before);
  });

  it('releases when the work throws, at once or later, and passes the error on', async () => {
    const sut = bench.make();
    const boom = new Error('boom');
    await expect(sut.run('t', () => Promise.reject(boom))).rejects.toBe(boom);
    await expect(
      sut.run('t', () => {
        throw boom;
      }),
    ).rejects.toBe(boom);
    expect(sut.stats().leased).toBe(0);
  });

  it('releases a lease once, by hand or by Symbol.dispose', async () => {
    const sut = bench.make();
    const other = await sut.acquire('twice');
    const lease = await sut.acquire('twice');
    lease.release();
    lease.release();
    lease[Symbol.dispose]();
    expect(sut.stats().leased).toBe(1);
    other[Symbol.dispose]();
    expect(sut.stats().leased).toBe(0);
  });

  it('refuses a TenantDb that was kept after its handle was closed', async () => {
    const sut = bench.make();
    const kept = await sut.run('kept', (db) => db);
    await sut.dispose('kept');
    expect(() => kept.collection('x')).toThrow(TenantHandleClosedError);
    expect(() => kept.db).toThrow(TenantHandleClosedError);
    expect(() => kept.model('User', userSchema)).toThrow(TenantHandleClosedError);
  });

  it('dispose waits for the leases, keeps new ones out meanwhile, and leaves no fence', async () => {
    const resolve = jest.fn(byName);
    const sut = bench.make({ resolve });
    const lease = await sut.acquire('d', 'read');
    const disposed = sut.dispose('d');
    const next = sut.acquire('d', 'read');
    expect(await stateOf(Promise.race([disposed, next]))).toBe('pending');
    lease.release();
    await disposed;
    (await next).release();
    expect(resolve).toHaveBeenCalledTimes(2);
    expect(sut.isFenced('d')).toBe(false);
  });

  it('a dispose does not lift the fence of another holder', async () => {
    const sut = bench.make();
    const lease = await sut.acquire('d', 'read');
    const disposed = sut.dispose('d');
    await sut.fence('d');
    lease.release();
    await disposed;
    expect(sut.isFenced('d')).toBe(true);
    sut.lift('d');
  });

  it('close lets leases end, refuses new ones and the waiting ones, and leaves the base open', async () => {
    const sut = bench.make({ maxOpen: 1 });
    const work = deferred();
    const running = sut.run('a', async (db) => {
      await work.promise;
      await db.collection('x').insertOne({});
    });
    await sleep(5);
    const waiting = sut.acquire('b');
    await sleep(5);
    const closed = sut.close();
    expect(await stateOf(waiting)).toBe('rejected');
    await expect(waiting).rejects.toBeInstanceOf(TenancyClosedError);
    await expect(sut.acquire('a')).rejects.toBeInstanceOf(TenancyClosedError);
    expect(() => sut.open('org_a')).toThrow(TenancyClosedError);
    expect(await stateOf(closed)).toBe('pending');
    work.resolve();
    await running;
    await closed;
    expect(sut.stats()).toMatchObject({ open: 0, leased: 0 });
    expect(bench.connection.readyState).toBe(1);
  });

  it('close says so when a lease never ends', async () => {
    const sut = bench.make();
    const lease = await sut.acquire('a');
    await expect(sut.close(30)).rejects.toMatchObject({ code: 'tenant.drain_timeout', active: 1 });
    lease.release();
    expect(sut.stats().open).toBe(0);
  });

  it('a listener that throws does not break the lease', async () => {
    const sut = bench.make();
    const uncaught = jest.fn();
    const microtask = jest.spyOn(globalThis, 'queueMicrotask').mockImplementation(uncaught);
    sut.events.once('open', () => {
      throw new Error('listener');
    });
    await expect(sut.run('a', (db) => db.name)).resolves.toBe('org_a');
    await sut.run('b', () => undefined);
    microtask.mockRestore();
    expect(uncaught).toHaveBeenCalledTimes(1);
  });

  describe('with maxLeases', () => {
    it('lets the others of a tenant wait in order of arrival, and no other tenant', async () => {
      const sut = bench.make({ maxLeases: 2 });
      const held = await Promise.all([sut.acquire('a'), sut.acquire('a', 'read')]);
      const order: number[] = [];
      const later = [1, 2, 3].map((n) => sut.run('a', () => void order.push(n)));
      expect(await sut.run('b', (db) => db.name)).toBe('org_b');
      expect([await stateOf(later[0]), sut.stats()]).toMatchObject(['pending', { leased: 2, waiting: 3 }]);
      held[0].release();
      await Promise.all(later);
      expect(order).toEqual([1, 2, 3]);
      held[1].release();
      expect(sut.stats()).toMatchObject({ leased: 0, waiting: 0 });
    });

    it('refuses after leaseWaitMs, and at once when the line moves too slowly', async () => {
      const sut = bench.make({ maxLeases: 1, leaseWaitMs: 120 });
      const slow = () => sut.run('a', () => sleep(100));
      const first = slow();
      const crowd = Array.from({ length: 9 }, () => stateOfRun(slow()));
      await first;
      await sleep(110);
      // One in 100 ms was served: the second in line would wait for 200.
      const since = performance.now();
      const late = await Promise.all([slow(), slow(), slow(), slow()].map(stateOfRun));
      expect(late).toContain('tenant.busy');
      expect(performance.now() - since).toBeLessThan(stretched(2000));
      const states = await Promise.all(crowd);
      expect(new Set(states)).toEqual(new Set(['done', 'tenant.busy']));
      expect(await stateOfRun(slow())).toBe('done');
      expect(sut.stats()).toMatchObject({ leased: 0, waiting: 0 });
    });

    it('gives the slot of a caller that went to the fence to the next one', async () => {
      const sut = bench.make({ maxLeases: 1, fenceWaitMs: 5000, leaseWaitMs: 5000 });
      const held = await sut.acquire('a', 'read');
      const writer = sut.run('a', () => 'written');
      const reader = sut.run('a', () => 'read', { mode: 'read' });
      await sut.fence('a');
      held.release();
      expect(await reader).toBe('read');
      sut.lift('a');
      expect(await writer).toBe('written');
    });

    it('closes with callers in line', async () => {
      const sut = bench.make({ maxLeases: 1 });
      const held = await sut.acquire('a');
      const waiting = stateOfRun(sut.run('a', () => undefined));
      const closing = sut.close();
      expect(await waiting).toBe('tenancy.closed');
      held.release();
      await closing;
    });
  });

  it.each([
    ['maxLeases', 0],
    ['leaseWaitMs', -1],
    ['maxOpen', 0],
    ['maxOpen', 1.5],
    ['negativeTtlMs', -1],
    ['negativeMax', 0],
    ['fenceWaitMs', Number.NaN],
    ['acquireTimeoutMs', Infinity],
  ])('refuses the option %s = %p', (name, value) => {
    expect(() => bench.make({ [name]: value })).toThrow(
      expect.objectContaining({ code: 'tenancy.misconfigured' }),
    );
  });
});

/** How a run has ended: `done`, or the code of its refusal. */
const stateOfRun = (run: Promise<unknown>): Promise<string> =>
  run.then(
    () => 'done',
    (error: { code: string }) => error.code,
  );

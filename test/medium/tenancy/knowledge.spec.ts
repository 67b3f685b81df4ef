import { TenantUnavailableError, UnknownTenantError, type TenantRecord } from '@rowhouse/tenancy';
import { byName, deferred, sleep, startBench, type Bench } from './support.js';

describe('what the factory remembers of the registry', () => {
  let bench: Bench;
  beforeAll(async () => (bench = await startBench()));
  afterEach(() => bench.afterEach());
  afterAll(() => bench.stop());

  it('remembers an unknown key, and asks again when its time is over', async () => {
    const registry = new Map<string, TenantRecord>();
    const resolve = jest.fn((key: string) => registry.get(key) ?? null);
    const sut = bench.make({ resolve, negativeTtlMs: 60 });
    await expect(sut.acquire('late')).rejects.toBeInstanceOf(UnknownTenantError);
    registry.set('late', byName('late'));
    await expect(sut.acquire('late')).rejects.toBeInstanceOf(UnknownTenantError);
    expect(resolve).toHaveBeenCalledTimes(1);
    expect(sut.stats()).toMatchObject({ negativeHits: 1, refusals: 2 });
    await sleep(70);
    await expect(sut.run('late', (db) => db.name)).resolves.toBe('org_late');
  });

  it('remembers it for a second by default', async () => {
    const resolve = jest.fn(() => null);
    const sut = bench.make({ resolve });
    await expect(sut.acquire('x')).rejects.toThrow(UnknownTenantError);
    await sleep(700);
    await expect(sut.acquire('x')).rejects.toThrow(UnknownTenantError);
    expect(resolve).toHaveBeenCalledTimes(1);
    await sleep(350);
    await expect(sut.acquire('x')).rejects.toThrow(UnknownTenantError);
    expect(resolve).toHaveBeenCalledTimes(2);
  });

  it('invalidate forgets an unknown key at once', async () => {
    const registry = new Map<string, TenantRecord>();
    const sut = bench.make({ resolve: (key) => registry.get(key) ?? null, negativeTtlMs: 60_000 });
    await expect(sut.acquire('new')).rejects.toBeInstanceOf(UnknownTenantError);
    registry.set('new', byName('new'));
    sut.invalidate('new');
    await expect(sut.run('new', (db) => db.name)).resolves.toBe('org_new');
  });

  it('bounds the unknown keys it remembers, and keeps no state for them', async () => {
    const resolve = jest.fn(() => null);
    const sut = bench.make({ resolve, negativeMax: 3, negativeTtlMs: 60_000 });
    for (const key of ['a', 'b', 'c', 'd', 'd', 'a']) await sut.acquire(key).catch(() => undefined);
    expect(resolve).toHaveBeenCalledTimes(5);
    expect(sut.stats()).toMatchObject({ open: 0, known: 0, negativeHits: 1 });
  });

  it('negativeTtlMs 0 remembers nothing', async () => {
    const resolve = jest.fn(() => null);
    const sut = bench.make({ resolve, negativeTtlMs: 0 });
    for (let i = 0; i < 3; i++) await sut.acquire('a').catch(() => undefined);
    expect(resolve).toHaveBeenCalledTimes(3);
  });

  it('refuses a tenant that is not available, with its own code', async () => {
    const sut = bench.make({ resolve: (key) => ({ ...byName(key), available: false }) });
    for (let i = 0; i < 2; i++) {
      await expect(sut.acquire('suspended')).rejects.toBeInstanceOf(TenantUnavailableError);
    }
    expect(sut.stats()).toMatchObject({ resolves: 1, negativeHits: 1 });
  });

  it('does not remember a registry that failed', async () => {
    const down = new Error('registry down');
    const resolve = jest.fn().mockRejectedValueOnce(down).mockResolvedValue(byName('up'));
    const sut = bench.make({ resolve });
    const both = await Promise.allSettled([sut.acquire('up'), sut.acquire('up')]);
    expect(both).toEqual([
      { status: 'rejected', reason: down },
      { status: 'rejected', reason: down },
    ]);
    expect(sut.stats().refusals).toBe(0);
    await expect(sut.run('up', (db) => db.name)).resolves.toBe('org_up');
    expect(resolve).toHaveBeenCalledTimes(2);
  });

  it('does not remember a registry that threw', async () => {
    const resolve = jest.fn(byName).mockImplementationOnce(() => {
      throw new Error('sync');
    });
    const sut = bench.make({ resolve });
    await expect(sut.acquire('up')).rejects.toThrow('sync');
    await expect(sut.run('up', (db) => db.name)).resolves.toBe('org_up');
  });

  it('an invalidate during a resolve drops its answer, also for those who wait for it', async () => {
    const first = deferred<TenantRecord>();
    const resolve = jest.fn<Promise<TenantRecord>, [string]>();
    resolve.mockReturnValueOnce(first.promise).mockResolvedValue({ database: 'org_new' });
    const sut = bench.make({ resolve });
    const early = sut.run('moving', (db) => db.name);
    await sleep(5);
    sut.invalidate('moving');
    const later = sut.run('moving', (db) => db.name);
    first.resolve({ database: 'org_old' });
    await expect(Promise.all([early, later])).resolves.toEqual(['org_new', 'org_new']);
    expect(resolve).toHaveBeenCalledTimes(2);
    await expect(sut.run('moving', (db) => db.name)).resolves.toBe('org_new');
  });

  it('an invalidate during a resolve drops a stale "unknown" and a stale failure too', async () => {
    for (const stale of [() => null, () => Promise.reject(new Error('stale'))]) {
      const gate = deferred();
      const resolve = jest.fn<Promise<TenantRecord | null>, [string]>();
      resolve.mockImplementationOnce(() => gate.promise.then(stale)).mockResolvedValue(byName('made'));
      const sut = bench.make({ resolve, negativeTtlMs: 60_000, maxOpen: 1 });
      const acquired = sut.run('made', (db) => db.name);
      await sleep(5);
      sut.invalidate('made');
      const later = sut.run('made', (db) => db.name);
      gate.resolve();
      await expect(Promise.all([acquired, later])).resolves.toEqual(['org_made', 'org_made']);
      await sut.run('other', () => undefined);
      await expect(sut.run('made', (db) => db.name)).resolves.toBe('org_made');
    }
  });

  it('a lease that is held while its tenant is invalidated keeps working', async () => {
    let database = 'org_v1';
    const evicted: string[] = [];
    const sut = bench.make({ resolve: () => ({ database }) });
    sut.events.on('evict', (event) => evicted.push(event.database));
    const held = await sut.acquire('acme');
    database = 'org_v2';
    sut.invalidate('acme');
    await held.db.collection('x').insertOne({ a: 1 });
    await expect(sut.run('acme', (db) => db.name)).resolves.toBe('org_v2');
    expect(evicted).toEqual([]);
    held.release();
    expect(evicted).toEqual(['org_v1']);
    expect(sut.stats()).toMatchObject({ open: 1, leased: 0 });
  });

  it('invalidate closes an idle handle at once', async () => {
    const sut = bench.make();
    await sut.run('idle', () => undefined);
    sut.invalidate('idle');
    expect(sut.stats()).toMatchObject({ open: 0, retirements: 1 });
  });

  it('asks each time while the registry is not trusted, and believes it', async () => {
    let trusted = true;
    let record: TenantRecord | null = { database: 'org_v1' };
    const resolve = jest.fn(() => record);
    const sut = bench.make({ resolve, trusted: () => trusted, negativeTtlMs: 0 });
    const name = () => sut.run('acme', (db) => db.name);
    await name();
    await name();
    expect(resolve).toHaveBeenCalledTimes(1);
    trusted = false;
    await expect(name()).resolves.toBe('org_v1');
    await expect(name()).resolves.toBe('org_v1');
    expect(resolve).toHaveBeenCalledTimes(3);
    expect(sut.stats()).toMatchObject({ open: 1, retirements: 0 });
    record = { database: 'org_v2' };
    await expect(name()).resolves.toBe('org_v2');
    record = { database: 'org_v2', available: false };
    await expect(name()).rejects.toBeInstanceOf(TenantUnavailableError);
    record = null;
    await expect(name()).rejects.toBeInstanceOf(UnknownTenantError);
    expect(sut.stats()).toMatchObject({ open: 0, known: 0, leased: 0 });
  });

  it('stops an acquire that was confirming its tenant when a fence went up', async () => {
    const answer = deferred<TenantRecord>();
    const resolve = jest.fn<Promise<TenantRecord>, [string]>().mockResolvedValue(byName('acme'));
    let trusted = true;
    const sut = bench.make({ resolve, trusted: () => trusted });
    await sut.run('acme', () => undefined);
    trusted = false;
    resolve.mockReturnValueOnce(answer.promise);
    const writer = sut.run('acme', (db) => db.name);
    await sleep(5);
    await sut.fence('acme');
    answer.resolve(byName('acme'));
    await sleep(5);
    expect(sut.stats()).toMatchObject({ leased: 0, waiting: 1 });
    sut.lift('acme');
    await expect(writer).resolves.toBe('org_acme');
  });

  it('idle resolves when the last lease on a database that was left is released', async () => {
    let database = 'org_v1';
    const sut = bench.make({ resolve: () => ({ database }) });
    const leases = [await sut.acquire('acme', 'read'), await sut.acquire('acme', 'read')];
    database = 'org_v2';
    sut.invalidate('acme');
    await sut.run('acme', () => undefined);
    await expect(sut.idle('org_v1', 20)).rejects.toMatchObject({ code: 'tenant.drain_timeout' });
    let idle = false;
    const waiting = sut.idle('org_v1').then(() => (idle = true));
    leases[0]?.release();
    await sleep(5);
    expect(idle).toBe(false);
    leases[1]?.release();
    await waiting;
    await sut.idle('org_never_opened');
  });

  it('tells who listens what it decided', async () => {
    const sut = bench.make({ resolve: (key) => (key === 'no' ? null : byName(key)) });
    const heard: unknown[] = [];
    sut.events.on('open', (event) => heard.push(['open', event]));
    sut.events.on('refuse', (event) => heard.push(['refuse', event]));
    sut.events.on('fence', (event) => heard.push(['fence', event]));
    sut.events.on('lift', (event) => heard.push(['lift', event]));
    sut.events.on('invalidate', (event) => heard.push(['invalidate', event]));
    await sut.run('yes', () => undefined);
    await sut.acquire('no').catch(() => undefined);
    await sut.fence('yes', { mode: 'all' });
    sut.lift('yes');
    sut.invalidate('yes');
    expect(heard).toEqual([
      ['open', { key: 'yes', database: 'org_yes' }],
      ['refuse', { key: 'no', code: 'tenant.unknown' }],
      ['fence', { key: 'yes', mode: 'all' }],
      ['lift', { key: 'yes' }],
      ['invalidate', { key: 'yes' }],
    ]);
  });
});

import { TenantTermEndedError } from '@rowhouse/tenancy';
import { deferred, startBench, type Bench } from './support.js';

describe('a process that was given up while it wrote', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench();
  });
  afterEach(() => bench.afterEach());
  afterAll(() => bench?.stop());

  it('does not say that the write succeeded', async () => {
    let term = 1;
    const sut = bench.make({ term: () => term });
    const write = deferred();
    const answer = sut.run('acme', () => write.promise);
    await new Promise(setImmediate);
    term = 2;
    write.resolve();
    await expect(answer).rejects.toThrow(TenantTermEndedError);
    expect(sut.stats().leased).toBe(0);
  });

  it('does not pass on what the database it left refused, nor what it read there', async () => {
    let term = 1;
    const sut = bench.make({ term: () => term });
    for (const mode of ['write', 'read'] as const) {
      const [read, refused] = [deferred(), deferred()];
      const cause = new Error('not found');
      const answers = [read, refused].map(({ promise }) => sut.run('acme', () => promise, { mode }));
      await new Promise(setImmediate);
      term++;
      read.resolve();
      refused.reject(cause);
      const [first, second] = await Promise.allSettled(answers);
      expect(first).toMatchObject({ reason: { code: 'tenant.term_ended' } });
      expect(second).toMatchObject({ reason: { code: 'tenant.term_ended', cause } });
    }
    expect(sut.stats().leased).toBe(0);
  });

  it('refuses writes, not reads, while it does not know its term', async () => {
    const sut = bench.make({ term: () => NaN });
    await expect(sut.run('acme', () => 1)).rejects.toThrow(TenantTermEndedError);
    expect(await sut.run('acme', () => 1, { mode: 'read' })).toBe(1);
  });

  it('says so when the term lasted', async () => {
    const sut = bench.make({ term: () => 1 });
    expect(await sut.run('acme', () => 7)).toBe(7);
  });

  it('asks the registry again for every key after invalidateAll', async () => {
    let generation = 1;
    const sut = bench.make({ resolve: (key) => ({ database: `org_${key}_v${generation}` }) });
    const names = () => Promise.all(['a', 'b'].map((key) => sut.run(key, (db) => db.name)));
    expect(await names()).toEqual(['org_a_v1', 'org_b_v1']);
    generation = 2;
    expect(await names()).toEqual(['org_a_v1', 'org_b_v1']);
    sut.invalidateAll();
    expect(await names()).toEqual(['org_a_v2', 'org_b_v2']);
  });
});

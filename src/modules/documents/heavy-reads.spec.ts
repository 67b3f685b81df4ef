import { Metrics } from '../../common/metrics/metrics.js';
import type { DocumentsRepository } from './documents.repository.js';
import { HeavyReads } from './heavy-reads.js';

interface Read {
  documents: Buffer[];
}
const read = (organizationId: string) => ({ organizationId, collection: 'big', limit: 100 });

describe('HeavyReads', () => {
  it('lets one organization wait for itself, and another not for it', async () => {
    const sut = new HeavyReads({ isHeavy: () => true } as unknown as DocumentsRepository, new Metrics(false));
    const order: string[] = [];
    let running = 0;
    let most = 0;
    const work = (name: string) => async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running--;
      order.push(name);
      return { documents: [] };
    };
    const crowd = Array.from({ length: 40 }, () => sut.run(read('a'), Infinity, work('a')));
    const other = sut.run(read('b'), Infinity, work('b'));
    await Promise.all([...crowd, other]);
    expect(order.indexOf('b')).toBeLessThan(15);
    expect(most).toBeLessThanOrEqual(5);
  });

  it('hands a result over at once, and rests before the next read by the bytes of it', async () => {
    const sut = new HeavyReads({ isHeavy: () => true } as unknown as DocumentsRepository, new Metrics(false));
    const begun: number[] = [];
    const work = () => {
      begun.push(performance.now());
      return Promise.resolve({ documents: [Buffer.alloc(4 * 1024 * 1024)] });
    };
    const all = [0, 1, 2].map(() => sut.run(read('a'), Infinity, work));
    await all[0];
    const handedOver = performance.now();
    await all[2];
    // One runs beside it: the extra slot of an organization that has nothing under way was taken first.
    expect(begun[2] - begun[0]).toBeGreaterThan(50);
    expect(handedOver).toBeLessThan(begun[2]);
  });

  it('goes on when a read fails', async () => {
    const sut = new HeavyReads({ isHeavy: () => true } as unknown as DocumentsRepository, new Metrics(false));
    const fails = () => Promise.reject(new Error('gone'));
    for (let i = 0; i < 5; i++) await expect(sut.run(read('a'), Infinity, fails)).rejects.toThrow('gone');
  });

  it('does not hold up what is not known to be heavy', async () => {
    const sut = new HeavyReads(
      { isHeavy: () => false } as unknown as DocumentsRepository,
      new Metrics(false),
    );
    const never = Array.from({ length: 50 }, () =>
      sut.run(read('a'), Infinity, () => new Promise<Read>(() => undefined)),
    );
    expect(never).toHaveLength(50);
    const done = { documents: [Buffer.alloc(5)] };
    expect(await sut.run(read('a'), 0, () => Promise.resolve(done))).toBe(done);
  });
});

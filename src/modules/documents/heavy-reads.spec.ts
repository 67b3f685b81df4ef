import type { DocumentsRepository } from './documents.repository.js';
import { HeavyReads } from './heavy-reads.js';

interface Read {
  documents: Buffer[];
}
const read = (organizationId: string) => ({ organizationId, collection: 'big', limit: 100 });

describe('HeavyReads', () => {
  it('lets one organization wait for itself, and another not for it', async () => {
    const sut = new HeavyReads({ isHeavy: () => true } as unknown as DocumentsRepository);
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

  it('does not hold up what is not known to be heavy', async () => {
    const sut = new HeavyReads({ isHeavy: () => false } as unknown as DocumentsRepository);
    const never = Array.from({ length: 50 }, () =>
      sut.run(read('a'), Infinity, () => new Promise<Read>(() => undefined)),
    );
    expect(never).toHaveLength(50);
    const done = { documents: [Buffer.alloc(5)] };
    expect(await sut.run(read('a'), 0, () => Promise.resolve(done))).toBe(done);
  });
});

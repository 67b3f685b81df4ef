import { setImmediate as tick } from 'node:timers/promises';
import { KeyedQueue } from './keyed-queue.js';

describe('KeyedQueue', () => {
  it('lets only so many work on a key at once, and all of them in the end', async () => {
    const sut = new KeyedQueue({ atOnce: 2 });
    let busy = 0;
    let most = 0;
    const work = async (i: number) => {
      most = Math.max(most, ++busy);
      await tick();
      busy--;
      if (i % 3 === 0) throw new Error(`of ${i}`);
      return i;
    };
    const all = await Promise.allSettled(Array.from({ length: 9 }, (_, i) => sut.run('key', () => work(i))));
    expect(all.map((one) => (one.status === 'fulfilled' ? one.value : null))).toEqual([
      null,
      1,
      2,
      null,
      4,
      5,
      null,
      7,
      8,
    ]);
    expect([most, busy]).toEqual([2, 0]);
  });

  it('does not let one key wait for another', async () => {
    const sut = new KeyedQueue();
    const stuck = sut.run('one', () => new Promise<never>(() => undefined));
    expect(await sut.run('two', () => Promise.resolve('done'))).toBe('done');
    expect(await Promise.race([stuck, sut.run('one', () => Promise.resolve(1)), tick('waits')])).toBe(
      'waits',
    );
  });
});

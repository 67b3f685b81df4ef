import { setImmediate as tick } from 'node:timers/promises';
import { AppError } from './errors/app-error.js';
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

  it('refuses who waits too long, and who finds too many waiting', async () => {
    const toError = () => new AppError('organization.overloaded');
    const sut = new KeyedQueue({ maxWaiting: 1, waitMs: 20, toError });
    const { leave, hasWaited } = await sut.enter('key');
    const waiting = sut.enter('key');
    await expect(sut.enter('key')).rejects.toThrow('organization.overloaded');
    await expect(waiting).rejects.toThrow('organization.overloaded');
    leave();
    const next = await sut.enter('key');
    expect([hasWaited, next.hasWaited]).toEqual([false, false]);
    const later = sut.enter('key');
    next.leave();
    expect((await later).hasWaited).toBe(true);
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

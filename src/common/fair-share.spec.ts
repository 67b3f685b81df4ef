import { FairShare } from './fair-share.js';

/** Work that ends when the test says so. */
function setUp(options: Partial<ConstructorParameters<typeof FairShare>[0]> = {}) {
  const sut = new FairShare({ slots: 20, shared: () => 12, maxWaiting: 100, waitMs: 1000, ...options });
  const ends: Record<string, (() => void)[]> = {};
  const outcomes: string[] = [];
  const begin = (key: string, count = 1) => {
    for (let i = 0; i < count; i++) {
      const work = () => new Promise<void>((resolve) => (ends[key] ??= []).push(resolve));
      sut.run(key, work).then(
        () => outcomes.push(`${key} done`),
        (error: { code: string }) => outcomes.push(`${key} ${error.code}`),
      );
    }
  };
  const running = (key: string) => ends[key]?.length ?? 0;
  const end = async (key: string) => {
    ends[key].shift()!();
    await new Promise(setImmediate);
  };
  return { sut, begin, end, running, outcomes };
}

describe('FairShare', () => {
  it('gives a key that is alone all slots', () => {
    const { sut, begin, running } = setUp();
    begin('a', 30);
    expect([running('a'), sut.waiting]).toEqual([20, 10]);
  });

  it('beside another one a key has its share, and what it had more ends by itself', async () => {
    const { begin, end, running } = setUp();
    begin('a', 30);
    begin('b');
    expect(running('b')).toBe(1); // with nothing in hand nobody waits, though all slots are taken
    for (let i = 0; i < 15; i++) await end('a');
    expect(running('a')).toBe(6);
    begin('b', 10);
    expect(running('b')).toBe(6);
  });

  it('keys take turns, however many wait of each', async () => {
    const { begin, end, running } = setUp({ slots: 3, shared: () => 4 });
    begin('a', 50);
    begin('b');
    await end('a');
    begin('b', 2);
    begin('c', 2);
    expect([running('a'), running('b'), running('c')]).toEqual([2, 1, 1]);
    await end('a');
    await end('a');
    await end('c');
    await end('b');
    expect([running('a') > 0, running('b') > 0, running('c') > 0]).toEqual([true, true, true]);
  });

  it('a key that comes by seldom waits for nobody, whatever a crowd has in hand', async () => {
    const { begin, end, running, outcomes } = setUp();
    begin('crowd', 90);
    for (let i = 0; i < 20; i++) {
      begin('quiet');
      expect(running('quiet')).toBe(1);
      await end('quiet');
      await end('crowd');
    }
    expect(outcomes.filter((one) => one === 'quiet done')).toHaveLength(20);
    expect(running('crowd')).toBeLessThanOrEqual(6);
  });

  it('all slots are used again when the others are gone', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    try {
      const { begin, end, running } = setUp();
      begin('b');
      begin('a', 40);
      await end('b');
      expect(running('a')).toBe(6);
      jest.advanceTimersByTime(501);
      begin('a');
      await end('a');
      expect(running('a')).toBe(20);
    } finally {
      jest.useRealTimers();
    }
  });

  it('refuses who would be too many, or waits too long, and keeps the line', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    try {
      const { sut, begin, end, running, outcomes } = setUp({ slots: 1, maxWaiting: 2 });
      begin('a', 4);
      await new Promise(setImmediate);
      expect(outcomes).toEqual(['a organization.overloaded']);
      jest.advanceTimersByTime(1000);
      await new Promise(setImmediate);
      expect(outcomes).toHaveLength(3);
      expect([sut.waiting, sut.stats.refused]).toEqual([0, 3]);
      begin('a', 2);
      await end('a');
      expect(running('a')).toBe(1);
      expect(sut.waiting).toBe(1);
    } finally {
      jest.useRealTimers();
    }
  });
});

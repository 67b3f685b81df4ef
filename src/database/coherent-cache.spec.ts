import type { ChangeFeed } from './change-feed.js';
import { CoherentCache } from './coherent-cache.js';

interface Row {
  version: number;
}

/** A database whose answers arrive when the test says so. */
function setUp() {
  let gap: () => void = () => undefined;
  const feed = { coherent: true, onGap: (reset: () => void) => (gap = reset), show: () => undefined };
  const waiting: ((row: Row | null) => void)[] = [];
  const load = jest.fn((_key: string) => new Promise<Row | null>((resolve) => waiting.push(resolve)));
  const sut = new CoherentCache<Row>(feed as unknown as ChangeFeed, load, { name: 'rows', max: 10 });
  const answer = async (row: Row | null) => {
    waiting.shift()!(row);
    await new Promise(setImmediate);
  };
  return { sut, feed, load, answer, gap: () => gap() };
}

describe('CoherentCache', () => {
  it('answers at once, without a promise, what it has read before', async () => {
    const { sut, load, answer } = setUp();
    const first = sut.get('a');
    await answer({ version: 1 });
    expect(await first).toEqual({ version: 1 });
    expect(sut.get('a')).toEqual({ version: 1 });
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('keeps as many rows as its limit says, those used last', async () => {
    const { sut, answer } = setUp();
    for (let version = 0; version < 11; version++) {
      void sut.get(`row ${version}`);
      await answer({ version });
    }
    expect(sut.peek('row 0')).toBeUndefined();
    expect(sut.peek('row 1')).toEqual({ version: 1 });
  });

  it('lets concurrent misses share one read', async () => {
    const { sut, load, answer } = setUp();
    const both = Promise.all([sut.get('a'), sut.get('a')]);
    await answer({ version: 1 });
    expect(await both).toEqual([{ version: 1 }, { version: 1 }]);
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('does not keep a row that changed while it was read, and reads anew for who asks after the change', async () => {
    const { sut, load, answer } = setUp();
    const before = sut.get('a');
    sut.invalidate('a');
    const after = sut.get('a');
    expect(load).toHaveBeenCalledTimes(2);
    await answer({ version: 1 });
    expect(await before).toEqual({ version: 1 });
    expect(sut.get('a')).toBe(after);
    await answer({ version: 2 });
    expect(await after).toEqual({ version: 2 });
    expect(sut.get('a')).toEqual({ version: 2 });
  });

  it('a read that comes in late does not put back what was invalidated', async () => {
    const { sut, answer } = setUp();
    void sut.get('a');
    sut.invalidate('a');
    await answer({ version: 1 });
    expect(sut.get('a')).toBeInstanceOf(Promise);
  });

  it('trusts nothing it has while the feed is silent, nor what it reads then', async () => {
    const { sut, feed, load, answer } = setUp();
    void sut.get('a');
    await answer({ version: 1 });
    feed.coherent = false;
    const silent = sut.get('a');
    expect(silent).toBeInstanceOf(Promise);
    await answer({ version: 2 });
    expect(await silent).toEqual({ version: 2 });
    void sut.get('b');
    await answer({ version: 1 });
    feed.coherent = true;
    expect(sut.get('b')).toBeInstanceOf(Promise);
    expect(load).toHaveBeenCalledTimes(4);
  });

  it('forgets everything after a gap, also what is being read', async () => {
    const { sut, answer, gap } = setUp();
    void sut.get('a');
    await answer({ version: 1 });
    void sut.get('b');
    gap();
    await answer({ version: 1 });
    expect(sut.get('a')).toBeInstanceOf(Promise);
    expect(sut.get('b')).toBeInstanceOf(Promise);
  });

  describe('a row that is looked for by something else than its key', () => {
    const take = ({ sut }: ReturnType<typeof setUp>) => {
      let arrive!: (row: Row | null) => void;
      const reading = new Promise<Row | null>((resolve) => (arrive = resolve));
      const taken = sut.take(
        () => reading,
        ({ version }) => `v${version}`,
      );
      return { arrive, taken };
    };

    it('is kept under its key', async () => {
      const world = setUp();
      const { arrive, taken } = take(world);
      world.sut.invalidate('another');
      arrive({ version: 1 });
      expect(await taken).toEqual({ version: 1 });
      expect(world.sut.get('v1')).toEqual({ version: 1 });
    });

    it.each([
      ['its key was invalidated', (world: ReturnType<typeof setUp>) => world.sut.invalidate('v1')],
      ['there was a gap', (world: ReturnType<typeof setUp>) => world.gap()],
    ])('is not kept when %s meanwhile', async (_when, happens) => {
      const world = setUp();
      const { arrive, taken } = take(world);
      happens(world);
      arrive({ version: 1 });
      expect(await taken).toEqual({ version: 1 });
      expect(world.sut.get('v1')).toBeInstanceOf(Promise);
    });

    it('is not kept when the feed was silent', async () => {
      const world = setUp();
      world.feed.coherent = false;
      const { arrive, taken } = take(world);
      arrive({ version: 1 });
      await taken;
      world.feed.coherent = true;
      expect(world.sut.get('v1')).toBeInstanceOf(Promise);
    });
  });

  it('keeps no absence and no failure', async () => {
    const { sut, load, answer } = setUp();
    const nobody = sut.get('a');
    await answer(null);
    expect(await nobody).toBeNull();
    expect(sut.get('a')).toBeInstanceOf(Promise);
    await answer(null);
    load.mockRejectedValueOnce(new Error('away'));
    await expect(sut.get('c')).rejects.toThrow('away');
    const again = sut.get('c');
    await answer({ version: 1 });
    expect(await again).toEqual({ version: 1 });
  });
});

import { setImmediate as nextTurn } from 'node:timers/promises';
import { ownTurn, sparing } from './sparing.js';

describe('sparing', () => {
  let now = 0;
  let turn = 0;
  let isCounting = true;
  let counting: Promise<void>;
  beforeEach(() => {
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    isCounting = true;
    counting = (async () => {
      for (; isCounting; turn++) await nextTurn();
    })();
  });
  afterEach(async () => {
    isCounting = false;
    await counting;
    jest.restoreAllMocks();
  });

  /** Work that takes so long, and tells the turn it had. */
  const work = (ms: number) => () => {
    now += ms;
    return turn;
  };

  it('does what is short at once, while there is time in this turn', async () => {
    expect(sparing(work(4))).toBe(turn);
    expect(sparing(work(4))).toBe(turn);
    await nextTurn();
    expect(sparing(work(9))).toBe(turn);
  });

  it('gives each piece of long work a turn of its own, however many requests come in one turn', async () => {
    const turns = await Promise.all(Array.from({ length: 8 }, async () => sparing(work(40))));
    expect(new Set(turns).size).toBe(8);
  });

  it('answers what took long in another turn, and faults at once', async () => {
    await nextTurn();
    const long = sparing(work(40));
    const done = turn;
    expect(long).not.toBe(done);
    expect(await long).toBe(done);
    expect(turn).toBeGreaterThan(done);
    await nextTurn();
    const fails = () => {
      throw new Error('no');
    };
    expect(() => void sparing(fails)).toThrow('no');
  });

  it('rests between turns, twice as long as they held the loop, for all who take turns', async () => {
    await ownTurn();
    now += 30;
    await nextTurn();
    const since = process.hrtime.bigint();
    await Promise.all([ownTurn(), ownTurn()]);
    expect(process.hrtime.bigint() - since).toBeGreaterThan(35_000_000n);
  });
});

import { AsyncLocalStorage } from 'node:async_hooks';
import { Logger } from '@nestjs/common';
import { TestClock } from '../../support/clock.js';
import { backoff } from '../../../src/database/work/backoff.js';
import { PeriodicTask, type PeriodicTaskOptions } from '../../../src/database/work/periodic-task.js';

describe('a periodic task', () => {
  let clock: TestClock;
  let sut: PeriodicTask;
  let warnings: string[];
  let turns: number;

  beforeEach(() => {
    clock = TestClock.standing();
    warnings = [];
    turns = 0;
    jest.spyOn(Math, 'random').mockReturnValue(0);
    jest.spyOn(Logger.prototype, 'warn').mockImplementation((line: string) => void warnings.push(line));
  });
  afterEach(async () => {
    await sut.stop();
    jest.restoreAllMocks();
  });

  const start = (options: Partial<PeriodicTaskOptions> = {}) => {
    const run = async () => void turns++;
    sut = new PeriodicTask(clock, { name: 'test', every: 10_000, run, ...options }).start();
  };

  it('has a turn each period, the first one after its own delay', async () => {
    start({ first: 500 });
    await clock.advance(499);
    expect(turns).toBe(0);
    await clock.advance(1);
    expect(turns).toBe(1);
    await clock.advance(30_000);
    expect(turns).toBe(4);
  });

  it('waits longer by a random share, so that instances do not come at once', async () => {
    jest.mocked(Math.random).mockReturnValue(0.5);
    start({ jitter: 0.2 });
    expect(clock.next).toBeCloseTo(11_000);
    await clock.advance(11_000);
    expect([turns, Math.round(clock.next!)]).toEqual([1, 11_000]);
  });

  it('counts the period from the end of a turn, so that turns never overlap', async () => {
    let end = (): void => undefined;
    start({ run: () => new Promise((resolve) => ((end = resolve), turns++)) });
    await clock.advance(100_000);
    expect(turns).toBe(1);
    end();
    await clock.advance(9999);
    expect(turns).toBe(1);
    await clock.advance(1);
    expect(turns).toBe(2);
    end();
  });

  it('takes many wakes for one, and one during a turn for another turn', async () => {
    let end = (): void => undefined;
    start({ run: () => new Promise((resolve) => ((end = resolve), turns++)) });
    for (let i = 0; i < 5; i++) sut.wake();
    await clock.advance(0);
    expect(turns).toBe(1);
    for (let i = 0; i < 5; i++) sut.wake();
    await clock.advance(1000);
    expect(turns).toBe(1);
    end();
    await clock.advance(0);
    expect(turns).toBe(2);
    end();
    await clock.advance(9999);
    expect(turns).toBe(2);
  });

  it('answers a wake after a random part of a time', async () => {
    start({ wakeWithin: 600 });
    jest.mocked(Math.random).mockReturnValue(0.5);
    sut.wake();
    jest.mocked(Math.random).mockReturnValue(0.1);
    sut.wake(); // the pause is chosen once
    await clock.advance(299);
    expect(turns).toBe(0);
    await clock.advance(1);
    expect(turns).toBe(1);
  });

  it('logs each failure once, and tries again after pauses that double up to the period', async () => {
    let isBroken = true;
    const run = async () => {
      turns++;
      if (isBroken) throw new Error('away');
    };
    start({ run });
    const pauses: number[] = [];
    for (let i = 0; i < 6; i++) {
      pauses.push(clock.next!);
      sut.wake(); // does not shorten the pause of a task that fails
      await clock.advance(i === 0 ? 0 : clock.next!);
    }
    expect(pauses).toEqual([10_000, 1000, 2000, 4000, 8000, 10_000]);
    expect(warnings).toHaveLength(turns);
    expect(warnings[2]).toBe('away (failure 3 in a row, next try in 4000 ms)');
    isBroken = false;
    await clock.advance(clock.next!);
    await clock.advance(10_000);
    expect(warnings).toHaveLength(turns - 2);
  });

  it('without a period is over after the first turn that does not fail', async () => {
    const run = async () => {
      if (++turns < 3) throw new Error('not yet');
    };
    start({ every: undefined, run });
    await clock.advance(600_000);
    expect([turns, clock.next]).toEqual([3, undefined]);
  });

  it('stops: the turn under way is told and waited for, and no other begins', async () => {
    let told = false;
    const run = (signal: AbortSignal) =>
      new Promise<void>((_resolve, reject) => {
        turns++;
        signal.addEventListener('abort', () => {
          told = true;
          setImmediate(() => reject(new Error('cut off')));
        });
      });
    start({ run });
    await clock.advance(10_000);
    await sut.stop();
    sut.wake();
    await clock.advance(100_000);
    expect([turns, told, sut.isActive, warnings]).toEqual([1, true, false, []]);
  });

  it('that is not started does nothing', async () => {
    sut = new PeriodicTask(clock, { name: 'test', every: 1, run: async () => void turns++ });
    sut.wake();
    await clock.advance(1000);
    expect([turns, sut.isActive]).toEqual([0, false]);
  });

  it('runs outside the request that wakes it', async () => {
    const request = new AsyncLocalStorage<string>();
    let seen: unknown = 'no turn';
    start({ run: async () => void (seen = request.getStore()) });
    await request.run('a request', () => {
      sut.wake();
      return clock.advance(0); // a timer that was set in a request fires in its context
    });
    expect(seen).toBeUndefined();
  });
});

describe('backoff', () => {
  it('doubles from a second to its limit, never the same for all', () => {
    for (const [tries, least] of [
      [1, 1000],
      [2, 2000],
      [5, 16_000],
      [12, 2_048_000],
    ] as const) {
      const waits = Array.from({ length: 50 }, () => backoff(tries, 3_600_000));
      expect(Math.min(...waits)).toBeGreaterThanOrEqual(least);
      expect(Math.max(...waits)).toBeLessThanOrEqual(least * 1.5);
      expect(new Set(waits).size).toBeGreaterThan(1);
    }
    expect(backoff(13, 3_600_000)).toBe(3_600_000);
    expect(backoff(5000, 60_000)).toBe(60_000);
  });
});

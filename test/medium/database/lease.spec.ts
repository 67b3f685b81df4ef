import { Logger } from '@nestjs/common';
import { TestClock } from '../../support/clock.js';
import { Lease, LeaseLost } from '../../../src/database/work/lease.js';

describe('a lease', () => {
  const times = { lasts: 6000, beat: 1000, margin: 2000 };
  let clock: TestClock;
  let renew: jest.Mock<Promise<boolean>, [number?]>;
  let sut: Lease;
  let taken: boolean[];

  beforeEach(async () => {
    jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    clock = TestClock.standing();
    renew = jest.fn(() => Promise.resolve(true));
    taken = [];
    // What was missed is forgotten before anything is done under it.
    const onTaken = () => void taken.push(sut.isHeld);
    sut = new Lease(clock, { name: 'test', times, renew, onTaken });
    expect(sut.isHeld).toBe(false);
    await sut.renew();
    sut.start();
  });
  afterEach(async () => {
    await sut.end();
    jest.restoreAllMocks();
  });

  it('is held while it is renewed', async () => {
    await clock.advance(60_000);
    expect([sut.isHeld, taken, renew.mock.calls.length]).toEqual([true, [false], 61]);
    expect(renew).toHaveBeenLastCalledWith(6000);
  });

  it('that was taken with its row is renewed at once, because the clock of its instance may be late', async () => {
    const other = jest.fn(() => Promise.resolve(true));
    const lease = new Lease(clock, {
      name: 'taken',
      times,
      renew: other,
      takenAt: clock.moment(),
      onTaken: () => void other(),
    });
    expect(lease.isHeld).toBe(true);
    lease.start();
    await clock.advance(0);
    expect(other.mock.calls).toEqual([[6000]]);
    await lease.end();
  });

  it('is not trusted when it may end soon, and goes on when it is renewed in time', async () => {
    renew.mockRejectedValue(new Error('away'));
    await clock.advance(4500);
    expect(sut.isHeld).toBe(false);
    expect(() => sut.assertHeld()).toThrow(LeaseLost);
    renew.mockResolvedValue(true);
    await clock.advance(1000);
    expect([sut.isHeld, taken]).toEqual([true, [false]]);
  });

  it('is taken anew when it had run out and nobody else has it', async () => {
    renew.mockRejectedValue(new Error('away'));
    await clock.advance(8000);
    renew.mockResolvedValue(true);
    await clock.advance(1000);
    expect([sut.isHeld, taken]).toEqual([true, [false, false]]);
  });

  it('is lost for good when another holder has it', async () => {
    renew.mockResolvedValue(false);
    await clock.advance(1000);
    expect(() => sut.assertHeld()).toThrow('the lease of test was lost');
    expect(sut.signal.aborted).toBe(true);
    renew.mockResolvedValue(true);
    await clock.advance(10_000);
    expect(sut.isHeld).toBe(false);
  });

  it('counts from when the renewal was sent, not from its answer', async () => {
    renew.mockImplementation(async () => {
      await clock.sleep(5000);
      return true;
    });
    await clock.advance(6500);
    expect(sut.isHeld).toBe(false);
  });

  it('runs out while the machine sleeps, although the monotonic clock stands still', () => {
    clock.sleepMachine(10_000);
    expect(sut.isHeld).toBe(false);
  });

  it('is held through a pause, which ends when it is cancelled', async () => {
    const pause = sut.pause(30_000);
    await clock.advance(30_000);
    await pause;
    const second = expect(sut.pause(30_000)).rejects.toThrow('not any more');
    sut.cancel(new Error('not any more'));
    await second;
  });

  it('ends after a renewal under way, so that what is released stays released', async () => {
    let answer = (_isOurs: boolean): void => undefined;
    renew.mockImplementation(() => new Promise((resolve) => (answer = resolve)));
    await clock.advance(1000);
    let hasEnded = false;
    const ending = sut.end().then(() => (hasEnded = true));
    await clock.advance(0);
    expect([hasEnded, sut.isHeld]).toEqual([false, false]);
    answer(true);
    await ending;
    expect(sut.isHeld).toBe(false);
    const calls = renew.mock.calls.length;
    await clock.advance(10_000);
    expect(renew).toHaveBeenCalledTimes(calls);
  });
});

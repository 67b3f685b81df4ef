import { Logger } from '@nestjs/common';
import { InstanceService } from './instance.service.js';
import type { InstancesRepository } from './instances.repository.js';

describe('the lease of an instance', () => {
  let beat: jest.Mock<Promise<void>, []>;
  let sut: InstanceService;
  let lapses: number;

  beforeEach(async () => {
    Logger.overrideLogger(false);
    jest.useFakeTimers();
    beat = jest.fn(() => Promise.resolve());
    const repository = { beat, ensureIndexes: async () => undefined, remove: async () => undefined };
    sut = new InstanceService(repository as unknown as InstancesRepository, {} as never);
    await sut.onModuleInit();
    lapses = 0;
    sut.onLapse(() => {
      lapses++;
      expect(sut.alive).toBe(false); // what was missed is forgotten before anything is answered from it
    });
  });
  afterEach(() => {
    jest.useRealTimers();
    Logger.overrideLogger(['error']);
  });

  it('lasts while it is renewed', async () => {
    const { term } = sut;
    await jest.advanceTimersByTimeAsync(60_000);
    expect([sut.alive, sut.term, lapses]).toEqual([true, term, 0]);
  });

  it('is not trusted 4 s after the last beat, and nothing is forgotten when it comes in time', async () => {
    const { term } = sut;
    beat.mockRejectedValue(new Error('away'));
    await jest.advanceTimersByTimeAsync(4500);
    expect([sut.alive, sut.term]).toEqual([false, NaN]);
    beat.mockResolvedValue();
    await jest.advanceTimersByTimeAsync(1000);
    expect([sut.alive, sut.term, lapses]).toEqual([true, term, 0]);
  });

  it('begins a new term when it had run out', async () => {
    const { term } = sut;
    beat.mockRejectedValue(new Error('away'));
    await jest.advanceTimersByTimeAsync(8000);
    beat.mockResolvedValue();
    await jest.advanceTimersByTimeAsync(1000);
    expect([sut.alive, sut.term, lapses]).toEqual([true, term + 1, 1]);
  });

  it('counts from when the beat was sent', async () => {
    beat.mockImplementation(() => new Promise((answer) => setTimeout(answer, 5000)));
    await jest.advanceTimersByTimeAsync(6500);
    expect(sut.alive).toBe(false);
  });

  it('runs out while the machine sleeps, although the monotonic clock stands still', () => {
    jest.setSystemTime(Date.now() + 10_000);
    expect(sut.alive).toBe(false);
  });

  it('ends with the service', async () => {
    await sut.beforeApplicationShutdown();
    expect([sut.alive, sut.term]).toEqual([false, NaN]);
  });
});

import { Logger } from '@nestjs/common';
import { Metrics } from '../../common/metrics/metrics.js';
import { TestClock } from '../../../test/support/clock.js';
import { BackgroundWork } from '../../database/work/background-work.js';
import { InstanceService } from './instance.service.js';
import type { InstancesRepository } from './instances.repository.js';

/** When a lease is held at all: lease.spec.ts. */
describe('the term of an instance', () => {
  let clock: TestClock;
  let beat: jest.Mock<Promise<void>, []>;
  let sut: InstanceService;
  let lapses: number;

  beforeEach(async () => {
    Logger.overrideLogger(false);
    clock = TestClock.standing();
    beat = jest.fn(() => Promise.resolve());
    const repository = { beat, ensureIndexes: async () => undefined, remove: async () => undefined };
    const work = new BackgroundWork(clock, new Metrics(false));
    sut = new InstanceService(repository as unknown as InstancesRepository, {} as never, work);
    await sut.onModuleInit();
    lapses = 0;
    sut.onLapse(() => {
      lapses++;
      expect(sut.alive).toBe(false); // what was missed is forgotten before anything is answered from it
    });
  });
  afterEach(async () => {
    await sut.beforeApplicationShutdown();
    Logger.overrideLogger(['error']);
  });

  it('lasts while its lease is renewed', async () => {
    const { term } = sut;
    await clock.advance(60_000);
    expect([sut.alive, sut.term, lapses]).toEqual([true, term, 0]);
  });

  it('is not known 4 s after the last beat, and nothing is forgotten when the next one comes in time', async () => {
    const { term } = sut;
    beat.mockRejectedValue(new Error('away'));
    await clock.advance(4500);
    expect([sut.alive, sut.term]).toEqual([false, NaN]);
    beat.mockResolvedValue();
    await clock.advance(1000);
    expect([sut.alive, sut.term, lapses]).toEqual([true, term, 0]);
  });

  it('is another one when the lease had run out', async () => {
    const { term } = sut;
    beat.mockRejectedValue(new Error('away'));
    await clock.advance(8000);
    beat.mockResolvedValue();
    await clock.advance(1000);
    expect([sut.alive, sut.term, lapses]).toEqual([true, term + 1, 1]);
  });

  it('ends with the service', async () => {
    await sut.beforeApplicationShutdown();
    expect([sut.alive, sut.term]).toEqual([false, NaN]);
  });
});

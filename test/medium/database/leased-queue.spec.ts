import { Logger } from '@nestjs/common';
import { TestClock } from '../../support/clock.js';
import { LeasedQueue, type LeasedQueueOptions } from '../../../src/database/work/leased-queue.js';
import type { QueueRow, QueueRows } from '../../../src/database/work/queue-rows.js';

/** What the queue does with its rows; that they are leased in the database is in mail.e2e-spec.ts. */
describe('a leased queue', () => {
  const times = { lease: 45_000, poll: 1000, grace: 5000 };
  let clock: TestClock;
  let sut: LeasedQueue<QueueRow>;
  let due: QueueRow[];
  let begun: string[];
  let ends: Map<string, (error?: Error) => void>;
  let warnings: string[];
  let postponed: [string, number, string][];
  let released: number;

  beforeEach(() => {
    clock = TestClock.standing();
    [due, begun, ends, warnings, postponed, released] = [[], [], new Map(), [], [], 0];
    jest.spyOn(Math, 'random').mockReturnValue(0);
    jest.spyOn(Logger.prototype, 'warn').mockImplementation((line: string) => void warnings.push(line));
  });
  afterEach(async () => {
    for (const end of ends.values()) end();
    await sut.stop();
    jest.restoreAllMocks();
  });

  const start = (options: Partial<LeasedQueueOptions<QueueRow>> = {}) => {
    const rows = {
      take: async () => due.shift() ?? null,
      postpone: async ({ _id }: QueueRow, ms: number, { reason }: { reason: string }) =>
        postponed.push([String(_id), ms, reason]),
      releaseAll: async () => void released++,
    } as unknown as QueueRows<QueueRow>;
    const handle = ({ _id }: QueueRow) =>
      new Promise<void>((resolve, reject) => {
        begun.push(String(_id));
        ends.set(String(_id), (error) => (error ? reject(error) : resolve()));
      });
    sut = new LeasedQueue(clock, { name: 'test', rows, atOnce: 2, ...times, handle, ...options }).start();
  };
  const add = (...ids: string[]) =>
    due.push(...ids.map((_id) => ({ _id, attempts: 3, next_at: new Date(0) })));

  it('works on so many rows at once, and on the next one as soon as one has ended', async () => {
    add('a', 'b', 'c', 'd');
    start();
    await clock.advance(10_000);
    expect(begun).toEqual(['a', 'b']);
    ends.get('b')!();
    await clock.advance(0);
    expect(begun).toEqual(['a', 'b', 'c']);
  });

  it('begins when it is woken, and finds by itself what nobody told', async () => {
    start();
    await clock.advance(0);
    add('told');
    sut.wake();
    await clock.advance(0);
    add('untold');
    await clock.advance(999);
    expect(begun).toEqual(['told']);
    await clock.advance(1);
    expect(begun).toEqual(['told', 'untold']);
  });

  it('begins nothing while it is paused', async () => {
    start();
    sut.pause(5000);
    add('a');
    await clock.advance(4999);
    expect(begun).toEqual([]);
    await clock.advance(1000);
    expect(begun).toEqual(['a']);
  });

  it('postpones a row whose handling throws, by its tries, and says so once', async () => {
    add('a');
    start();
    await clock.advance(0);
    ends.get('a')!(new Error('no answer'));
    await clock.advance(10_000);
    expect(postponed).toEqual([['a', 4000, 'no answer']]);
    expect(warnings).toEqual(['row a, try 3: no answer']);
  });

  it('stops: waits for what is under way, cuts it off when its time is over, and gives back what it holds', async () => {
    const cut = jest.fn(() => ends.get('b')!(new Error('cut off')));
    add('a', 'b', 'c');
    start({ cut });
    await clock.advance(0);
    let hasStopped = false;
    const stopping = sut.stop().then(() => (hasStopped = true));
    ends.get('a')!();
    await clock.advance(4999);
    expect([hasStopped, begun, cut.mock.calls.length]).toEqual([false, ['a', 'b'], 0]);
    await clock.advance(1);
    await stopping;
    expect([cut.mock.calls.length, postponed.length, released]).toEqual([1, 1, 1]);
    expect(begun).toEqual(['a', 'b']);
  });
});

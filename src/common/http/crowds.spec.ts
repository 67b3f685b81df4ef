import { availableParallelism } from 'node:os';
import { Crowds } from './crowds.js';

describe('Crowds', () => {
  let now = 0;
  /** Milliseconds of the loop that passed since the last look, by what they were used for. */
  const loop = { busy: 0, idle: 0 };
  let sut: Crowds;

  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['performance'] });
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    Object.assign(loop, { busy: 0, idle: 0 });
    sut = new Crowds(() => {
      const told = { ...loop };
      Object.assign(loop, { busy: 0, idle: 0 });
      return told;
    });
  });
  afterEach(() => {
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  const arrive = (key: string, { work = 1, isGone = false } = {}) =>
    sut.enter({ key, work, isGone: () => isGone });
  const flood = (key: string, count = 200) => Array.from({ length: count }, () => arrive(key));
  /** Makes a key a crowd by its next request. */
  const fill = (key: string, count = 99) => void flood(key, count);
  /** A millisecond of the loop, and of the clock. */
  const pass = async (ms: number, busy: number) => {
    for (let i = 0; i < ms; i++) {
      now += 1;
      loop.busy += busy;
      loop.idle += 1 - busy;
      await jest.advanceTimersByTimeAsync(1);
    }
  };
  const heldOf = (turns: (Promise<void> | undefined)[]) =>
    turns.filter((turn): turn is Promise<void> => turn !== undefined);

  it('holds nobody who is alone, however much they send', () => {
    expect(heldOf(flood('a', 5000))).toEqual([]);
  });

  it('holds nobody among those who all send much, or all little', () => {
    for (let i = 0; i < 2000; i++) expect(arrive(i % 2 ? 'a' : 'b')).toBeUndefined();
    sut = new Crowds(() => loop);
    for (let i = 0; i < 5000; i++) expect(arrive(`organization ${i % 100}`)).toBeUndefined();
  });

  it('holds who sends much beside one who sends little, and never the other one', () => {
    void arrive('quiet');
    expect(heldOf(flood('flood')).length).toBeGreaterThan(90);
    expect(arrive('quiet')).toBeUndefined();
  });

  it('lets a crowd begin one at a time, as long as half of the loop is idle', async () => {
    void arrive('quiet');
    let begun = 0;
    for (const turn of heldOf(flood('flood'))) void turn.then(() => begun++);
    await pass(20, 0);
    expect(begun).toBe(20);
    await pass(20, 1);
    expect(begun - 20).toBeLessThanOrEqual(4);
    expect(begun - 20).toBeGreaterThanOrEqual(1);
  });

  it('serves the keys of crowds in turn, each in order of arrival', async () => {
    void arrive('quiet');
    const begun: string[] = [];
    for (const key of ['a', 'b']) {
      fill(key, 100);
      for (const n of [1, 2]) void arrive(key)!.then(() => begun.push(`${key}${n}`));
    }
    await pass(300, 0);
    expect(begun).toHaveLength(4);
    expect(begun.indexOf('a1')).toBeLessThan(begun.indexOf('a2'));
    expect(begun.indexOf('b1')).toBeLessThan(begun.indexOf('b2'));
  });

  it('counts a large body as many small requests', () => {
    void arrive('quiet');
    expect(arrive('network', { work: 90 })).toBeUndefined();
    expect(arrive('network', { work: 90 })).toBeDefined();
  });

  it('rests after a large body', async () => {
    void arrive('quiet');
    void arrive('network', { work: 90 });
    let begun = 0;
    for (let i = 0; i < 4; i++) void arrive('network', { work: 81 })!.then(() => begun++);
    await pass(19, 0);
    expect(begun).toBe(1);
    await pass(25, 0);
    expect(begun).toBe(3);
  });

  it('holds a crowd beside one who asks another instance for little', () => {
    const elsewhere = new Crowds(() => loop);
    void elsewhere.enter({ key: 'quiet', work: 1, isGone: () => false });
    sut.peers = () => ({ count: 2, here: 2, asked: elsewhere.least() });
    expect(heldOf(flood('flood')).length).toBeGreaterThan(90);
  });

  it('does not hold who asks little of another instance beside its own requests here', () => {
    const elsewhere = new Crowds(() => loop);
    void elsewhere.enter({ key: 'alone', work: 1, isGone: () => false });
    sut.peers = () => ({ count: 2, here: 2, asked: elsewhere.least() });
    expect(heldOf(flood('alone'))).toEqual([]);
  });

  it('counts that a crowd goes to all instances', () => {
    for (let i = 0; i < 20; i++) void arrive('quiet');
    sut.peers = () => ({ count: 4, here: 1, asked: [] });
    expect(heldOf(flood('flood', 110)).length).toBeGreaterThan(0);
  });

  it('lets the instances of one machine share what a crowd may use of its cores', async () => {
    void arrive('quiet');
    const here = 4 * availableParallelism();
    sut.peers = () => ({ count: here, here, asked: [] });
    let begun = 0;
    for (const turn of heldOf(flood('flood'))) void turn.then(() => begun++);
    await pass(100, 0.3);
    expect(begun).toBeLessThanOrEqual(12);
  });

  it('forgets what was asked some seconds ago', () => {
    void arrive('quiet');
    fill('flood');
    now += 3000;
    void arrive('quiet');
    expect(arrive('flood')).toBeUndefined();
    now += 3000;
    expect(heldOf(flood('flood', 1000))).toEqual([]); // the other one has gone
  });

  it('refuses who waits too long, and at once when too many wait', async () => {
    void arrive('quiet');
    const turns = heldOf(flood('flood', 99 + 500));
    expect(() => arrive('flood')).toThrow('service.unavailable');
    const settled = Promise.allSettled(turns);
    now += 3000;
    await pass(500, 1);
    const refused = (await settled).filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeGreaterThan(450);
    expect(sut.waiting).toBe(0);
  });

  it('begins all of the longest line in time, however busy the loop is', async () => {
    void arrive('quiet');
    const turns = heldOf(flood('flood', 99 + 500));
    await pass(2900, 1);
    expect(new Set((await Promise.allSettled(turns)).map(({ status }) => status))).toEqual(
      new Set(['fulfilled']),
    );
  });

  it('spends no turn on a client that has hung up', async () => {
    void arrive('quiet');
    fill('flood');
    const gone = Array.from({ length: 50 }, () => arrive('flood', { isGone: true }));
    let isBegun = false;
    void arrive('flood')!.then(() => (isBegun = true));
    await pass(1, 0);
    await Promise.all(heldOf(gone));
    expect(isBegun).toBe(true);
    expect(sut.stats.served).toBe(1);
  });
});

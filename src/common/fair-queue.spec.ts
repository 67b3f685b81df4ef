import { setImmediate as tick } from 'node:timers/promises';
import { type Claim, FairQueue } from './fair-queue.js';

const toError = (waitMs: number) => new Error(`refused: ${Math.round(waitMs)}`);

describe('FairQueue', () => {
  /** One slot; work ends when it is told to. */
  const started = (options: { slots?: number; maxWaiting?: number } = {}) => {
    const sut = new FairQueue({ slots: 1, maxWaiting: 100, toError, ...options });
    const order: string[] = [];
    const ends: (() => void)[] = [];
    const run = (name: string, claim: Partial<Claim> = {}) =>
      sut.run({ key: name[0], deadline: Infinity, ...claim }, async (isExtra) => {
        order.push(isExtra ? `${name}!` : name);
        await new Promise<void>((resolve) => ends.push(resolve));
        return name;
      });
    const finish = async () => {
      await tick();
      for (let n = 0; n < ends.length; n++) {
        ends[n]();
        await tick();
      }
    };
    return { sut, order, run, finish };
  };

  it('gives keys their turns, whatever a crowd of one key has queued before', async () => {
    const { order, run, finish } = started();
    const all = ['a1', 'a2', 'a3', 'a4', 'b1', 'c1', 'b2'].map((name) => run(name));
    await tick();
    await finish();
    await Promise.all(all);
    // `!`: in the extra slot, which is for keys that have nothing running.
    expect(order).toEqual(['a1!', 'b1', 'a2!', 'c1', 'b2!', 'a3', 'a4']);
  });

  it('gives the extra slot to who comes when nothing runs; one key has no more than the slots all the same', async () => {
    const { sut, order, run, finish } = started({ slots: 2 });
    const crowd = ['a1', 'a2', 'a3'].map((name) => run(name));
    const other = run('b1'); // the spare slot is one of the others now
    await tick();
    expect([order, sut.waiting]).toEqual([['a1!', 'a2', 'b1'], 1]);
    const third = run('c1');
    await tick();
    expect(sut.waiting).toBe(2);
    await finish();
    await Promise.all([...crowd, other, third]);
    expect(order.slice(3).sort()).toEqual(['a3', 'c1!']);
  });

  it('serves preferred keys first, and every fourth time another', async () => {
    const { order, run, finish } = started();
    const all = [...'aaa'].map((name) => run(name));
    all.push(...[...'pppppppppppp'].map((name) => run(name, { preferred: true })));
    await finish();
    await Promise.all(all);
    const keys = order.map((name) => name[0]).join('');
    expect([keys.length, keys.slice(0, 8).match(/p/g)!.length >= 5]).toEqual([15, true]);
    expect(keys.lastIndexOf('a')).toBeLessThan(14);
  });

  it('of one key serves those who are first before a crowd that came earlier, and every fourth time another', async () => {
    const { order, run, finish } = started();
    const all = ['a0', 'a1', 'a2', 'a3'].map((name) => run(name));
    all.push(...['A', 'B', 'C', 'D', 'E'].map((name) => run(`a${name}`, { first: true })));
    await finish();
    await Promise.all(all);
    expect(order.join(' ')).toBe('a0! aA aB aC a1 aD aE a2 a3');
  });

  it('admits the first where the others of the key are refused', async () => {
    const { sut, run, finish } = started();
    await measured(sut, 100);
    const deadline = performance.now() + 1000;
    const crowd = Array.from({ length: 20 }, (_, i) => run(`a${i}`, { deadline }));
    const settled = Promise.allSettled(crowd);
    expect(() => sut.expect({ key: 'a', deadline })).toThrow('refused');
    const announced = Array.from({ length: 3 }, () => sut.expect({ key: 'a', first: true, deadline }));
    const first = run('a', { first: true, deadline });
    for (const made of announced) made();
    await finish();
    expect(await first).toBe('a');
    await settled;
  });

  it('gives the slot of the last one of a key to the first there', async () => {
    const { run, finish } = started({ maxWaiting: 3 });
    const crowd = ['a0', 'a1', 'a2', 'a3'].map((name) => run(name));
    const settled = Promise.allSettled(crowd);
    await tick();
    const first = run('a', { first: true });
    await finish();
    expect(await first).toBe('a');
    const results = (await settled).map(({ status }) => status);
    expect(results).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected']);
  });

  it('drops who is not waited for any more, without running the work', async () => {
    const { sut, order, run, finish } = started();
    const gone = new AbortController();
    const first = run('a1');
    const second = run('a2', { signal: gone.signal });
    const third = run('a3');
    gone.abort(new Error('gone'));
    await expect(second).rejects.toThrow('gone');
    expect(sut.waiting).toBe(1);
    await expect(run('a4', { signal: gone.signal })).rejects.toThrow('gone');
    await finish();
    expect([await first, await third, order]).toEqual(['a1', 'a3', ['a1!', 'a3']]);
  });

  it('refuses at once who would wait too long, and nobody else', async () => {
    const { sut, run, finish } = started();
    await measured(sut, 100);
    const in1s = () => performance.now() + 1000;
    const crowd = Array.from({ length: 20 }, (_, i) => run(`a${i}`, { deadline: in1s() }));
    const settled = Promise.allSettled(crowd);
    await tick();
    expect(sut.waiting).toBeLessThan(9);
    const other = run('b', { deadline: in1s() });
    await finish();
    const refused = (await settled).filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeGreaterThan(10);
    expect(await other).toBe('b');
  });

  it('counts who has announced a claim', async () => {
    const { sut } = started();
    await measured(sut, 100);
    const claim = { key: 'a', deadline: performance.now() + 1000 };
    const made = Array.from({ length: 6 }, () => sut.expect(claim));
    expect(() => sut.expect(claim)).toThrow('refused');
    for (const release of [...made, ...made]) release(); // a second time changes nothing
    sut.expect(claim)();
  });

  it('gives a slot of a crowd to another key when it is full', async () => {
    const { sut, run, finish, order } = started({ maxWaiting: 3 });
    const crowd = ['a1', 'x1', 'a2', 'a3', 'a4'].map((name) => run(name));
    const settled = Promise.allSettled(crowd);
    const other = run('b');
    await expect(run('a5')).rejects.toThrow('refused');
    await finish();
    expect(await other).toBe('b');
    const results = (await settled).map((one) => (one.status === 'fulfilled' ? one.value : 'refused'));
    expect(results).toEqual(['a1', 'x1', 'a2', 'a3', 'refused']);
    expect([sut.waiting, order]).toEqual([0, expect.not.arrayContaining(['a4'])]);
  });

  it('recovers from a slow moment: with a slot free it admits, and soon believes what is short', async () => {
    const { sut } = started();
    await measured(sut, 60_000);
    const claim = () => ({ key: 'a', deadline: performance.now() + 5000 });
    for (let n = 0; n < 20; n++) await sut.run(claim(), () => Promise.resolve());
    expect((sut as unknown as { averageMs: number }).averageMs).toBeLessThan(100);
    const late = { key: 'a', deadline: performance.now() + 1 };
    await measured(sut, 60_000);
    await expect(sut.run(late, () => Promise.resolve())).rejects.toThrow('refused');
  });

  it('goes on after work that failed', async () => {
    const { sut } = started();
    const fails = () => sut.run({ key: 'a', deadline: Infinity }, () => Promise.reject(new Error('no')));
    await expect(fails()).rejects.toThrow('no');
    await expect(fails()).rejects.toThrow('no');
  });
});

/** Lets the queue believe that work takes so long. */
async function measured(sut: FairQueue, ms: number): Promise<void> {
  await sut.run({ key: 'warm', deadline: Infinity }, () => Promise.resolve());
  (sut as unknown as { averageMs: number }).averageMs = ms;
}

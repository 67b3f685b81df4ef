import { setImmediate as turn } from 'node:timers/promises';
import { FairLanes, type Turn } from './fair-lanes.js';

describe('fair lanes', () => {
  let begun: string[];
  let ends: Map<string, (end: Turn) => void>;
  let now: number;
  const lanes = (healthy: number, suspect: number) =>
    new FairLanes({
      healthy,
      suspect,
      now: () => now,
      run: (id) => {
        begun.push(id);
        return new Promise<Turn>((end) => ends.set(id, end));
      },
    });
  const end = async (id: string, how: Turn = { more: false }) => {
    ends.get(id)!(how);
    await turn();
  };
  beforeEach(() => {
    begun = [];
    ends = new Map();
    now = 0;
  });

  it('gives one turn at a time to a lane, and another one when it was woken meanwhile', async () => {
    const sut = lanes(2, 1);
    for (let i = 0; i < 3; i++) sut.wake('a');
    expect(begun).toEqual(['a']);
    await end('a');
    expect(begun).toEqual(['a', 'a']);
    await end('a');
    expect(begun).toEqual(['a', 'a']);
  });

  it('puts a lane with much to do behind the others', async () => {
    const sut = lanes(1, 1);
    for (const id of ['a', 'b', 'c']) sut.wake(id);
    await end('a', { more: true });
    await end('b');
    await end('c');
    expect(begun).toEqual(['a', 'b', 'c', 'a']);
  });

  it('lets lanes that fail keep only each other waiting', async () => {
    const sut = lanes(2, 1);
    for (const id of ['dead', 'gone', 'well']) sut.wake(id);
    await end('dead', { more: false, failed: true });
    await end('gone', { more: false, failed: true });
    await end('well', { more: false, failed: false });
    for (const id of ['dead', 'gone', 'well', 'new']) sut.wake(id);
    expect(begun.slice(3)).toEqual(['dead', 'well', 'new']);
    await end('dead', { more: false, failed: false });
    expect(begun.slice(6)).toEqual(['gone']);
  });

  it('does not wake a lane that rests, until it is forgiven or its rest is over', async () => {
    const sut = lanes(1, 1);
    sut.wake('a');
    await end('a', { more: false, failed: true, rest: 1000 });
    sut.wake('a');
    expect(begun).toEqual(['a']);
    now = 1001;
    sut.wake('a');
    expect(begun).toEqual(['a', 'a']);
    await end('a', { more: false, failed: true, rest: 1000 });
    sut.forgive('a');
    sut.wake('a');
    expect(begun).toEqual(['a', 'a', 'a']);
  });

  it('stops: what goes on ends, and nothing begins', async () => {
    const sut = lanes(1, 1);
    sut.wake('a');
    sut.wake('b');
    let over = false;
    const stopped = sut.stop().then(() => (over = true));
    await turn();
    expect(over).toBe(false);
    await end('a', { more: true });
    await stopped;
    expect(begun).toEqual(['a']);
  });
});

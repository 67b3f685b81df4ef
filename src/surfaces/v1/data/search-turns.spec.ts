import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { SearchTurns } from './search-turns.js';

const SLOW_MS = 80;
const MOST_SLOW = Math.max(1, availableParallelism() - 1) + 1;

describe('SearchTurns', () => {
  let sut: SearchTurns;
  let running: Record<string, number>;
  let most: Record<string, number>;
  beforeEach(() => {
    sut = new SearchTurns();
    running = {};
    most = {};
  });

  async function search(organizationId: string, collection: string, ms: number): Promise<void> {
    const { leave } = await sut.enter(organizationId, collection);
    for (const key of [organizationId, 'all']) {
      running[key] = (running[key] ?? 0) + 1;
      most[key] = Math.max(most[key] ?? 0, running[key]);
    }
    await sleep(ms);
    for (const key of [organizationId, 'all']) running[key]--;
    leave();
  }
  const searches = (count: number, ...one: Parameters<typeof search>) =>
    Promise.allSettled(Array.from({ length: count }, () => search(...one)));

  it('of one organization two quick ones run at once, whatever the others do', async () => {
    await Promise.all([searches(10, 'a', 'quick', 1), searches(10, 'b', 'quick', 1)]);
    expect(most).toEqual({ a: 2, b: 2, all: 4 });
  });

  it('of slow ones each organization has one, and all together no more than there are cores', async () => {
    const organizations = ['a', 'b', 'c', 'd', 'e', 'f'];
    for (const id of organizations) await search(id, 'slow', SLOW_MS);
    most = {};
    await Promise.all([
      ...organizations.map((id) => searches(2, id, 'slow', SLOW_MS)),
      searches(1, 'a', 'quick', 1),
    ]);
    expect(most['b']).toBe(1);
    expect(most['a']).toBeLessThanOrEqual(2);
    expect(most['all']).toBeLessThanOrEqual(MOST_SLOW + 1);
  });

  it('one quick search does not make a slow collection a quick one', async () => {
    await search('a', 'mixed', SLOW_MS);
    await search('a', 'mixed', 0);
    await searches(4, 'a', 'mixed', 0);
    expect(most['a']).toBe(1);
  });

  it('what waits longer than a second is refused, and its slot is given only once', async () => {
    await search('a', 'slow', SLOW_MS);
    const [first, second] = await Promise.allSettled([search('a', 'slow', 1200), search('a', 'slow', 1)]);
    expect([first.status, second]).toEqual([
      'fulfilled',
      { status: 'rejected', reason: expect.objectContaining({ code: 'organization.overloaded' }) as unknown },
    ]);
    await search('a', 'slow', 1);
    expect(running['a']).toBe(0);
  });
});

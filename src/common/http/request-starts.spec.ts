import { setImmediate as nextTurn } from 'node:timers/promises';
import { RequestStarts } from './request-starts.js';

describe('RequestStarts', () => {
  let now = 0;
  beforeEach(() => jest.spyOn(performance, 'now').mockImplementation(() => now));
  afterEach(() => jest.restoreAllMocks());

  it('lets requests begin at once while a turn of the event loop is young', () => {
    const sut = new RequestStarts();
    for (let i = 0; i < 100; i++) expect(sut.enter('192.0.2.1')).toBeUndefined();
  });

  it('has the rest of a crowd begin in later turns, few in each, and another address at once', async () => {
    const sut = new RequestStarts();
    const begun: string[] = [];
    const begin = async (name: string, address: string) => {
      await sut.enter(address);
      now += 1;
      begun.push(name);
    };
    const crowd = Array.from({ length: 100 }, () => {
      now += 1;
      return begin('crowd', '192.0.2.1');
    });
    await Promise.resolve();
    const atOnce = begun.length;
    expect(atOnce).toBeLessThan(10);
    await nextTurn();
    await nextTurn();
    expect(begun.length - atOnce).toBeLessThanOrEqual(16);
    const before = begun.length;
    await begin('other', '198.51.100.1');
    expect(begun.indexOf('other')).toBeLessThanOrEqual(before + 1);
    await Promise.all(crowd);
    expect(begun).toHaveLength(101);
  });

  it('serves networks in turn', async () => {
    const sut = new RequestStarts();
    expect(sut.enter('192.0.2.1')).toBeUndefined();
    now += 50;
    const begun: string[] = [];
    const begin = (name: string, address: string) => sut.enter(address)!.then(() => begun.push(name));
    const all = Array.from({ length: 20 }, () => begin('a', '192.0.2.1'));
    all.push(begin('b', '198.51.100.1'));
    await Promise.all(all);
    expect(begun.indexOf('b')).toBe(1);
  });
});

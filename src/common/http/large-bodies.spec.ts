import { EventEmitter } from 'node:events';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LargeBodies } from './large-bodies.js';

const LARGE = 1024 * 1024;
const requestOf = (organization_id: string | null) =>
  ({
    ip: '192.0.2.1',
    claims: { organization_id },
    raw: { socket: new EventEmitter() },
  }) as unknown as FastifyRequest & {
    claims: { organization_id: string | null };
  };

describe('LargeBodies', () => {
  const leave = (sut: LargeBodies, request: FastifyRequest) =>
    new Promise((resolve) => {
      sut.leave(request, undefined as unknown as FastifyReply, 'payload', (_error, payload) =>
        resolve(payload),
      );
    });

  /** Who entered, in order. */
  function entering(sut: LargeBodies, requests: ReturnType<typeof requestOf>[]) {
    const entered: FastifyRequest[] = [];
    const all = requests.map((request) => sut.enter(request, LARGE)!.then(() => void entered.push(request)));
    for (const one of all) one.catch(() => undefined); // its time may be up when the test has ended
    return { entered, all };
  }
  const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

  it('lets a small body pass', () => {
    expect(new LargeBodies(5000).enter(requestOf('a'), 1000)).toBeUndefined();
  });

  it('gives one organization one turn at a time, and another one does not wait for it', async () => {
    const sut = new LargeBodies(5000);
    const crowd = Array.from({ length: 10 }, () => requestOf('a'));
    const other = requestOf('b');
    const { entered, all } = entering(sut, [...crowd, other]);
    await settled();
    expect(entered).toEqual([crowd[0], other]);
    expect(await leave(sut, crowd[0])).toBe('payload');
    await settled();
    expect(entered).toEqual([crowd[0], other, crowd[1]]);
    for (const request of [other, ...crowd.slice(1)]) {
      await leave(sut, request);
      await settled();
    }
    await Promise.all(all);
    expect(entered).toHaveLength(11);
  });

  it('takes a turn back from a request whose time is up, and refuses what waits too long', async () => {
    const sut = new LargeBodies(500);
    const requests = Array.from({ length: 100 }, () => requestOf(null));
    const { all } = entering(sut, requests);
    const ends = await Promise.allSettled(all);
    expect(ends[0].status).toBe('fulfilled');
    expect(ends[99]).toMatchObject({ status: 'rejected', reason: { code: 'service.unavailable' } });
    // Nobody said that these had ended.
    await new Promise((resolve) => setTimeout(resolve, 600));
    const { entered } = entering(sut, [requestOf('c')]);
    await settled();
    expect(entered).toHaveLength(1);
  });

  it('takes nobody into account who has hung up', async () => {
    const sut = new LargeBodies(5000);
    const [reading, ...waiting] = Array.from({ length: 40 }, () => requestOf('a'));
    const gone = sut.enter(reading, LARGE)!;
    const { all } = entering(sut, waiting);
    const own = requestOf('a');
    const { entered } = entering(sut, [own]);
    await settled();
    for (const { raw } of waiting) raw.socket.emit('close');
    for (const end of await Promise.allSettled(all))
      expect(end).toMatchObject({ status: 'rejected', reason: { code: 'ECONNRESET' } });
    expect((await gone).aborted).toBe(false);
    reading.raw.socket.emit('close');
    expect((await gone).aborted).toBe(true);
    expect(entered).toEqual([]);
    sut.end(reading); // as the parser does
    await settled();
    expect(entered).toEqual([own]);
    sut.end(own);
    await settled();
    expect(own.raw.socket.listenerCount('close')).toBe(0);
  });

  it('leaves once, however often an answer is sent', async () => {
    const sut = new LargeBodies(5000);
    const requests = Array.from({ length: 4 }, () => requestOf('a'));
    const { entered } = entering(sut, requests);
    await settled();
    for (let i = 0; i < 3; i++) await leave(sut, requests[0]);
    await settled();
    expect(entered).toEqual([requests[0], requests[1]]);
  });
});

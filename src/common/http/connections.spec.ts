import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import { limitConnections } from './connections.js';

describe('connections of one address', () => {
  const started = (trustedProxies = '') => {
    const server = new EventEmitter();
    limitConnections(server as unknown as Server, { max: 100, maxPerAddress: 2, trustedProxies });
    const connect = (remoteAddress: string) => {
      const socket = Object.assign(new EventEmitter(), { remoteAddress, destroy: jest.fn() });
      server.emit('connection', socket);
      return socket;
    };
    const isTaken = (address: string): boolean => connect(address).destroy.mock.calls.length === 0;
    return { connect, isTaken };
  };

  it('are limited, and others are not', () => {
    const { connect, isTaken } = started();
    const first = connect('198.51.100.1');
    expect(isTaken('198.51.100.1')).toBe(true);
    expect(isTaken('::ffff:198.51.100.1')).toBe(false); // the same, as a socket for both families shows it
    expect(isTaken('198.51.100.2')).toBe(true);
    first.emit('close');
    expect(isTaken('198.51.100.1')).toBe(true);
  });

  it('of IPv6 are those of its /64, which one customer has', () => {
    const { isTaken } = started();
    expect([isTaken('2001:db8:1:2::1'), isTaken('2001:db8:1:2::2')]).toEqual([true, true]);
    expect(isTaken('2001:db8:1:2:ffff::3')).toBe(false);
    expect(isTaken('2001:db8:1:3::1')).toBe(true);
  });

  it('of a trusted proxy are not limited', () => {
    const { isTaken } = started('198.51.100.0/24');
    for (let n = 0; n < 5; n++) expect(isTaken('198.51.100.1')).toBe(true);
  });
});

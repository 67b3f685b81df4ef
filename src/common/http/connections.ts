import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import { addressesOf } from '../addresses.js';

export interface ConnectionLimits {
  /** Of the whole service. */
  max: number;
  /** From one address, or one /64 of IPv6; trusted proxies speak for many and have no such limit. */
  maxPerAddress: number;
  /** Comma-separated addresses and CIDR blocks. */
  trustedProxies: string;
}

/** Milliseconds for the line and headers of a request. */
export const HEADERS_MS = 15_000;
/** How often Node looks for requests that exceed it. Unit: milliseconds. */
export const CHECK_MS = 2_000;

/** What one customer of a provider has: an address of IPv4, a /64 of IPv6 (RFC 6177). */
function customerOf(address: string): string {
  const read = ipaddr.process(address);
  return read instanceof ipaddr.IPv6 ? `${read.parts.slice(0, 4).join(':')}::` : read.toString();
}

/** Refuses connections that are too many, in all and from one address. */
export function limitConnections(
  server: Server,
  { max, maxPerAddress, trustedProxies }: ConnectionLimits,
): void {
  const isTrusted = addressesOf(trustedProxies);
  const open = new Map<string, number>();
  server.maxConnections = max;
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress;
    if (address === undefined || isTrusted(address)) return;
    const customer = customerOf(address);
    const count = (open.get(customer) ?? 0) + 1;
    if (count > maxPerAddress) return void socket.destroy();
    open.set(customer, count);
    socket.once('close', () => {
      const left = open.get(customer)! - 1;
      if (left === 0) open.delete(customer);
      else open.set(customer, left);
    });
  });
}

/** What a transfer without a deadline has to move, looked at over windows of this length. Unit: milliseconds. */
const WINDOW_MS = 5_000;

/**
 * Ends transfers that hardly move, on routes without a deadline: a body that comes in more slowly than the minimum
 * while the service waits for it, and an answer that nobody reads.
 * @param bytesPerSecond of the body; 0: nothing is watched
 * @param onStalled the body stalled, and nothing was answered yet
 */
export function watchTransfer(
  request: FastifyRequest,
  reply: FastifyReply,
  bytesPerSecond: number,
  onStalled: () => void,
): void {
  if (bytesPerSecond === 0) return;
  const { raw } = request;
  const { socket } = raw;
  const least = (bytesPerSecond * WINDOW_MS) / 1000;
  let [read, written] = [socket.bytesRead, socket.bytesWritten];
  const watch = setInterval(() => {
    const [wasRead, wasWritten] = [read, written];
    [read, written] = [socket.bytesRead, socket.bytesWritten];
    // What waits in the stream waits for us, not for the client.
    const isStarved = !raw.complete && raw.readableLength === 0;
    if (isStarved && read - wasRead < least && !reply.raw.headersSent) onStalled();
    else if (reply.raw.headersSent && socket.writableNeedDrain && written === wasWritten) socket.destroy();
  }, WINDOW_MS);
  reply.raw.once('close', () => clearInterval(watch));
}

import { readFileSync } from 'node:fs';
import { type AddressInfo, connect, isIPv6, Server, type Socket } from 'node:net';

/** What Node asks for by itself. */
const USUAL_QUEUE = 511;
/** For so long a moment is awaited in which nobody comes; then one is made. Unit: milliseconds. */
const CALM_MS = 250;
/** Unfinished handshakes, as of a port scanner, hold the end up for so long, and for so many attempts. */
const PATIENCE_MS = 1500;
const PATIENCE_ATTEMPTS = 100;
/** A process that stood still for a second or two gets its attempts all the same, up to here. Unit: milliseconds. */
const LAST_MS = 3500;

/** Of Node's handle: what this needs; without it the port is closed at once. */
interface Handle {
  /** listen(2) again, with another length of the queue. */
  listen?: (backlog: number) => number;
  /** 0: connected. */
  getpeername?: (out: object) => number;
}

/**
 * Closes the port, and no connection. The kernel completes connections before a process accepts them, and resets
 * those that wait when the port is closed: a proxy may have written a POST into one by then, which it must not send
 * again. So the port is closed at a moment when no connection waits and none can come: the queue is made
 * short and filled with connections of our own, which makes Linux ignore every further SYN; clients repeat those
 * after a second, are refused, and know that nothing was sent. All this happens within one turn of the event loop,
 * in which nothing is accepted, and is tried again when a connection was in the queue or in the middle of a handshake.
 * Where nobody pauses, the queue is left at one place, which is free right after its connection was accepted.
 * Elsewhere than on Linux the port is closed after a turn in which nobody came.
 */
export async function closePort(server: Server): Promise<void> {
  const begin = performance.now();
  let attempts = 0;
  for (;;) {
    await calm(server, begin + CALM_MS);
    const elapsed = performance.now() - begin;
    // With room for none but one the kernel keeps no unfinished handshakes (SYN cookies), so that comes last.
    const backlog = elapsed < CALM_MS ? 1 : 0;
    if (backlog === 0) attempts += 1;
    const isPatient = elapsed < PATIENCE_MS || (attempts <= PATIENCE_ATTEMPTS && elapsed < LAST_MS);
    const plugs = isPatient ? plug(server, backlog) : [];
    await new Promise((resolve) => process.nextTick(resolve)); // after the ticks that connect, before any poll
    const isOver = plugs.every(isConnected) && (plugs.length === 0 || !isSomebodyConnecting(server));
    if (isOver) Server.prototype.close.call(server); // Fastify's own close, later, closes connections
    for (const socket of plugs) socket.destroy();
    if (isOver) return;
    if (backlog > 0) handleOf(server)?.listen?.(USUAL_QUEUE);
  }
}

/** Awaits a turn without a connection; from `end` on only the next connection, or turn. Node accepts one in a turn. */
async function calm(server: Server, end: number): Promise<void> {
  let isCalm = false;
  while (!isCalm) {
    isCalm = await new Promise<boolean>((resolve) => {
      const came = () => resolve(performance.now() >= end);
      server.once('connection', came);
      setImmediate(() => {
        server.off('connection', came);
        resolve(true);
      });
    });
  }
}

const handleOf = (of: Server | Socket): Handle | undefined =>
  (of as unknown as { _handle?: Handle | null })._handle ?? undefined;

/** Begins to fill the queue. @returns none where that is no use */
function plug(server: Server, backlog: number): Socket[] {
  const address = server.address();
  if (process.platform !== 'linux' || typeof address !== 'object' || address === null) return [];
  if (handleOf(server)?.listen?.(backlog) !== 0) return [];
  const host = reachable(address.address);
  return Array.from({ length: backlog + 1 }, () =>
    connect({ host, port: address.port }).on('error', () => undefined),
  );
}

function reachable(address: string): string {
  if (address === '0.0.0.0') return '127.0.0.1';
  return address === '::' ? '::1' : address;
}

/** Not `connecting`: that is told a turn later. Who is connected found room in the queue. */
const isConnected = (socket: Socket): boolean => handleOf(socket)?.getpeername?.({}) === 0;

/** Whether the kernel knows of a handshake that is not finished: the client may think that it is, and send. */
function isSomebodyConnecting(server: Server): boolean {
  const { port, address } = server.address() as AddressInfo;
  const SYN_RECEIVED = '03';
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const row = new RegExp(`^ *\\d+: [0-9A-F]+:${hex} [0-9A-F]+:[0-9A-F]{4} ${SYN_RECEIVED} `, 'm');
  // A port that is open for IPv6 takes IPv4 too.
  const tables = isIPv6(address) ? ['tcp', 'tcp6'] : ['tcp'];
  try {
    return tables.some((table) => row.test(readFileSync(`/proc/self/net/${table}`, 'latin1')));
  } catch {
    return false; // the kernel does not tell
  }
}

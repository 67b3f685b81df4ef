import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const HOST = '127.0.0.1';

/** Whether a server could listen on the port now. 0 asks for any port. Answers the port, or undefined. */
export function tryPort(port: number): Promise<number | undefined> {
  return new Promise((settle) => {
    const server = createServer();
    server.once('error', () => settle(undefined));
    server.listen(port, HOST, () => {
      const address = server.address();
      server.close(() => settle(typeof address === 'object' ? address?.port : undefined));
    });
  });
}

/** The port if it is free, else another free one. */
export async function freePort(preferred?: number): Promise<number> {
  const port = (preferred && (await tryPort(preferred))) || (await tryPort(0));
  if (!port) throw new Error('no free TCP port on 127.0.0.1');
  return port;
}

/** Waits until something accepts connections on the port; false when `giveUp` said so first. */
export async function waitUntilOpen(port: number, giveUp: () => boolean): Promise<boolean> {
  while (!giveUp()) {
    if (await accepts(port)) return true;
    await sleep(25);
  }
  return false;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((settle) => {
    const socket = connect({ port, host: HOST, timeout: 1_000 });
    const done = (open: boolean) => {
      socket.destroy();
      settle(open);
    };
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
    socket.once('timeout', () => done(false));
  });
}

import { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { closePort } from './last-connections.js';

/** Open connections get this long to learn of the end, from the delay's end on. Unit: milliseconds. */
const MIN_HOLD_MS = 2000;
const LOOK_MS = 20;
/** Idle keep-alive connections are looked for this often while the service closes. Unit: milliseconds. */
const SWEEP_MS = 50;
/** A request still running then is cut off, so that the process ends within the ten seconds a supervisor grants. */
const PATIENCE_MS = 5500;

/**
 * The end of a service without a reset connection: from the signal on every answer says `Connection: close` and
 * /health/ready is 503, but the port goes on listening until load balancers have noticed; then the port closes, and
 * each connection as soon as its request is answered.
 */
export class Draining {
  private begun = false;

  /** Says close in the head of an answer, also of one whose request came before the signal. */
  readonly Response: typeof ServerResponse;

  constructor() {
    const isBegun = () => this.begun;
    this.Response = class extends ServerResponse {
      override writeHead(status: number, ...rest: never[]): this {
        if (isBegun()) this.shouldKeepAlive = false;
        return super.writeHead(status, ...rest);
      }
    } as typeof ServerResponse;
  }

  /** Listens on for `delayMs`, telling every client, and closes the port; connected clients still get a last answer. */
  async hold(fastify: FastifyInstance, delayMs: number): Promise<void> {
    this.begun = true;
    if (!fastify.server.listening) return;
    await sleep(delayMs);
    const end = performance.now() + MIN_HOLD_MS;
    await closePort(fastify.server);
    while (performance.now() < end && (await connectionsOf(fastify)) > 0) await sleep(LOOK_MS);
  }
}

/**
 * Ends the connections of a service that closes: each as soon as its request is answered. Node closes only those
 * that are idle at the moment of `close()`; the others would stay until their keep-alive runs out, a minute later.
 */
export function drainOnClose(fastify: FastifyInstance): void {
  fastify.addHook('preClose', (done) => {
    const { server } = fastify;
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
    const cut = setTimeout(() => server.closeAllConnections(), PATIENCE_MS);
    server.once('close', () => {
      clearInterval(sweep);
      clearTimeout(cut);
    });
    done();
  });
}

const connectionsOf = ({ server }: FastifyInstance): Promise<number> =>
  new Promise((resolve) => server.getConnections((_, count) => resolve(count ?? 0)));

import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FairQueue } from '../fair-queue.js';
import { networkShare } from '../network-share.js';

/** Bytes of a body that takes turns. */
const LARGE_BYTES = 256 * 1024;
/** Large bodies that are values at once; one more for an organization that has none. */
const SLOTS = 1;
/** Those that wait hold their bytes, 4 MB each at the most. */
const MAX_WAITING = 64;
/** Of the time a request has, what it may spend on waiting and the work. */
const SHARE_OF_TIME = 0.8;

/**
 * A large body becomes ten times its bytes in small objects. What is in use when the collector comes is copied, and
 * the event loop is held meanwhile: those of one request cost some milliseconds, those of eight at once cost eight
 * times as much, each time. So their requests take turns, organizations in turn, from the parser until the answer is
 * made.
 */
export class LargeBodies {
  readonly queue = new FairQueue({ slots: SLOTS, maxWaiting: MAX_WAITING });
  private readonly leaving = new WeakMap<FastifyRequest, () => void>();

  constructor(private readonly requestTimeoutMs: number) {}

  /**
   * Who has hung up leaves the line at once. Whose body is being read is told by the signal; whose work has begun
   * keeps the turn until it is done, for its values are in use until then.
   * @returns undefined when the body is not large @throws AppError service.unavailable when its turn would come too late
   */
  enter(
    request: FastifyRequest & { claims?: { organization_id: string | null } },
    bytes: number,
  ): Promise<AbortSignal> | undefined {
    if (bytes <= LARGE_BYTES) return undefined;
    const key = request.claims?.organization_id ?? `network:${networkShare(request.ip)}`;
    const { signal, release } = hangUpOf(request.raw.socket);
    const claim = { key, deadline: performance.now() + this.requestTimeoutMs * SHARE_OF_TIME, signal };
    return new Promise((enter, refuse) => {
      const held = () =>
        new Promise<void>((leave) => {
          // By then it was answered, or nobody waits for it any more.
          const timer = setTimeout(leave, this.requestTimeoutMs).unref();
          this.leaving.set(request, () => (clearTimeout(timer), leave()));
          enter(signal);
        });
      this.queue.run(claim, held).catch(refuse).finally(release);
    });
  }

  /** The body is not read to its end. */
  end(request: FastifyRequest): void {
    this.leaving.get(request)?.();
  }

  /** An onSend hook: the answer is made. */
  leave = (request: FastifyRequest, _reply: FastifyReply, payload: unknown, done: SendDone): void => {
    this.end(request);
    done(null, payload);
  };
}

/** A connection serves one request at a time, and many after each other. */
function hangUpOf(socket: Socket): { signal: AbortSignal; release: () => void } {
  const gone = new AbortController();
  // As Node.js says it of a body that stopped.
  const abort = () => gone.abort(Object.assign(new Error('aborted'), { code: 'ECONNRESET' }));
  if (socket.destroyed) abort();
  else socket.once('close', abort);
  return { signal: gone.signal, release: () => socket.off('close', abort) };
}

type SendDone = (error: Error | null, payload: unknown) => void;

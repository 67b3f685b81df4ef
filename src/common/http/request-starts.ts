import { networkShare } from '../network-share.js';

/** Milliseconds of one turn of the event loop in which requests begin; the rest of them begin in the next ones. */
const TURN_MS = 5;
/** Requests that begin in one turn of those that have waited, at most. */
const AT_ONCE = 16;

/**
 * When requests begin. All that come in one turn of the event loop would begin in it, and hundreds at once hold it for
 * as many half milliseconds: after TURN_MS they wait for turns of their own, network by network, so that a crowd does
 * not stand before a request of another client.
 */
export class RequestStarts {
  private readonly lines = new Map<string, (() => void)[]>();
  private since: number | undefined;
  private isServing = false;

  /** @returns undefined when the request may begin at once */
  enter(address: string | undefined): Promise<void> | undefined {
    if (this.since === undefined) {
      this.since = performance.now();
      setImmediate(() => (this.since = undefined));
      if (this.lines.size === 0) return undefined;
    }
    const isEarly = performance.now() - this.since < TURN_MS;
    if (isEarly && this.lines.size === 0) return undefined;
    const network = networkShare(address);
    const line = this.lines.get(network);
    if (isEarly && line === undefined) return undefined;
    return new Promise((begin) => {
      if (!this.isServing) this.serve();
      if (line) line.push(begin);
      else this.lines.set(network, [begin]);
    });
  }

  /** What a request does before it waits for something is done between two immediates. */
  private serve(): void {
    this.isServing = true;
    let since: number | undefined;
    const beginNext = () => {
      since ??= performance.now();
      if (performance.now() - since < TURN_MS) this.next()?.();
    };
    for (let i = 0; i < AT_ONCE; i++) setImmediate(beginNext);
    setImmediate(() => {
      this.isServing = this.lines.size > 0;
      if (this.isServing) this.serve();
    });
  }

  private next(): (() => void) | undefined {
    const [first] = this.lines;
    if (first === undefined) return undefined;
    const [network, line] = first;
    const begin = line.shift();
    this.lines.delete(network);
    if (line.length > 0) this.lines.set(network, line); // behind the other networks
    return begin;
  }
}

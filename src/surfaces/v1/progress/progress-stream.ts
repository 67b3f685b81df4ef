import { Readable } from 'node:stream';

/** Milliseconds that a browser waits before it connects again. */
const RETRY_MS = 3000;

export interface ProgressStreamOptions<T> {
  /** Whose stream it is: their number is limited. */
  key: string;
  first: T;
  /** What the route answers now. @throws when the caller may not see it any more */
  look: () => Promise<T>;
  /** Nothing changes from then on. */
  isFinal: (body: T) => boolean;
}

/** One thing as its route answers it, told anew when it has changed, until it has ended. */
export class ProgressStream<T> extends Readable {
  readonly key: string;
  private told = '';
  private isLooking = false;
  private isOver = false;

  constructor(private readonly options: ProgressStreamOptions<T>) {
    super();
    this.key = options.key;
    this.push(`retry: ${RETRY_MS}\n\n`);
    this.tell(options.first);
  }

  /** Asks the route again, unless it is asked already, or the reader has not taken what was told. */
  async look(): Promise<void> {
    if (this.isLooking || this.isOver || this.destroyed || this.readableLength > 0) return;
    this.isLooking = true;
    try {
      this.tell(await this.options.look());
    } catch (error) {
      this.end((error as { code?: string }).code ?? 'service.unavailable');
    } finally {
      this.isLooking = false;
    }
  }

  /** Keeps proxies from closing the connection. */
  heartbeat(): void {
    if (!this.isOver && !this.destroyed && this.readableLength === 0) this.push(': heartbeat\n\n');
  }

  /** The last thing a reader hears. @param code `finished`, or that of a refusal */
  end(code: string): void {
    if (this.isOver || this.destroyed) return;
    this.isOver = true;
    this.push(`event: end\ndata: ${JSON.stringify({ code })}\n\n`);
    this.push(null);
  }

  override _read(): void {
    // What there is to read is pushed when it changes.
  }

  private tell(body: T): void {
    if (this.isOver || this.destroyed) return;
    const text = JSON.stringify(body);
    if (text !== this.told) this.push(`event: progress\ndata: ${text}\n\n`);
    this.told = text;
    if (this.options.isFinal(body)) this.end('finished');
  }
}

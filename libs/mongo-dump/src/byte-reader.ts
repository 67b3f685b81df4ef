import { DumpError } from './errors.js';

/** Bytes of a stream by number: what a format is read with. Keeps no more than was asked for and one chunk. */
export class ByteReader {
  private readonly chunks: AsyncIterator<Uint8Array>;
  private buffer: Buffer = Buffer.alloc(0);
  private at = 0;

  constructor(bytes: AsyncIterable<Uint8Array>) {
    this.chunks = bytes[Symbol.asyncIterator]();
  }

  /** Bytes that can be taken without waiting. */
  get available(): number {
    return this.buffer.length - this.at;
  }

  /**
   * Waits until so many bytes can be taken. @returns false at the end of the stream, when none is left
   * @throws DumpError `truncated` when there are some, and fewer
   */
  async need(count: number): Promise<boolean> {
    if (this.available >= count) return true;
    const parts: Uint8Array[] = [this.buffer.subarray(this.at)];
    let total = parts[0].length;
    while (total < count) {
      const next = await this.chunks.next();
      if (next.done === true) {
        if (total === 0) return false;
        throw new DumpError('truncated', 'The dump ends in the middle of something.');
      }
      parts.push(next.value);
      total += next.value.length;
    }
    this.buffer = Buffer.concat(parts, total);
    this.at = 0;
    return true;
  }

  /** The number that comes next, and stays. */
  peekInt32(): number {
    return this.buffer.readInt32LE(this.at);
  }

  take(count: number): Buffer {
    const taken = this.buffer.subarray(this.at, this.at + count);
    this.at += count;
    return taken;
  }

  /** Ends the stream before its end. */
  async close(): Promise<void> {
    await this.chunks.return?.();
  }
}

import { until } from './smtp.js';

/** One block of a stream of server-sent events. */
export interface Block {
  id?: string;
  event?: string;
  data?: { id?: string; type?: string; seq?: number; code?: string; reason?: string } & Record<
    string,
    unknown
  >;
  comment?: string;
}

/** Reads GET /v1/events as a browser would with fetch. */
export class EventReader {
  readonly blocks: Block[] = [];
  /** When the stream ended, by performance.now(). */
  endedAt?: number;
  private readonly over = new AbortController();

  private constructor(readonly response: Response) {}

  static async open(url: string, token: string, headers: Record<string, string> = {}): Promise<EventReader> {
    const over = new AbortController();
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream', ...headers },
      signal: over.signal,
    });
    const reader = new EventReader(response);
    reader.over.signal.addEventListener('abort', () => over.abort());
    if (response.ok) void reader.read().catch(() => undefined);
    return reader;
  }

  /** Events with an id, but for the first block. */
  get events(): Block[] {
    return this.blocks.filter(({ event }) => event !== undefined);
  }

  get lastId(): string {
    return this.blocks.findLast(({ id }) => id !== undefined)!.id!;
  }

  async waitFor(count: number): Promise<Block[]> {
    await until(() => Promise.resolve(this.events.length >= count), 10_000, `${count} events`);
    return this.events;
  }

  async ended(): Promise<number> {
    await until(() => Promise.resolve(this.endedAt !== undefined), 10_000, 'the end');
    return this.endedAt!;
  }

  close(): void {
    this.over.abort();
  }

  private async read(): Promise<void> {
    let text = '';
    const decoder = new TextDecoder();
    try {
      for await (const chunk of this.response.body!) {
        text += decoder.decode(chunk as Uint8Array, { stream: true });
        const parts = text.split('\n\n');
        text = parts.pop()!;
        this.blocks.push(...parts.map(blockOf));
      }
    } finally {
      this.endedAt = performance.now();
    }
  }
}

function blockOf(text: string): Block {
  const block: Block = {};
  for (const line of text.split('\n')) {
    const [, name, value] = /^([a-z]*): ?(.*)$/.exec(line)!;
    if (name === '') block.comment = value;
    else if (name === 'data') block.data = JSON.parse(value) as Block['data'];
    else if (name === 'id' || name === 'event') block[name] = value;
  }
  return block;
}

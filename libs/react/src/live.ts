import type { RowhouseClient } from '@rowhouse/api-client';
import { readEvents } from '@rowhouse/api-client/core';
import { browser, openChannel } from './browser.js';
import type { Rowhouse } from './rowhouse.js';

/** What happened: its kind, such as `member.removed`; `reset` when events are missing. */
export type LiveEvent = string;

type Message = { kind: 'event'; type: LiveEvent; place: string } | { kind: 'place'; place: string };

/** A stream tells something every 15 s; one that is silent for this long is dead. Milliseconds. */
const SILENCE_MS = 40_000;
/** Between two tries, and at most. Milliseconds. */
const RETRY_MS = 500;
const MOST_MS = 10_000;

/**
 * The events of an organization, in every tab by one stream: a browser opens six connections to a host, and each
 * stream is one. The tab that holds the lock reads; when it is closed, another one goes on behind the last place.
 */
export class Live {
  private readonly channel: ReturnType<typeof openChannel>;
  private readonly stopping = new AbortController();
  private place: string | undefined;

  /**
   * @param name of the reader: who, and of which organization
   * @param onEvent for each event, in each tab
   */
  constructor(
    name: string,
    private readonly rowhouse: Rowhouse,
    private readonly client: RowhouseClient,
    private readonly onEvent: (type: LiveEvent) => void,
  ) {
    this.channel = openChannel(`rowhouse-events:${name}`);
    if (this.channel === undefined) return;
    this.channel.onmessage = (message: unknown) => this.hear((message as { data: Message }).data);
    const { signal } = this.stopping;
    const follow = () => this.follow();
    // Without locks, on a page without TLS, each tab reads for itself.
    const reading =
      browser.navigator?.locks?.request(`rowhouse-events:${name}`, { signal }, follow) ?? follow();
    reading.catch(() => undefined); // it was stopped while it waited
  }

  stop(): void {
    this.stopping.abort();
    this.channel?.close();
  }

  private hear(message: Message): void {
    this.place = message.place;
    if (message.kind === 'event') this.onEvent(message.type);
  }

  private tell(message: Message): void {
    if (this.stopping.signal.aborted) return;
    if (browser.navigator?.locks !== undefined) this.channel?.postMessage(message);
    this.hear(message);
  }

  private async follow(): Promise<void> {
    const { signal } = this.stopping;
    for (let wait = RETRY_MS; !signal.aborted; wait = Math.min(wait * 2, MOST_MS)) {
      await this.signedIn();
      const outcome = await this.readOnce().catch(() => 'lost' as const);
      if (outcome === 'refused') return;
      if (outcome === 'ended') wait = RETRY_MS;
      await pause(wait, signal);
    }
  }

  /** An ended session is waited for: whoever signs in again goes on where they were. */
  private signedIn(): Promise<void> {
    const { rowhouse, stopping } = this;
    if (rowhouse.state() === 'signed-in' || stopping.signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const go = () => {
        if (rowhouse.state() !== 'signed-in' && !stopping.signal.aborted) return;
        leave();
        resolve();
      };
      const leave = rowhouse.subscribe(go);
      stopping.signal.addEventListener('abort', go);
    });
  }

  /** `refused`: this reader gets no events, and asking again is of no use. */
  private async readOnce(): Promise<'ended' | 'refused' | 'lost'> {
    const attempt = new AbortController();
    const stop = () => attempt.abort();
    this.stopping.signal.addEventListener('abort', stop);
    let timer = setTimeout(stop, SILENCE_MS);
    const isAlive = () => {
      clearTimeout(timer);
      timer = setTimeout(stop, SILENCE_MS);
    };
    try {
      const { data, response } = await this.client.GET('/v1/events', {
        headers: {
          accept: 'text/event-stream',
          ...(this.place === undefined ? {} : { 'last-event-id': this.place }),
        },
        parseAs: 'stream',
        signal: attempt.signal,
      });
      if (data === undefined) return response.status === 403 || response.status === 404 ? 'refused' : 'lost';
      for await (const { id, type } of readEvents(data as ReadableStream<Uint8Array>, isAlive)) {
        if (type === 'end') return 'ended';
        if (type === '') this.tell({ kind: 'place', place: id });
        else this.tell({ kind: 'event', type, place: id });
      }
      return 'ended';
    } finally {
      clearTimeout(timer);
      this.stopping.signal.removeEventListener('abort', stop);
    }
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

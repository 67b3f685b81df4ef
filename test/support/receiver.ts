import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A webhook as its creation shows it. */
export interface Hook extends Record<string, unknown> {
  id: string;
  secret: string;
  public_keys: string[];
  enabled: boolean;
}

export interface Delivery extends Record<string, unknown> {
  id: string;
  event_id: string;
  state: string;
  attempts: number;
  next_attempt_at: string | null;
  tries: Record<string, unknown>[];
}

export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  event: { id: string; type: string; seq: number | null } & Record<string, unknown>;
}

/** How a receiver answers one request. */
export interface Reaction {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
  /** Milliseconds before it answers; Infinity: never. */
  after?: number;
}

/** A server that takes webhooks, as a test wants it to. */
export class TestReceiver {
  readonly received: Received[] = [];
  react: (request: Received) => Reaction = () => ({});
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private waiting: (() => void)[] = [];

  constructor() {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        const isLines = request.headers['content-type'] === 'application/x-ndjson'; // those of an audit sink
        const event = JSON.parse(isLines || body === '' ? '{}' : body) as Received['event'];
        const one: Received = { path: request.url!, headers: request.headers, body, event };
        const { status = 200, headers = {}, body: text = 'ok', after = 0 } = this.react(one);
        this.received.push(one);
        for (const wake of this.waiting.splice(0)) wake();
        if (after === Infinity) return;
        setTimeout(() => response.writeHead(status, headers).end(text), after);
      });
    });
    this.server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
  }

  async start(): Promise<this> {
    await new Promise<void>((listening) => this.server.listen(0, '127.0.0.1', listening));
    return this;
  }

  url(path = '/'): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}${path}`;
  }

  /** Those of one path, as soon as there are so many. */
  async waitFor(path: string, count: number, ms = 15_000): Promise<Received[]> {
    const end = Date.now() + ms;
    for (;;) {
      const found = this.received.filter((one) => one.path === path);
      if (found.length >= count) return found;
      if (Date.now() > end) throw new Error(`${path} got ${found.length} of ${count} requests`);
      await new Promise<void>((wake) => {
        this.waiting.push(wake);
        setTimeout(wake, 100);
      });
    }
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((closed) => this.server.close(closed));
  }
}

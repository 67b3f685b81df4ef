import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Metrics } from '../../common/metrics/metrics.js';
import { Env } from '../../config/env.js';
import { PLAIN, scrapes } from './scrape.js';

/** Serves GET /metrics on METRICS_PORT, which no client of the service has to reach. */
@Injectable()
export class MetricsServer implements OnApplicationBootstrap, OnApplicationShutdown {
  private server?: Server;

  constructor(
    private readonly metrics: Metrics,
    private readonly env: Env,
  ) {}

  /** Undefined when there is none. */
  get port(): number | undefined {
    return (this.server?.address() as AddressInfo | null | undefined)?.port;
  }

  async onApplicationBootstrap(): Promise<void> {
    const { METRICS_PORT: port, METRICS_HOST: host, METRICS_TOKEN: token } = this.env;
    if (port === undefined) return;
    const scrape = scrapes(this.metrics, token);
    const server = createServer((request, response) => void answer(scrape, request, response));
    // A scraper that vanishes must not hold connections for ever.
    server.requestTimeout = 10_000;
    server.maxConnections = 100;
    server.listen(port, host);
    await once(server, 'listening');
    server.unref();
    this.server = server;
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.server === undefined) return;
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server!.close(resolve));
  }
}

async function answer(
  scrape: ReturnType<typeof scrapes>,
  { method, url = '', headers }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = url.split('?', 1)[0];
  if (path !== '/metrics') return void response.writeHead(404, PLAIN).end('GET /metrics\n');
  if (method !== 'GET' && method !== 'HEAD')
    return void response.writeHead(405, { ...PLAIN, allow: 'GET, HEAD' }).end('GET /metrics\n');
  try {
    const { status, headers: own, body } = await scrape(headers.authorization);
    response.writeHead(status, own).end(method === 'HEAD' ? undefined : body);
  } catch {
    response.writeHead(500, PLAIN).end('The metrics could not be read\n');
  }
}

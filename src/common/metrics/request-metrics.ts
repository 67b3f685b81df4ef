import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorDetails } from '../errors/app-error.js';
import { histogram, metric } from './metric.js';
import type { Metrics, Observe } from './metrics.js';

const DURATION = histogram(
  'rowhouse_http_request_duration_seconds',
  'From the head of a request until its connection was done with it, by the pattern of its route; status is 2xx to 5xx, or gone when the client left first',
  ['surface', 'method', 'route', 'status'],
  [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
);
const IN_FLIGHT = metric('gauge', 'rowhouse_http_requests_in_flight', 'Requests that have no answer yet');
const CONNECTIONS = metric('gauge', 'rowhouse_http_connections', 'Connections that clients hold open');
const REFUSALS = metric(
  'counter',
  'rowhouse_http_refusals_total',
  'Answers that refuse, by the code of the error (docs/errors): internal is a fault of the service',
  ['code'],
);
const LIMITED = metric(
  'counter',
  'rowhouse_rate_limited_total',
  'Requests refused by a rate limit or by the requests per minute of a plan, by the name of the limit',
  ['limit'],
);

/** Most methods that a route is seen with: what a client invents is one label. */
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Of a route: by method and status. */
export type RouteMeter = Map<string, Observe>;

/** What is counted of HTTP requests. */
export class RequestMetrics {
  private inFlight = 0;
  private readonly refusals = new Map<string, number>();
  private readonly limited = new Map<string, number>();
  /** Of requests that no route took. */
  private readonly stray: RouteMeter = new Map();

  constructor(
    private readonly metrics: Metrics,
    connections: () => Promise<number>,
  ) {
    metrics.read(IN_FLIGHT, () => this.inFlight);
    metrics.read(CONNECTIONS, connections);
    metrics.read(REFUSALS, () => [...this.refusals].map(([code, count]) => [{ code }, count] as const));
    metrics.read(LIMITED, () => [...this.limited].map(([limit, count]) => [{ limit }, count] as const));
  }

  get isOn(): boolean {
    return this.metrics.isOn;
  }

  follow(request: FastifyRequest, { raw }: FastifyReply): void {
    const { config } = request.routeOptions;
    const since = performance.now();
    this.inFlight++;
    raw.once('close', () => {
      this.inFlight--;
      const meter = config?.meter ?? this.stray;
      const status = raw.headersSent ? STATUS[(raw.statusCode / 100) | 0] : 'gone';
      const key = request.method + status;
      let observe = meter.get(key);
      if (observe === undefined) {
        const method = METHODS.has(request.method) ? request.method : 'other';
        const isStray = meter === this.stray;
        const route = isStray ? '(none)' : (request.routeOptions.url ?? '(none)');
        const surface = isStray ? '(none)' : (config?.surface?.name ?? '(none)');
        observe = this.metrics.observer(DURATION, { surface, method, route, status });
        meter.set(key, observe);
      }
      observe((performance.now() - since) / 1000);
    });
  }

  refused(code: string, { quota }: ErrorDetails): void {
    this.refusals.set(code, (this.refusals.get(code) ?? 0) + 1);
    if (quota) this.limited.set(quota.name, (this.limited.get(quota.name) ?? 0) + 1);
  }
}

const STATUS = ['0xx', '1xx', '2xx', '3xx', '4xx', '5xx'];

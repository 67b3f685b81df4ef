import type { FastifyContextConfig, FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorDetails } from '../errors/app-error.js';
import { histogram, metric, type Observe } from './metric.js';
import type { Metrics } from './metrics.js';

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

const NO_ROUTE = '(none)';
const GONE = 0;

/** Of a route: by method, and by the first digit of the status; 0 is that of a client who has gone. */
export type RouteMeter = Map<string, (Observe | undefined)[]>;

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

  follow(request: FastifyRequest, { raw }: FastifyReply, config: FastifyContextConfig | undefined): void {
    const since = performance.now();
    this.inFlight++;
    raw.on('close', () => {
      this.inFlight--;
      const meter = config?.meter ?? this.stray;
      const method = METHODS.has(request.method) ? request.method : 'other';
      const status = raw.headersSent ? (raw.statusCode / 100) | 0 : GONE;
      let byStatus = meter.get(method);
      if (byStatus === undefined) meter.set(method, (byStatus = []));
      const observe = (byStatus[status] ??= this.observerOf(request, config, method, status));
      observe((performance.now() - since) / 1000);
    });
  }

  private observerOf(
    request: FastifyRequest,
    config: FastifyContextConfig | undefined,
    method: string,
    status: number,
  ): Observe {
    const isStray = config?.meter === undefined;
    const route = isStray ? NO_ROUTE : (request.routeOptions.url ?? NO_ROUTE);
    const surface = isStray ? NO_ROUTE : (config.surface?.name ?? NO_ROUTE);
    const labels = { surface, method, route, status: status === GONE ? 'gone' : `${status}xx` };
    return this.metrics.observer(DURATION, labels);
  }

  refused(code: string, { quota }: ErrorDetails): void {
    this.refusals.set(code, (this.refusals.get(code) ?? 0) + 1);
    if (quota) this.limited.set(quota.name, (this.limited.get(quota.name) ?? 0) + 1);
  }
}

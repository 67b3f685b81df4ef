import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import fastifyCookie from '@fastify/cookie';
import fastifyCors from '@fastify/cors';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type RouteOptions,
} from 'fastify';
import findMyWay, { type HTTPMethod } from 'find-my-way';
import helmet from 'helmet';
import { AppError } from '../errors/app-error.js';
import { addBodyParsers, streamJson } from './body-parsers.js';
import { showQueue } from '../metrics/queue-metrics.js';
import { networkShare } from '../network-share.js';
import type { Log } from '../logging/log.js';
import type { Metrics } from '../metrics/metrics.js';
import { RequestMetrics } from '../metrics/request-metrics.js';
import type { Tracer } from '../tracing/tracing.js';
import { enterRequest, FOLLOWS_FREELY, resumeRequest } from '../request-scope.js';
import { startDeadline } from './deadline.js';
import { CHECK_MS, HEADERS_MS, limitConnections, watchTransfer } from './connections.js';
import { Crowds } from './crowds.js';
import { Draining, drainOnClose } from './draining.js';
import { FailureWriter } from './failure-writer.js';
import { SMALL_JSON } from './json-body.js';
import { isLingering } from './lingering-close.js';
import { type Gate, RequestGates } from './request-gates.js';
import { RequestStarts } from './request-starts.js';
import { publicLocations } from './public-locations.js';
import { requestIds } from './request-id.js';
import { BrokenAnswersLog, RequestLog } from './request-log.js';
import { SurfaceFilter } from './surface.filter.js';
import type { SurfaceTable } from './surface.js';
import { refuseUnparsed } from './unparsed-request.js';

export interface HttpOptions {
  surfaces: SurfaceTable;
  requestTimeoutMs: number;
  corsOrigins: string[];
  /** Addresses or CIDR blocks of proxies whose X-Forwarded-For is believed, comma-separated. */
  trustedProxies: string;
  /** People reach the service over https: browsers are told to insist on it. */
  https: boolean;
  /** Browsers insist on https for the hosts below the service's too. */
  hstsSubdomains: boolean;
  /** What a proxy takes away from the path of requests; mostly empty. */
  publicPath: string;
  /** Connections in all, and from one address that is no trusted proxy. */
  maxConnections: number;
  maxConnectionsPerAddress: number;
  /** What a body has to bring where there is no deadline; 0: anything. */
  minUploadBytesPerSecond: number;
  /** Fastify's log as well. */
  log: Log;
  metrics: Metrics;
  /** None: no traces are made. */
  tracer?: Tracer;
}

const METHODS: HTTPMethod[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
/** Characters of a path segment; the longest id is 128, and a longer one should be told so. */
const MAX_PARAM = 256;

/** The Fastify adapter with the rules every surface shares: JSON only, limits, ids, deadlines, headers. */
export class HttpPlatform {
  readonly adapter: FastifyAdapter;
  readonly filter: SurfaceFilter;
  readonly draining = new Draining();
  private readonly failures: FailureWriter;
  private readonly gates = new RequestGates();
  private readonly starts = new RequestStarts();
  readonly crowds = new Crowds();
  private organizationOf: (request: FastifyRequest) => string | undefined = () => undefined;
  private readonly requestLog: RequestLog;
  private readonly metrics: RequestMetrics;
  private readonly setHeaders: (request: FastifyRequest, reply: FastifyReply) => void;
  private readonly router = findMyWay({ maxParamLength: MAX_PARAM });

  constructor(private readonly options: HttpOptions) {
    this.metrics = new RequestMetrics(options.metrics, () => connectionsOf(this.adapter));
    this.failures = new FailureWriter(
      options.surfaces,
      (path) => this.methodsOf(path),
      options.publicPath,
      this.metrics,
    );
    this.filter = new SurfaceFilter(this.failures);
    this.requestLog = new RequestLog(options.log);
    this.setHeaders = commonHeaders(options);
    this.adapter = new FastifyAdapter({
      bodyLimit: SMALL_JSON.bytes,
      loggerInstance: fastifyLog(options.log),
      logController: new BrokenAnswersLog(),
      http: {
        ServerResponse: this.draining.Response,
        headersTimeout: HEADERS_MS,
        connectionsCheckingInterval: CHECK_MS,
      },
      routerOptions: { maxParamLength: MAX_PARAM },
      // What comes in on an open connection while the service closes is still answered, and by its own handler.
      return503OnClosing: false,
      genReqId: requestIds(options.trustedProxies),
      trustProxy: options.trustedProxies === '' ? false : options.trustedProxies,
      // Fastify refuses these before any hook runs.
      frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
        this.requestLog.follow(request, reply, request.routeOptions.config);
        if (this.metrics.isOn) this.metrics.follow(request, reply, request.routeOptions.config);
        this.setHeaders(request, reply);
        this.failures.write(error, request, reply);
      },
      clientErrorHandler: (error: Error, socket: Socket) =>
        refuseUnparsed(options.surfaces, options.publicPath, error, socket),
    });
    const fastify: FastifyInstance = this.adapter.getInstance();
    this.addHooks(fastify, options);
    drainOnClose(fastify);
    limitConnections(fastify.server, {
      max: options.maxConnections,
      maxPerAddress: options.maxConnectionsPerAddress,
      trustedProxies: options.trustedProxies,
    });
    // A client that asks before it sends its body is told to go on when the gates let it pass.
    fastify.server.on('checkContinue', (request, response) =>
      fastify.server.emit('request', request, response),
    );
    showQueue(options.metrics, 'crowds', this.crowds);
    showQueue(options.metrics, 'large bodies', addBodyParsers(fastify, options.requestTimeoutMs).queue);
  }

  private addHooks(fastify: FastifyInstance, options: HttpOptions): void {
    fastify.addHook('onRoute', (route) => this.register(route));
    fastify.decorateRequest('scope', undefined);
    fastify.addHook('onRequest', (request, reply, done) => {
      if (isLingering(request.raw.socket)) return void request.raw.socket.destroy();
      const { config } = request.routeOptions; // Fastify makes the object anew each time
      options.tracer?.follow(request, reply);
      this.requestLog.follow(request, reply, config);
      if (this.metrics.isOn) this.metrics.follow(request, reply, config);
      this.setHeaders(request, reply);
      startDeadline(request, reply, options.requestTimeoutMs, (error) =>
        this.failures.write(error, request, reply),
      );
      // Not through done(error): what goes wrong before Nest's handler is answered in Fastify's words.
      if (isBareOptions(request)) this.failures.write(new AppError('route.unknown'), request, reply);
      else if (config?.followed === true) enter(request, reply, done);
      else done();
    });
    fastify.addHook('preParsing', (request, reply, _payload, done) => {
      const begin = () => {
        if (reply.sent) return;
        const turn = this.starts.enter(request.ip);
        if (turn === undefined) this.passGates(request, reply, done);
        else void turn.then(() => reply.sent || this.passGates(request, reply, done));
      };
      const refuse = (error: unknown) => this.failures.write(error, request, reply);
      try {
        const held = this.hold(request);
        if (held === undefined) begin();
        else held.then(begin, refuse);
      } catch (error) {
        refuse(error);
      }
    });
    fastify.addHook('preSerialization', wrapSuccess);
    if (options.publicPath !== '') fastify.addHook('onSend', publicLocations(options.publicPath));
  }

  /** Who sends much waits until the event loop has time for it. Probes never wait. */
  private hold(request: FastifyRequest): Promise<void> | undefined {
    if (request.routeOptions.config.probe === true) return undefined;
    const { headers, raw } = request;
    const key = this.organizationOf(request) ?? `network:${networkShare(request.ip)}`;
    const isGone = () => raw.socket.destroyed;
    return this.crowds.enter({ key, work: workOf(headers), isGone });
  }

  /** @param organizationOf of a request whose token or key is known already */
  recognizeBy(organizationOf: (request: FastifyRequest) => string | undefined): void {
    this.organizationOf = organizationOf;
  }

  /** Adds what looks at a request before its body is read. */
  guardBodies(...gates: Gate[]): void {
    this.gates.add(...gates);
  }

  /** Everything that needs the application: CORS and the one filter. */
  async attach(app: NestFastifyApplication): Promise<void> {
    app.useGlobalFilters(this.filter);
    // Cookies are read by the one surface that has them, so that no other request pays for it.
    await app.register(fastifyCookie, { hook: false });
    if (this.options.corsOrigins.length > 0) {
      await app.register(fastifyCors, {
        origin: this.options.corsOrigins,
        methods: METHODS,
        credentials: true,
        exposedHeaders: [
          'ETag',
          'Idempotency-Replayed',
          'Link',
          'Location',
          'Operation-Location',
          'RateLimit',
          'RateLimit-Policy',
          'Retry-After',
          'Return-To',
          'X-Impersonated-By',
          'X-Initial-Secret',
          'X-Request-Id',
        ],
      });
    }
  }

  private passGates(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
    const refuse = (error: unknown) => this.failures.write(error, request, reply);
    const goOn = () => {
      if (reply.sent) return;
      if (request.headers.expect?.toLowerCase() === '100-continue') reply.raw.writeContinue();
      if (request.routeOptions.config.deadlineMs === 0) this.watch(request, reply);
      done();
    };
    try {
      const waiting = this.gates.pass(request, reply);
      if (waiting === undefined) goOn();
      else waiting.then(goOn, refuse);
    } catch (error) {
      refuse(error);
    }
  }

  private watch(request: FastifyRequest, reply: FastifyReply): void {
    watchTransfer(request, reply, this.options.minUploadBytesPerSecond, () =>
      this.failures.write(new AppError('request.not_received'), request, reply),
    );
  }

  private register(route: RouteOptions): void {
    const config = (route.config ??= {});
    route.bodyLimit = (config.json ?? SMALL_JSON).bytes;
    config.surface = this.options.surfaces.of(route.url);
    if (this.metrics.isOn) config.meter = new Map();
    config.log = this.requestLog.ofRoute(config.surface.name, route.url);
    streamJson(route);
    // Of the route and not for all of them: the hot path passes no hook, unless it is traced.
    const isLight = config.hotPath === true || config.directWrite === true;
    config.followed = FOLLOWS_FREELY || this.options.tracer !== undefined || !isLight;
    if (config.followed) route.preHandler = [...[route.preHandler ?? []].flat(), resume];
    for (const method of [route.method].flat()) {
      const name = method.toUpperCase() as HTTPMethod;
      if (name !== 'OPTIONS' && !this.router.hasRoute(name, route.url))
        this.router.on(name, route.url, () => undefined);
    }
  }

  private methodsOf(path: string): string[] {
    return [...METHODS, 'HEAD' as const].filter((method) => this.router.find(method, path) !== null);
  }
}

const connectionsOf = (adapter: FastifyAdapter): Promise<number> =>
  new Promise((resolve, reject) => {
    const { server } = adapter.getInstance<FastifyInstance>();
    server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
  });

/** Bytes of a body that cost as much as a small request, read or thrown away. */
const BYTES_OF_WORK = 16 * 1024;
/** A body that does not say how long it is; and the longest that is counted, whatever a client says. Bytes. */
const UNTOLD_BYTES = 64 * 1024;
const MOST_BYTES = 4 * 1024 * 1024;

function workOf(headers: FastifyRequest['headers']): number {
  const { 'content-length': length, 'transfer-encoding': encoding } = headers;
  const bytes = encoding === undefined ? Number(length ?? 0) : UNTOLD_BYTES;
  return 1 + (bytes > 0 ? Math.min(bytes, MOST_BYTES) / BYTES_OF_WORK : 0);
}

/** Milliseconds the work of a request that was given up may still go on, and look for its scope. */
const LINGER_MS = 30_000;

/** From here on whatever works for the request finds it, and the lines it logs name it. */
function enter(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  const leave = enterRequest(request, done);
  reply.raw.once('close', () => {
    if (request.scope?.signal.aborted) setTimeout(leave, LINGER_MS).unref();
    else leave();
  });
}

/** The body was read in another context. */
const resume = (request: FastifyRequest, _reply: FastifyReply, done: () => void): void =>
  resumeRequest(request, done);

/** Fastify says at info that it listens, which the start does as well, and what went wrong for a client at debug. */
function fastifyLog(log: Log): Log {
  const isQuiet = log.isLevelEnabled('warn') && !log.isLevelEnabled('debug');
  return log.child({}, isQuiet ? { level: 'warn' } : {});
}

/** A token or personal data is in most answers (RFC 6749, section 5.1), and no cache is needed for the others. */
const NO_STORE = { 'cache-control': 'no-store' };
/** The same bytes for everybody. */
const isDocs = (url: string): boolean => url.startsWith('/docs');

function commonHeaders(options: HttpOptions): (request: FastifyRequest, reply: FastifyReply) => void {
  const security = securityHeaders(options);
  const guarded = { ...security, ...NO_STORE };
  return (request, reply) => {
    reply.headers(isDocs(request.url) ? security : guarded);
    reply.header('x-request-id', request.id);
  };
}

/** OPTIONS is here for browsers' preflights only; any other is told which methods the path has. */
function isBareOptions({ method, headers }: FastifyRequest): boolean {
  const isPreflight = headers.origin !== undefined && headers['access-control-request-method'] !== undefined;
  return method === 'OPTIONS' && !isPreflight;
}

/** helmet's headers, computed once: they do not depend on the request and cost 50 microseconds each time. */
function securityHeaders({ https, hstsSubdomains }: HttpOptions): Record<string, string> {
  const headers: Record<string, string> = {};
  const response = {
    setHeader: (name: string, value: string) => (headers[name.toLowerCase()] = value),
    removeHeader: () => undefined,
  };
  const protect = helmet({
    hsts: https && { includeSubDomains: hstsSubdomains },
    contentSecurityPolicy: { directives: https ? {} : { upgradeInsecureRequests: null } },
  });
  protect({} as IncomingMessage, response as unknown as ServerResponse, () => undefined);
  return headers;
}

function wrapSuccess(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
  done: (error: Error | null, payload?: unknown) => void,
): void {
  const { message, surface } = request.routeOptions.config;
  const wrapped =
    message !== undefined && reply.statusCode < 400 && surface?.wrap
      ? surface.wrap(payload, message)
      : payload;
  done(null, wrapped);
}

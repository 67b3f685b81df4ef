import { type FastifyContextConfig, type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import type { Log } from '../logging/log.js';
import type { ServedRequest } from '../request-scope.js';
import { clientRequestId } from './request-id.js';

/** As nginx says that the client had gone before there was an answer. */
const CLIENT_GONE = 499;

/**
 * One line per request, when its connection is done with it. The route's pattern stands for the path, because paths
 * and query strings hold codes; the health probes are logged at debug.
 */
export class RequestLog {
  private readonly isOn: boolean;
  private readonly logsProbes: boolean;
  /** Of a request that no route took. */
  private readonly stray: Log;

  constructor(private readonly log: Log) {
    this.isOn = log.isLevelEnabled('info');
    this.logsProbes = log.isLevelEnabled('debug');
    this.stray = log.child({ route: '(none)' });
  }

  /** What all lines of a route say is written down once. */
  ofRoute(surface: string, route: string): Log {
    return this.log.child({ surface, route });
  }

  follow(request: FastifyRequest, reply: FastifyReply, config: FastifyContextConfig | undefined): void {
    if (!this.isOn || (config?.probe === true && !this.logsProbes)) return;
    const log = config?.log ?? this.stray;
    const level = config?.probe === true ? 'debug' : 'info';
    const since = performance.now();
    reply.raw.once('close', () => log[level](lineOf(request, reply, performance.now() - since), 'request'));
  }
}

/**
 * Of Fastify's own lines of requests only one is written: of an answer that broke after its headers were sent, the
 * client gets no error and `RequestLog` says no more than `aborted`.
 */
export class BrokenAnswersLog extends LogController {
  constructor() {
    super({ disableRequestLogging: true, requestIdLogLabel: 'request_id' });
  }

  override streamError(error: Error & { code?: unknown }, request: FastifyRequest): void {
    // The client has gone, which is no fault of the service.
    if (error.code === 'ERR_STREAM_PREMATURE_CLOSE') return;
    request.log.error({ err: error }, 'The response broke off after its headers were sent');
  }
}

function lineOf(request: FastifyRequest, { raw }: FastifyReply, ms: number): Record<string, unknown> {
  const { id, traceId, actor, method } = request as FastifyRequest & ServedRequest;
  return {
    request_id: id,
    trace_id: traceId,
    client_request_id: clientRequestId(request),
    organization_id: actor?.organizationId,
    user_id: actor?.userId,
    impersonator_id: actor?.impersonatorId,
    method,
    status: raw.headersSent ? raw.statusCode : CLIENT_GONE,
    duration_ms: Math.round(ms * 1000) / 1000,
    aborted: raw.writableFinished ? undefined : true,
  };
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../logging/log.js';
import { requestFields } from '../logging/log.js';
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

  constructor(private readonly log: Log) {
    this.isOn = log.isLevelEnabled('info');
    this.logsProbes = log.isLevelEnabled('debug');
  }

  follow(request: FastifyRequest, reply: FastifyReply): void {
    if (!this.isOn) return;
    const isProbe = request.routeOptions.config?.probe === true;
    if (isProbe && !this.logsProbes) return;
    const since = performance.now();
    reply.raw.once('close', () => {
      const ms = Math.round((performance.now() - since) * 1000) / 1000;
      this.log[isProbe ? 'debug' : 'info'](lineOf(request, reply, ms), 'request');
    });
  }
}

function lineOf(request: FastifyRequest, { raw }: FastifyReply, ms: number): Record<string, unknown> {
  const { url, config } = request.routeOptions;
  return {
    ...requestFields(request),
    client_request_id: clientRequestId(request),
    surface: config?.surface?.name,
    route: url ?? '(none)',
    method: request.method,
    status: raw.headersSent ? raw.statusCode : CLIENT_GONE,
    duration_ms: ms,
    aborted: raw.writableFinished ? undefined : true,
  };
}

import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Tracer as OtelTracer,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { servedRequest } from '../request-scope.js';
import { VERSION } from '../version.js';
import { traceCommands } from './command-spans.js';
import type { Attributes, CommandEvents, Tracer } from './tracing.js';

export interface TracerSettings {
  /** Of the collector, without /v1/traces. */
  endpoint: string;
  serviceName: string;
  /** Share of the requests without a parent that are traced. */
  ratio: number;
}

declare module 'fastify' {
  interface FastifyRequest {
    traceId?: string;
    span?: unknown;
  }
}

/** Milliseconds between two exports, and how long one may take. */
const EVERY_MS = 1000;
const EXPORT_MS = 5000;
/** W3C Trace Context: version, trace id, span id, flags. */
const TRACEPARENT = /^(?!ff)[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(?:-|$)/;

/** Traces by OTLP over HTTP. They are sent in the background: a collector that is away costs no request anything. */
export class OtlpTracer implements Tracer {
  private readonly provider: TracerProvider;
  private readonly tracer: OtelTracer;
  /** The span that work is done in, below that of the request. */
  private readonly active = new AsyncLocalStorage<Span>();

  constructor({ endpoint, serviceName, ratio }: TracerSettings) {
    const url = `${endpoint.replace(/\/+$/, '')}/v1/traces`;
    const exporter = new OTLPTraceExporter({ url, timeoutMillis: EXPORT_MS });
    this.provider = new TracerProvider({
      resource: resourceFromAttributes({ 'service.name': serviceName, 'service.version': VERSION }),
      sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
      spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: EVERY_MS })],
    });
    this.tracer = this.provider.getTracer('rowhouse', VERSION);
  }

  follow(request: FastifyRequest, { raw }: FastifyReply): void {
    const route = request.routeOptions.url ?? '(none)';
    const attributes = {
      'http.request.method': request.method,
      'http.route': route,
      'rowhouse.request_id': request.id,
    };
    const options = { kind: SpanKind.SERVER, attributes };
    const span = this.tracer.startSpan(`${request.method} ${route}`, options, parentOf(request));
    request.span = span;
    request.traceId = span.spanContext().traceId;
    raw.once('close', () => {
      const { actor } = request as FastifyRequest & { actor?: { organizationId?: string } };
      if (actor?.organizationId !== undefined)
        span.setAttribute('rowhouse.organization_id', actor.organizationId);
      span.setAttribute('http.response.status_code', raw.statusCode);
      if (raw.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    });
  }

  async run<T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T> {
    const span = this.begin(name, attributes, SpanKind.INTERNAL);
    if (span === undefined) return work();
    try {
      return await this.active.run(span, work);
    } catch (error) {
      // Only its kind: a message may hold what a client has sent.
      span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).name });
      throw error;
    } finally {
      span.end();
    }
  }

  traceCommands(client: CommandEvents): void {
    traceCommands(client, (name, attributes) => this.begin(name, attributes, SpanKind.CLIENT));
  }

  /** @returns undefined outside of a request that is traced */
  private begin(name: string, attributes: Attributes, kind: SpanKind): Span | undefined {
    const above = this.active.getStore() ?? (servedRequest() as { span?: Span } | undefined)?.span;
    if (above === undefined || !above.isRecording()) return undefined;
    return this.tracer.startSpan(name, { kind, attributes }, trace.setSpan(ROOT_CONTEXT, above));
  }

  async stop(): Promise<void> {
    await this.provider.shutdown().catch(() => undefined); // a collector that is away gets nothing
  }
}

/** What the client says it works for. A header that breaks the rules counts as none. */
function parentOf({ headers }: FastifyRequest): Context {
  const { traceparent } = headers;
  const parts = typeof traceparent === 'string' ? TRACEPARENT.exec(traceparent) : null;
  if (parts === null) return ROOT_CONTEXT;
  const [, traceId, spanId, flags] = parts;
  const traceFlags = Number.parseInt(flags, 16) & TraceFlags.SAMPLED;
  const parent = { traceId, spanId, traceFlags, isRemote: true };
  return trace.isSpanContextValid(parent) ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT;
}

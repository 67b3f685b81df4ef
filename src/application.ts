import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import type { OtlpTracer } from './common/tracing/otlp-tracer.js';
import { useTracer } from './common/tracing/tracing.js';
import { HttpPlatform } from './common/http/platform.js';
import { createLog, type Log } from './common/logging/log.js';
import { Metrics } from './common/metrics/metrics.js';
import { NestLog } from './common/logging/nest-log.js';
import type { Env } from './config/env.js';
import { logOptionsOf } from './config/log.js';
import type { Clock } from './database/work/clock.js';
import { type Actor, isKeyItself } from './modules/access/actor.types.js';
import { AccessTokenGuard } from './modules/auth/http/access-token.guard.js';
import { UsageService } from './modules/usage/usage.service.js';
import { InstanceService } from './modules/registry/instance.service.js';
import { HealthService } from './modules/health/health.service.js';
import { RateLimitGate } from './modules/rate-limits/http/rate-limit.gate.js';
import { serveDocs } from './docs/serve-docs.js';
import { serveMetrics } from './surfaces/metrics/serve-metrics.js';
import { serveDashboard } from './surfaces/dashboard/serve-dashboard.js';
import { serveMailPages } from './surfaces/pages/serve-mail-pages.js';
import { SURFACES } from './surfaces/surfaces.js';

const ANYWHERE = { strict: false };

const holds = new WeakMap<NestFastifyApplication, () => Promise<void>>();

/** To be awaited before `close()` when the process was told to end: connected clients learn of it first. */
export const holdBeforeClose = (app: NestFastifyApplication): Promise<void> =>
  holds.get(app)?.() ?? Promise.resolve();

/** Builds the application as main.ts and the tests run it; it does not listen yet. */
export async function createApplication(
  env: Env,
  { clock, log: given }: { clock?: Clock; log?: Log } = {},
): Promise<NestFastifyApplication> {
  const log = given ?? (await createLog(logOptionsOf(env)));
  const tracer = await startTracer(env);
  const metrics = new Metrics(env.servesMetrics);
  const platform = new HttpPlatform({
    surfaces: SURFACES,
    requestTimeoutMs: env.REQUEST_TIMEOUT_MS,
    corsOrigins: env.corsOrigins,
    trustedProxies: env.TRUSTED_PROXIES,
    https: env.publicBaseUrl.startsWith('https:'),
    hstsSubdomains: env.HSTS_SUBDOMAINS,
    publicPath: env.publicPath,
    maxConnections: env.MAX_CONNECTIONS,
    maxConnectionsPerAddress: env.MAX_CONNECTIONS_PER_ADDRESS,
    minUploadBytesPerSecond: env.UPLOAD_MIN_BYTES_PER_SECOND,
    log,
    metrics,
    tracer,
  });
  const root = AppModule.forRoot(env, { clock, metrics });
  const app = await NestFactory.create<NestFastifyApplication>(root, platform.adapter, {
    bodyParser: false,
    abortOnError: false,
    logger: new NestLog(log),
  });
  await platform.attach(app);
  if (tracer) stopWith(app, tracer);
  const [limits, tokens] = [app.get(RateLimitGate, ANYWHERE), app.get(AccessTokenGuard, ANYWHERE)];
  const instance = app.get(InstanceService, ANYWHERE);
  instance.tell(() => platform.crowds.least());
  platform.crowds.peers = () => instance.peers;
  platform.recognizeBy((request) => tokens.organizationOf(request));
  platform.guardBodies(
    (request, reply) => limits.check(request, reply),
    (request, reply) => tokens.checkBeforeBody(request, reply),
  );
  serveMetrics(app, env);
  serveMailPages(app, { docs: env.DOCS });
  serveDashboard(app, env);
  if (env.DOCS) serveDocs(app, env.publicPath);
  const fastify = app.getHttpAdapter().getInstance();
  countRequests(app);
  holds.set(app, () => {
    app.get(HealthService, ANYWHERE).beginStop();
    return platform.draining.hold(fastify, env.shutdownDelayMs);
  });
  return app;
}

/** Answered requests of signed-in callers are what organizations use; refusals for being too many are not. */
function countRequests(app: NestFastifyApplication): void {
  const usage = app.get(UsageService, ANYWHERE);
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onResponse', (request, { statusCode }, done) => {
    const { actor } = request;
    if (actor?.organizationId !== undefined && statusCode < 500 && statusCode !== 429) {
      usage.countRequest(actor.organizationId, isMember(actor) ? actor.userId : undefined);
    }
    done();
  });
}

/** An API key of an organization is no user, and an impersonator is another user. */
const isMember = ({ userId, impersonatorId }: Actor): boolean =>
  impersonatorId === undefined && !isKeyItself(userId);

/** What makes traces is loaded where they are exported alone: 20 MB that nobody else pays for. */
async function startTracer(env: Env): Promise<OtlpTracer | undefined> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } = env;
  if (endpoint === undefined) return undefined;
  const { OtlpTracer } = await import('./common/tracing/otlp-tracer.js');
  const settings = { endpoint, serviceName: env.OTEL_SERVICE_NAME, ratio: env.OTEL_TRACES_SAMPLER_ARG };
  const tracer = new OtlpTracer(settings);
  useTracer(tracer);
  return tracer;
}

function stopWith(app: NestFastifyApplication, tracer: OtlpTracer): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onClose', async () => {
      useTracer(undefined);
      await tracer.stop();
    });
}

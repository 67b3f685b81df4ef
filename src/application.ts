import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { HttpPlatform } from './common/http/platform.js';
import { createLog, type Log } from './common/logging/log.js';
import { NestLog } from './common/logging/nest-log.js';
import type { Env } from './config/env.js';
import { logOptionsOf } from './config/log.js';
import type { Clock } from './database/work/clock.js';
import { AccessTokenGuard } from './modules/auth/http/access-token.guard.js';
import { HealthService } from './modules/health/health.service.js';
import { RateLimitGate } from './modules/rate-limits/http/rate-limit.gate.js';
import { serveDocs } from './docs/serve-docs.js';
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
  });
  const root = AppModule.forRoot(env, clock);
  const app = await NestFactory.create<NestFastifyApplication>(root, platform.adapter, {
    bodyParser: false,
    abortOnError: false,
    logger: new NestLog(log),
  });
  await platform.attach(app);
  const [limits, tokens] = [app.get(RateLimitGate, ANYWHERE), app.get(AccessTokenGuard, ANYWHERE)];
  platform.guardBodies(
    (request, reply) => limits.check(request, reply),
    (request, reply) => tokens.checkBeforeBody(request, reply),
  );
  serveMailPages(app, { docs: env.DOCS });
  if (env.DOCS) serveDocs(app, env.publicPath);
  const fastify = app.getHttpAdapter().getInstance();
  holds.set(app, () => {
    app.get(HealthService, ANYWHERE).beginStop();
    return platform.draining.hold(fastify, env.shutdownDelayMs);
  });
  return app;
}

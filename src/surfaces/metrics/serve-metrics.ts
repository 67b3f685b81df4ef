import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Metrics } from '../../common/metrics/metrics.js';
import type { Env } from '../../config/env.js';
import { scrapes } from './scrape.js';

/** Serves GET /metrics beside the surfaces, to who has the token; without a token the path is unknown. */
export function serveMetrics(app: NestFastifyApplication, env: Env): void {
  if (env.METRICS_PORT !== undefined || env.METRICS_TOKEN === undefined) return;
  const scrape = scrapes(app.get(Metrics, { strict: false }), env.METRICS_TOKEN);
  const fastify = app.getHttpAdapter().getInstance();
  fastify.get('/metrics', { config: { probe: true } }, async (request, reply) => {
    const { status, headers, body } = await scrape(request.headers.authorization);
    return reply.code(status).headers(headers).send(body);
  });
}

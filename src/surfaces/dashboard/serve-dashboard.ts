import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { escapeHtml } from '../../common/html.js';
import { CACHING, ServedFile } from '../../common/http/served-file.js';
import type { Env } from '../../config/env.js';

/** What Vite made of apps/dashboard; the same place seen from the sources and from dist. */
const FILES = fileURLToPath(new URL('../../../apps/dashboard/dist/', import.meta.url));

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/**
 * Serves the dashboard at /dashboard: its files, whose names change with their content, and its page for every
 * address below that a browser opens. The pages that mails lead to have routes of their own, which go before.
 */
export function serveDashboard(app: NestFastifyApplication, env: Env): void {
  if (!existsSync(join(FILES, 'index.html'))) return; // the tests run the sources, without a build
  const fastify = app.getHttpAdapter().getInstance();
  const files: string[] = readdirSync(FILES, { recursive: true, encoding: 'utf8' });
  for (const name of files) {
    const type = TYPES[extname(name)];
    if (type === undefined) continue;
    const caching = name.startsWith('assets/') ? CACHING.forever : CACHING.asked;
    const file = new ServedFile(type, caching, () => readFileSync(join(FILES, name)));
    fastify.get(`/dashboard/${name}`, file.send);
  }
  const page = pageOf(env);
  const send = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    reply.header('vary', 'accept');
    if (!/\btext\/html\b/i.test(request.headers.accept ?? '')) {
      return reply.code(404).type('application/json; charset=utf-8').send({ detail: 'Not Found' });
    }
    const nonce = randomBytes(16).toString('base64');
    return reply
      .headers({
        'cache-control': 'no-store',
        'content-security-policy': policyOf(nonce),
        'referrer-policy': 'same-origin',
      })
      .type('text/html; charset=utf-8')
      .send(page.replace('{nonce}', nonce));
  };
  for (const path of ['/dashboard', '/dashboard/*']) fastify.get(path, send);
}

/**
 * The styles that Mantine makes in the browser carry the nonce of the answer; no attribute and no other element may
 * hold a style. Scripts are files of this origin, and nothing is asked of another one (ADR-0064).
 */
const policyOf = (nonce: string): string =>
  [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self' 'nonce-${nonce}'`,
    `img-src 'self' data:`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ].join('; ');

/** Says where the service is and what it is called; addresses of files become absolute, for pages lie at any depth. */
function pageOf({ publicPath, PRODUCT_NAME, DOCS, operatorsChangePlans }: Env): string {
  const facts = {
    base: publicPath,
    product: PRODUCT_NAME ?? 'Rowhouse',
    docs: DOCS ? 'on' : 'off',
    plans: operatorsChangePlans ? 'platform' : 'owner',
  };
  const metas = Object.entries(facts)
    .map(([name, value]) => `<meta name="rowhouse-${name}" content="${escapeHtml(value)}">`)
    .join('');
  return readFileSync(join(FILES, 'index.html'), 'utf8')
    .replaceAll('"./', `"${escapeHtml(publicPath)}/dashboard/`)
    .replace('<head>', `<head>${metas}<meta name="rowhouse-nonce" content="{nonce}">`);
}

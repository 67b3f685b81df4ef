import { readFileSync } from 'node:fs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { htmlOf, MAIL_PAGES } from './page-html.js';

const ASSETS = {
  'mail-pages.mjs': 'text/javascript; charset=utf-8',
  'mail-pages.css': 'text/css; charset=utf-8',
} as const;

/**
 * Serves what the links of mails lead to. The same bytes go to everybody: a code is in the fragment, which no
 * request carries, and nothing is changed but by a button.
 */
export function serveMailPages(app: NestFastifyApplication, { docs }: { docs: boolean }): void {
  const fastify = app.getHttpAdapter().getInstance();
  const serve = (name: string, type: string, cache: string, content: string): void => {
    fastify.get(`/dashboard/${name}`, (_request, reply) =>
      reply.type(type).headers({ 'cache-control': cache, 'referrer-policy': 'no-referrer' }).send(content),
    );
  };
  for (const [name, page] of Object.entries(MAIL_PAGES)) {
    serve(name, 'text/html; charset=utf-8', 'no-store', htmlOf(page, docs));
  }
  for (const [name, type] of Object.entries(ASSETS)) {
    serve(name, type, 'no-cache', readFileSync(new URL(`./${name}`, import.meta.url), 'utf8'));
  }
}

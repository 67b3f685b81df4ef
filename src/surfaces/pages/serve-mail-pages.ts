import { readFileSync } from 'node:fs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { inkOn } from '../../common/colors.js';
import { isLocale, type Locale, preferredLocale } from '../../common/locales.js';
import { BrandingService } from '../../modules/branding/branding.service.js';
import type { Face } from '../../modules/branding/branding.types.js';
import { colorsOf, htmlOf, MAIL_PAGE_NAMES, type MailPageName } from './page-html.js';

const ASSETS = {
  'mail-pages.mjs': 'text/javascript; charset=utf-8',
  'mail-pages.css': 'text/css; charset=utf-8',
} as const;

/** An id of an organization. */
const ORGANIZATION = /^[0-9a-f]{24}$/;

/** Pages about an account have the installation's face: no organization dresses what is not its own. */
const OF_ORGANIZATIONS: ReadonlySet<MailPageName> = new Set(['invitation', 'join', 'members', 'sign-in']);

interface Asked {
  face: Face;
  locale: Locale;
  query: string;
}

/**
 * Serves what the links of mails lead to. A page depends on the language and the organization that its address names
 * and on nothing else: a code is in the fragment, which no request carries, and nothing is changed but by a button.
 */
export function serveMailPages(app: NestFastifyApplication, { docs }: { docs: boolean }): void {
  const fastify = app.getHttpAdapter().getInstance();
  const branding = app.get(BrandingService, { strict: false });
  const get = (
    name: string,
    type: string,
    cache: string,
    content: (request: FastifyRequest, reply: FastifyReply) => string | Promise<string>,
  ): void => {
    fastify.get(`/dashboard/${name}`, async (request, reply) => {
      reply.type(type).headers({ 'cache-control': cache, 'referrer-policy': 'no-referrer' });
      return reply.send(await content(request, reply));
    });
  };
  for (const name of MAIL_PAGE_NAMES) {
    get(name, 'text/html; charset=utf-8', 'no-store', async (request, reply) => {
      const asked = await askedFor(request, branding, OF_ORGANIZATIONS.has(name));
      reply.header('vary', 'accept-language');
      allowImages(reply, asked.face.logo);
      return htmlOf(name, { ...asked, docs });
    });
  }
  get('brand.css', 'text/css; charset=utf-8', 'no-store', async (request) =>
    colorsOf((await askedFor(request, branding, true)).face, inkOn),
  );
  for (const [name, type] of Object.entries(ASSETS)) {
    const content = readFileSync(new URL(`./${name}`, import.meta.url), 'utf8');
    get(name, type, 'no-cache', () => content);
  }
}

/** What an address asks for; whatever it names that is not there counts as not named. */
async function askedFor(
  { query, headers }: FastifyRequest,
  branding: BrandingService,
  wearsOrganization: boolean,
): Promise<Asked> {
  const { lang, org } = query as Record<string, unknown>;
  const face = await branding.faceOf(
    wearsOrganization && typeof org === 'string' && ORGANIZATION.test(org) ? org : undefined,
  );
  const chosen = isLocale(lang) ? lang : undefined;
  const locale =
    chosen ?? preferredLocale(headers['accept-language']) ?? (await branding.defaultLocale(face.orgId));
  const kept = new URLSearchParams({
    ...(chosen === undefined ? {} : { lang: chosen }),
    ...(face.orgId === undefined ? {} : { org: face.orgId }),
  });
  return { face, locale, query: kept.toString() };
}

/** Images come from this service, and from where the logo is: of that one origin only. */
function allowImages(reply: FastifyReply, logo: string | undefined): void {
  if (logo === undefined) return;
  const policy = String(reply.getHeader('content-security-policy') ?? '');
  reply.header('content-security-policy', policy.replace(/img-src [^;]*/, `$& ${new URL(logo).origin}`));
}

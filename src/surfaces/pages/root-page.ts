import { escapeHtml } from '../../common/html.js';
import type { Locale } from '../../common/locales.js';
import { pageHead } from './page-head.js';
import { PAGE_TEXTS } from './page-texts.js';
import type { PageText } from './texts/en.js';

/** Where the pages of the service are. */
export interface Places {
  /** APP_NAME. */
  name: string;
  /** PRODUCT_NAME, which people read instead. */
  productName?: string;
  /** What a proxy takes away from the path of requests; empty for none. */
  publicPath: string;
  /** Whether /docs is served. */
  docs: boolean;
}

/** What `GET /` answers a program. */
export interface RootLinks {
  name: string;
  description: string;
  /** Paths on this host, by name. */
  links: Record<string, string>;
}

const DESCRIPTION =
  'A service that gives every organization a MongoDB database of its own. It has an API and a dashboard.';

export function rootLinks({ name, publicPath, docs }: Places): RootLinks {
  const paths = {
    ...(docs ? { docs: '/docs', openapi: '/docs-json', errors: '/docs/errors' } : {}),
    health: '/health/ready',
    sign_in: '/v1/sessions',
    change_password: '/dashboard/password',
    forgot_password: '/dashboard/forgot-password',
  };
  const links = Object.fromEntries(Object.entries(paths).map(([what, path]) => [what, publicPath + path]));
  return { name, description: DESCRIPTION, links };
}

/** The same for a person: one heading for each who may come here. */
export function rootPage(places: Places, locale: Locale): string {
  const say = (key: PageText): string => PAGE_TEXTS.format(locale, key);
  const { name, links } = rootLinks(places);
  const title = escapeHtml(places.productName ?? name);
  const build = [
    item(links['docs'], say('docs')),
    item(links['openapi'], say('root.openapi')),
    item(links['errors'], say('root.errors')),
  ].join('');
  const styles = `${escapeHtml(places.publicPath)}/dashboard/mail-pages.css`;
  return `${pageHead({ locale, title, styles })}<body>
<main>
<h1>${title}</h1>
<p>${say('root.description')}</p>
<h2>${say('root.account')}</h2>
<p>${say('root.account.text')}</p>
<ul>
${item(`${places.publicPath}/dashboard`, say('root.dashboard'))}${item(links['change_password'], say('root.password'))}${item(links['forgot_password'], say('root.forgot'))}</ul>
${build === '' ? '' : `<h2>${say('root.build')}</h2>\n<ul>\n${build}</ul>\n`}<h2>${say('root.operate')}</h2>
<p>${say('root.operate.text')}</p>
<ul>
${item(links['health'], say('root.health'))}</ul>
</main>
</body>
</html>
`;
}

const item = (path: string | undefined, text: string): string =>
  path === undefined ? '' : `<li><a href="${escapeHtml(path)}">${text}</a></li>\n`;

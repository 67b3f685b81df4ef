/** Where the pages of the service are. */
export interface Places {
  /** APP_NAME. */
  name: string;
  /** What a proxy takes away from the path of requests; empty for none. */
  publicPath: string;
  /** Whether /docs is served. */
  docs: boolean;
}

/** What `GET /` answers a program. */
export interface RootLinks {
  name: string;
  description: string;
  /** Paths on this host, by what is there. */
  links: Record<string, string>;
}

const DESCRIPTION =
  'A service that gives every organization a MongoDB database of its own. It has an API, and no application of its own.';

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
export function rootPage(places: Places): string {
  const { name, links } = rootLinks(places);
  const title = escape(name);
  const build = [
    item(links['docs'], 'The API and its documentation'),
    item(links['openapi'], 'The OpenAPI document'),
    item(links['errors'], 'What the errors mean'),
  ].join('');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${escape(places.publicPath)}/dashboard/mail-pages.css">
</head>
<body>
<main>
<h1>${title}</h1>
<p>${DESCRIPTION}</p>
<h2>You have an account</h2>
<p>You sign in at the application of your organization. Here you can:</p>
<ul>
${item(links['change_password'], 'Change your password, a temporary one too')}${item(links['forgot_password'], 'Ask for a new password')}</ul>
${build === '' ? '' : `<h2>You build with it</h2>\n<ul>\n${build}</ul>\n`}<h2>You operate it</h2>
<p>With the command line: <code>rowhouse --help</code>, or <code>npm run -s cli -- --help</code> beside the sources.</p>
<ul>
${item(links['health'], 'Whether it can work')}</ul>
</main>
</body>
</html>
`;
}

const item = (path: string | undefined, text: string): string =>
  path === undefined ? '' : `<li><a href="${escape(path)}">${text}</a></li>\n`;

const escape = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

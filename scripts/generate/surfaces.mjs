import { existsSync } from 'node:fs';

/** docs/surfaces/README.md: what each surface says for each error. */
export function surfacesPage(surfaces, codes, failureBody, defaults) {
  return [
    '# Surfaces and their errors',
    '',
    'Written by `npm run generate` from `src/surfaces/*/*.surface.ts` and `src/common/errors/error-codes.ts`.',
    'A service refuses with a code; the surface of the path chooses status, message and body.',
    '`request.invalid`, `document.invalid` and `query.invalid` name the fields at fault where the body has room for it.',
    '',
    ...surfaces.flatMap((surface) => section(surface, codes, failureBody, defaults)),
  ].join('\n');
}

function section(surface, codes, failureBody, defaults) {
  const paths = surface.prefixes.map((prefix) => `\`${prefix}\``).join(', ');
  const type = (surface.failureType ?? 'application/json').split(';')[0];
  return [
    `## ${surface.title}`,
    '',
    ...page(surface),
    `Paths: ${paths}. Failures are \`${type}\`. Success: ${success(surface)}.`,
    '',
    '| code | status | message | body |',
    '|---|---|---|---|',
    ...codes.map((code) => {
      const [status, message] = surface.errors[code] ?? defaults[code];
      const body = JSON.stringify(failureBody(surface, code, surface.prefixes.at(-1)));
      return `| \`${code}\` | ${status} | ${message} | \`${body}\` |`;
    }),
    '',
  ];
}

/** The page beside this one that shows the surface to its clients; /v1 has none. */
function page({ name }) {
  if (!existsSync(new URL(`../../docs/surfaces/${name}.md`, import.meta.url))) return [];
  return [`Requests, additions and decisions: [${name}.md](${name}.md).`, ''];
}

function success(surface) {
  if (!surface.wrap) return 'the resource itself';
  const wrapped = JSON.stringify(surface.wrap('…', 'message of the route'));
  return `\`${wrapped}\` where the route has a message, the resource itself where it has none`;
}

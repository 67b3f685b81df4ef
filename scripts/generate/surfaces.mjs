/** docs/surfaces.md: what each dialect says for each refusal. */
export function surfacesPage(surfaces, codes, failureBody, defaults) {
  return [
    '# Dialects and their refusals',
    '',
    'Written by `npm run generate` from `src/surfaces/*/*.surface.ts` and `src/common/errors/error-codes.ts`.',
    'A service refuses with a code; the dialect of the path chooses status, words and body.',
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
    `Paths: ${paths}. Failures are \`${type}\`. Success: ${success(surface)}.`,
    '',
    '| code | status | sentence | body |',
    '|---|---|---|---|',
    ...codes.map((code) => {
      const [status, sentence] = surface.errors[code] ?? defaults[code];
      const body = JSON.stringify(failureBody(surface, code, surface.prefixes.at(-1)));
      return `| \`${code}\` | ${status} | ${sentence} | \`${body}\` |`;
    }),
    '',
  ];
}

function success(surface) {
  if (!surface.wrap) return 'the resource itself';
  const wrapped = JSON.stringify(surface.wrap('…', 'sentence of the route'));
  return `\`${wrapped}\` where the route has a sentence, the resource itself where it has none`;
}

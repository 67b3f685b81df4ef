import type { Operation } from './openapi.js';

/** A body that fits no operation. */
export interface OddBody {
  name: string;
  contentType: string | undefined;
  body: string;
}

const DEPTH = 5000;

/** What a client that is wrong, old or hostile sends, whatever the operation takes. */
export function oddBodies({ contentType = 'application/json', body }: Operation): OddBody[] {
  const odd = (name: string, text: string, type: string | undefined = contentType): OddBody => ({
    name,
    body: text,
    contentType: type,
  });
  const sample = JSON.stringify(body ?? {});
  return [
    odd('null', 'null'),
    odd('empty', ''),
    odd('[]', '[]'),
    odd('a number', '1'),
    odd('text', '"text"'),
    odd('another content type', sample, 'text/plain'),
    odd('no content type', sample, ''),
    odd('__proto__', '{"__proto__":{"email":"a@b.example","toString":null},"constructor":{"prototype":{}}}'),
    odd(`${DEPTH} objects deep`, `${'{"a":'.repeat(DEPTH)}1${'}'.repeat(DEPTH)}`),
    odd(`${DEPTH} lists deep`, `${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}`),
  ];
}

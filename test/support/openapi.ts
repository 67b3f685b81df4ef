const SHARED = /^#\/components\/(?:responses|parameters|headers|examples)\//;

interface Shared {
  components: Record<string, unknown>;
}

/** An OpenAPI document with each reference replaced by what it refers to, except those to schemas. */
export function dereferenced<Document>(document: Document): Document {
  const { components } = document as Shared;
  const written = replace({ ...document, components: { ...components, ...NONE } }, document as Shared);
  return JSON.parse(JSON.stringify(written)) as Document;
}

const NONE = { responses: undefined, parameters: undefined, headers: undefined, examples: undefined };

function replace(value: unknown, document: Shared): unknown {
  if (Array.isArray(value)) return value.map((item) => replace(item, document));
  if (typeof value !== 'object' || value === null) return value;
  const { $ref } = value as { $ref?: unknown };
  if (typeof $ref === 'string' && SHARED.test($ref)) return replace(target($ref, document), document);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replace(item, document)]));
}

function target(ref: string, document: Shared): unknown {
  let at: unknown = document;
  for (const key of ref.slice(2).split('/')) at = (at as Record<string, unknown>)[key];
  if (at === undefined) throw new Error(`${ref} refers to nothing`);
  return at;
}

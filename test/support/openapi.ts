import { readFileSync } from 'node:fs';

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

interface Described {
  paths: Record<string, Record<string, { responses: Record<string, { content?: Record<string, Media> }> }>>;
}
interface Media {
  examples?: Record<string, unknown>;
}
interface DocumentedRoute {
  method: string;
  path: RegExp;
  /** By status. */
  codes: Record<string, string[]>;
}

/** What is refused before a route is known, or whatever the route. */
const ANYWHERE = new Set([
  'request.malformed',
  'request.headers_too_large',
  'request.not_received',
  'route.unknown',
  'route.method_not_allowed',
]);
let routes: DocumentedRoute[] | undefined;

/** Says which error of the native API its route does not document; undefined when it does, or there is none. */
export function undocumented(method: string, url: string, status: number, body: unknown): string | undefined {
  const { code } = body as { code?: string };
  const path = url.split('?')[0];
  if (status < 400 || !path.startsWith('/v1/') || code === undefined || ANYWHERE.has(code)) return undefined;
  routes ??= documentedRoutes();
  const route = routes.find((one) => one.method === method.toLowerCase() && one.path.test(path));
  if (!route || route.codes[status]?.includes(code)) return undefined;
  return `${method} ${path} answered ${status} ${code}, which openapi.json does not say`;
}

/** Those with fewer parameters first, as the router finds them. */
function documentedRoutes(): DocumentedRoute[] {
  const { paths } = dereferenced(JSON.parse(readFileSync('openapi.json', 'utf8')) as Described);
  const parameters = (path: string): number => path.split('{').length;
  return Object.entries(paths)
    .sort(([a], [b]) => parameters(a) - parameters(b))
    .flatMap(([path, item]) =>
      Object.entries(item).map(([method, { responses }]) => ({
        method,
        path: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+').replace(/\./g, '\\.')}/?$`),
        codes: Object.fromEntries(
          Object.entries(responses).map(([status, { content = {} }]) => [
            status,
            Object.values(content).flatMap(({ examples = {} }) => Object.keys(examples)),
          ]),
        ),
      })),
    );
}

import openapiTS, { astToString } from 'openapi-typescript';

const HEAD = '// Generated from openapi.json by npm run generate. Do not edit.\n\n';
const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
/** Areas of the documented surfaces, by the end of their tags. */
const SURFACES = { S0: 'register', S1: 'org', S2: 'identity', S3: 'tenants-v1', S4: 'tenants' };
const PROBLEM = /^\t\tV1Failure: \{\n([^]*?)^\t\t\};\n/m;
/** What a type does not hold, or a client does not look at. */
const DROPPED = new Set(['example', 'examples', 'headers']);

/** The types of every operation, for libs/api-client: a file for each area, and one that has them all. */
export async function clientTypes(document) {
  const areas = new Map();
  for (const [path, item] of Object.entries(document.paths)) {
    const area = areaOf(item);
    areas.set(area, { ...areas.get(area), [path]: item });
  }
  const files = {};
  let problem = '';
  for (const [area, paths] of areas) {
    const types = await typesOf({ ...document, paths: slim(paths) });
    problem ||= PROBLEM.exec(types)?.[1] ?? '';
    files[`libs/api-client/src/schema/${area}.ts`] = withProblem(types);
  }
  const names = [...areas.keys()].sort();
  return {
    ...files,
    'libs/api-client/src/schema.ts': allOf(names),
    'libs/api-client/src/problem.ts': problemOf(problem),
    'libs/api-client/src/idempotent.ts': idempotentOf(document.paths),
  };
}

/** Most areas have it: it stands once, with its codes. */
const withProblem = (types) =>
  PROBLEM.test(types)
    ? types
        .replace(HEAD, `${HEAD}import type { Problem } from '../problem.js';\n\n`)
        .replace(PROBLEM, '\t\tV1Failure: Problem;\n')
    : types;

function problemOf(body) {
  const [, codes] = /code: ("[^;]+);/.exec(body);
  const members = body
    .replace(codes, 'ProblemCode')
    .replace(/^ *\t+\/\*\* @enum \{string\} \*\/\n(?=\t+code)/m, '')
    .replace(/^\t\t/gm, '');
  return `${HEAD}/** Stable names of errors; GET /docs/errors says what each means. */
export type ProblemCode =
  | ${codes.split(' | ').join('\n  | ')};

/** The body of an error under /v1 (RFC 9457). */
export interface Problem {
${members}}
`;
}

/** Named by the tag of its first operation. */
function areaOf(item) {
  const [operation] = METHODS.flatMap((method) => item[method] ?? []);
  const [, name, version] = /^(.*?)(?: \((\w+)\))?$/.exec(operation.tags[0]);
  return SURFACES[version] ?? name.toLowerCase().replace(/[^a-z]+/g, '-');
}

async function typesOf({ components, ...document }) {
  const found = {};
  collect(document.paths, components, found);
  const nodes = await openapiTS({ ...document, tags: undefined, components: found });
  return HEAD + terse(astToString(nodes));
}

/** Without what says nothing: methods that a path does not have, answers' headers, empty sections. */
function terse(text) {
  return text
    .replace(/^ +(get|put|post|delete|options|head|patch|trace)\?: never;\n/gm, '')
    .replace(/^ {8}parameters: \{\n(?: {12}\w+\?: never;\n){4} {8}\};\n/gm, '')
    .replace(/^ +headers: \{\n +\[name: string\]: unknown;\n +\};\n/gm, '')
    .replace(/^export type (webhooks|\$defs) = Record<string, never>;\n/gm, '')
    .replace(/^(?: {4})+/gm, (indent) => '\t'.repeat(indent.length / 4));
}

/** Without examples and headers, and with one answer for every error of an operation. */
function slim(paths) {
  const copy = JSON.parse(JSON.stringify(paths), withoutDropped);
  for (const item of Object.values(copy)) {
    for (const method of METHODS) if (item[method]) item[method].responses = answers(item[method].responses);
  }
  return copy;
}

function answers(responses) {
  const all = Object.entries(responses);
  const errors = all.filter(([status]) => Number(status) >= 400).map(([, response]) => response);
  return {
    ...Object.fromEntries(all.filter(([status]) => Number(status) < 400)),
    default: { 'x-errors': errors },
  };
}

/** A reviver. The property `headers` of a schema is kept. */
const withoutDropped = (key, value) =>
  DROPPED.has(key) && !(key === 'headers' && value.type === 'object') ? undefined : value;

/** Copies what is referred to, and turns the errors of an operation into one answer. */
function collect(node, components, found) {
  if (Array.isArray(node)) return node.forEach((one) => collect(one, components, found));
  if (typeof node !== 'object' || node === null) return;
  if (node['x-errors']) Object.assign(node, errorAnswer(node, components));
  delete node['x-errors'];
  const ref = typeof node.$ref === 'string' ? /^#\/components\/(\w+)\/(.+)$/.exec(node.$ref) : null;
  if (ref) {
    const [, kind, name] = ref;
    if (found[kind]?.[name]) return;
    const copy = JSON.parse(JSON.stringify(components[kind][name]), withoutDropped);
    (found[kind] ??= {})[name] = copy;
    return collect(copy, components, found);
  }
  Object.values(node).forEach((one) => collect(one, components, found));
}

function errorAnswer({ 'x-errors': errors }, components) {
  const byType = new Map();
  for (const error of errors) {
    const response = error.$ref ? components.responses[error.$ref.split('/').at(-1)] : error;
    for (const [type, { schema }] of Object.entries(response.content ?? {})) {
      byType.set(type, new Set([...(byType.get(type) ?? []), JSON.stringify(schema)]));
    }
  }
  const content = [...byType].map(([type, schemas]) => {
    const list = [...schemas].map((text) => JSON.parse(text));
    return [type, { schema: list.length === 1 ? list[0] : { oneOf: list } }];
  });
  return { description: 'Every error', content: Object.fromEntries(content) };
}

function allOf(areas) {
  const nameOf = (area) => area.replace(/-(\w)/g, (_match, letter) => letter.toUpperCase()) + 'Area';
  const imports = areas.map((area) => `import type * as ${nameOf(area)} from './schema/${area}.js';\n`);
  const extending = (what) => areas.map((area) => `${nameOf(area)}.${what}`).join(',\n    ');
  const schemas = areas.map((area) => `${nameOf(area)}.components['schemas']`).join(' &\n    ');
  return `${HEAD}${imports.join('')}
/** Every path of the service. */
export interface paths
  extends ${extending('paths')} {}

export interface operations
  extends ${extending('operations')} {}

export interface components {
  schemas: ${schemas};
}
`;
}

/** The operations that take an Idempotency-Key. */
function idempotentOf(paths) {
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    METHODS.filter((method) => JSON.stringify(item[method]?.parameters ?? '').includes('IdempotencyKey')).map(
      (method) => `  '${method.toUpperCase()} ${path}',\n`,
    ),
  );
  return `${HEAD}/** Operations that take an Idempotency-Key. */\nexport const IDEMPOTENT: ReadonlySet<string> = new Set([\n${operations.join('')}]);\n`;
}

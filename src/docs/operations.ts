import type { OpenAPIObject } from '@nestjs/swagger';
import type { Surface } from '../common/http/surface.js';
import { wrapSchema } from './envelope.js';
import { type Answer, failureResponses, failureSchema, failureSchemaName, type Media } from './failures.js';
import type { HandlerFacts } from './handlers.js';
import {
  closeAnswers,
  exampleOf,
  type Schema,
  schemasOf,
  type Schemas,
  writeOutNullables,
} from './schemas.js';

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  example?: unknown;
  schema?: Schema;
  description?: string;
}

/** An operation as createDocument leaves it. */
export interface Operation {
  operationId: string;
  tags?: string[];
  description?: string;
  security?: Record<string, string[]>[];
  parameters?: Parameter[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, Answer>;
}

interface Place {
  surface: Surface;
  facts: HandlerFacts;
  method: string;
  path: string;
}

const REQUEST_ID = {
  'X-Request-Id': { description: 'Identifies the request in the log', schema: { type: 'string' } },
};

/** Read by the guard of every route that needs a token (D12). */
const ORGANIZATION_ID: Parameter = {
  name: 'X-Org-Id',
  in: 'header',
  required: false,
  description: 'Id of one of the actor’s organizations; the organization of the token if absent',
  schema: { type: 'string' },
};

/** Read by the interceptor of @Idempotent() (draft-ietf-httpapi-idempotency-key-header). */
const IDEMPOTENCY_KEY: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Makes a retry safe: for 24 hours, a repeated request with the same key is executed once and gets the same response',
  schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,128}$' },
};

const REPLAYED = {
  'Idempotency-Replayed': {
    description: '`true`: the response of the first request with this Idempotency-Key',
    schema: { type: 'string', enum: ['true'] },
  },
};

const SECURITY: Record<HandlerFacts['token'], Record<string, string[]>[]> = {
  needed: [{ bearer: [] }],
  unneeded: [],
  switched: [{}, { bearer: [] }],
  optional: [],
};

/** Adds to an operation what its decorators do not have to say. */
export function describeOperation(document: OpenAPIObject, operation: Operation, place: Place): void {
  const { surface, facts, method, path } = place;
  const schemas = schemasOf(document);
  operation.operationId = operation.operationId.split('.')[1]!;
  const takesKeys = surface.takesKeys === true && facts.takesKeys && facts.token === 'needed';
  operation.security = [
    ...SECURITY[facts.token],
    ...(takesKeys ? [{ api_key: [] }] : []),
    ...(facts.takesClients ? [{ client: [] }] : []),
  ];
  if (facts.token === 'needed') operation.parameters = [...(operation.parameters ?? []), ORGANIZATION_ID];
  if (facts.isIdempotent) operation.parameters = [...(operation.parameters ?? []), IDEMPOTENCY_KEY];
  if (facts.permission !== undefined) {
    const needs = `Needs the permission \`${facts.permission}\`.`;
    operation.description = [operation.description, needs].filter(Boolean).join('\n\n');
  }
  for (const media of Object.values(operation.requestBody?.content ?? {})) addExample(media, schemas);
  for (const answer of Object.values(operation.responses)) describeAnswer(answer, place, schemas);
  schemas[failureSchemaName(surface)] ??= failureSchema(surface);
  const route = { method, path: samplePath(path, operation), query: requiredQuery(operation), facts };
  for (const [status, failure] of Object.entries(failureResponses(surface, route))) {
    const own = operation.responses[status];
    operation.responses[status] = own ? either(own, failure) : failure;
  }
}

/** A status that the route answers with in its own words, and the surface in its. */
function either(own: Answer, failure: Answer): Answer {
  const media = own.content?.['application/json'];
  const [type, other] = Object.entries(failure.content ?? {})[0];
  if (!media?.schema || !other.schema) return failure;
  const headers = { ...failure.headers, ...own.headers };
  if (type !== 'application/json') {
    return { ...own, headers, content: { ...own.content, [type]: other } };
  }
  const examples = { own: { summary: own.description, value: media.example }, ...other.examples };
  const schema = { oneOf: [media.schema, other.schema] };
  return { ...own, headers, content: { [type]: { schema, examples } } };
}

/** Says of answers that they have the documented keys and no others. */
export function closeDocument(document: OpenAPIObject): void {
  const operations = Object.values(document.paths).flatMap((item) => Object.values(item) as Operation[]);
  const schemaList = (content: Record<string, Media> = {}) =>
    Object.values(content).flatMap(({ schema }) => schema ?? []);
  closeAnswers(
    operations.flatMap(({ responses }) =>
      Object.values(responses).flatMap((answer) => schemaList(answer.content)),
    ),
    operations.flatMap(({ requestBody }) => schemaList(requestBody?.content)),
    schemasOf(document),
  );
  writeOutNullables(schemasOf(document));
}

function describeAnswer(answer: Answer, { surface, facts }: Place, schemas: Schemas): void {
  answer.headers = { ...REQUEST_ID, ...(facts.isIdempotent ? REPLAYED : {}), ...answer.headers };
  const given = answer.content?.['application/json'];
  if (facts.message !== undefined && surface.wrap) {
    const schema = wrapSchema(surface, facts.message, given?.schema, schemas);
    answer.content = { 'application/json': { schema } };
  }
  for (const media of Object.values(answer.content ?? {})) addExample(media, schemas);
}

function addExample(media: Media, schemas: Schemas): void {
  if (media.example !== undefined || media.examples !== undefined || !media.schema) return;
  const example = exampleOf(media.schema, schemas);
  if (example !== undefined) media.example = example;
}

function requiredQuery({ parameters = [] }: Operation): string | undefined {
  return parameters.find((parameter) => parameter.in === 'query' && parameter.required !== false)?.name;
}

function samplePath(path: string, { parameters = [] }: Operation): string {
  return path.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const found = parameters.find((parameter) => parameter.in === 'path' && parameter.name === name);
    const example = (found?.example ?? found?.schema?.example) as string | number | undefined;
    return example === undefined ? whole : encodeURIComponent(String(example));
  });
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

export function operationsOf(item: OpenAPIObject['paths'][string]): [string, Operation][] {
  return METHODS.flatMap((method): [string, Operation][] =>
    item[method] ? [[method, item[method] as Operation]] : [],
  );
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dereferenced } from '../support/openapi.js';

interface Schema {
  $ref?: string;
  type?: string;
  enum?: unknown[];
  example?: unknown;
  default?: unknown;
  format?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  oneOf?: Schema[];
  allOf?: Schema[];
}
interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema?: Schema;
  example?: unknown;
}
interface DescribedOperation {
  operationId: string;
  parameters?: Parameter[];
  security?: object[];
  requestBody?: { content: Record<string, { schema: Schema; example?: unknown }> };
  responses: Record<string, unknown>;
}

/** One operation of openapi.json with a request that fits it. */
export interface Operation {
  id: string;
  method: string;
  path: string;
  /** Answers without a token. */
  open: boolean;
  params: { name: string; in: 'path' | 'query' | 'header'; sample: unknown }[];
  /** Undefined: it takes none. */
  contentType: string | undefined;
  body: unknown;
  required: string[];
}

const VERBS = ['get', 'put', 'post', 'patch', 'delete'];

/** What the service says it can do: an operation that is added to openapi.json is attacked with the others. */
export function operations(): Operation[] {
  const text = readFileSync(join(__dirname, '..', '..', 'openapi.json'), 'utf8');
  const { paths, components } = dereferenced(
    JSON.parse(text) as {
      paths: Record<string, Record<string, DescribedOperation>>;
      components: { schemas: Record<string, Schema> };
    },
  );
  const resolve = (schema: Schema): Schema =>
    schema.$ref ? components.schemas[schema.$ref.split('/').at(-1)!] : schema;
  return Object.entries(paths).flatMap(([path, verbs]) =>
    Object.entries(verbs)
      .filter(([verb]) => VERBS.includes(verb))
      .map(([verb, operation]) => {
        const [contentType, media] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
        return {
          id: operation.operationId,
          method: verb.toUpperCase(),
          path,
          open: operation.security?.length === 0,
          params: (operation.parameters ?? []).map((one) => ({
            name: one.name,
            in: one.in,
            sample: one.example ?? sampleOf(one.schema ?? {}, resolve),
          })),
          contentType,
          body: media && (media.example ?? sampleOf(media.schema, resolve)),
          required: media ? (resolve(media.schema).required ?? []) : [],
        };
      }),
  );
}

function sampleOf(given: Schema, resolve: (schema: Schema) => Schema): unknown {
  const schema = resolve(given);
  if (schema.example !== undefined) return schema.example;
  if (schema.default !== undefined) return schema.default;
  if (schema.enum) return schema.enum[0];
  const [variant] = schema.oneOf ?? schema.allOf ?? [];
  if (variant) return sampleOf(variant, resolve);
  if (schema.properties) {
    const entries = Object.entries(schema.properties);
    return Object.fromEntries(entries.map(([name, one]) => [name, sampleOf(one, resolve)]));
  }
  if (schema.type === 'array') return schema.items ? [sampleOf(schema.items, resolve)] : [];
  if (schema.type === 'object') return {};
  if (schema.type === 'integer' || schema.type === 'number') return 1;
  return schema.type === 'boolean' ? true : 'text';
}

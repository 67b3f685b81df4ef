import type { OpenAPIObject } from '@nestjs/swagger';

/** As much of a JSON schema as the documentation reads. */
export interface Schema {
  $ref?: string;
  type?: string;
  enum?: unknown[];
  example?: unknown;
  default?: unknown;
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  allOf?: Schema[];
  oneOf?: Schema[];
  anyOf?: Schema[];
  nullable?: boolean;
  minItems?: number;
  pattern?: string;
}

export type Schemas = Record<string, Schema>;

const PREFIX = '#/components/schemas/';

export function schemasOf(document: OpenAPIObject): Schemas {
  document.components ??= {};
  return (document.components.schemas ??= {}) as Schemas;
}

export function resolve(schema: Schema, schemas: Schemas): Schema {
  if (schema.$ref === undefined) return schema;
  const found = schemas[schema.$ref.slice(PREFIX.length)];
  if (!found) throw new Error(`the document has no schema ${schema.$ref}`);
  return found;
}

/** The sample a schema's own examples make; undefined when they do not make one. */
export function exampleOf(schema: Schema, schemas: Schemas): unknown {
  const { example, properties, items, allOf, enum: values } = resolve(schema, schemas);
  if (example !== undefined) return example;
  if (values?.length === 1) return values[0];
  if (allOf) return Object.assign({}, ...allOf.map((part) => exampleOf(part, schemas))) as unknown;
  if (items) {
    const item = exampleOf(items, schemas);
    return item === undefined ? [] : [item];
  }
  if (!properties) return undefined;
  return Object.fromEntries(
    Object.entries(properties)
      .map(([key, value]) => [key, exampleOf(value, schemas)] as const)
      .filter(([, value]) => value !== undefined),
  );
}

/**
 * NestJS writes an object that may be null as an allOf of one reference beside `nullable`. The object itself is
 * not nullable, so that null fails (OpenAPI 3.0.3, Proposal 003): the object is written out in its place.
 */
export function writeOutNullables(schemas: Schemas): void {
  for (const { properties = {} } of Object.values(schemas)) {
    for (const [key, property] of Object.entries(properties)) {
      const { allOf, ...rest } = property;
      if (property.nullable !== true || allOf?.length !== 1) continue;
      properties[key] = { ...structuredClone(resolve(allOf[0], schemas)), ...rest };
    }
  }
}

/** Says of every named schema that only answers use: these keys and no others. */
export function closeAnswers(answers: Schema[], requests: Schema[], schemas: Schemas): void {
  const taken = reachable(requests, schemas);
  for (const name of reachable(answers, schemas)) {
    const schema = schemas[name];
    if (!taken.has(name) && schema.properties) schema.additionalProperties ??= false;
  }
}

function reachable(roots: Schema[], schemas: Schemas): Set<string> {
  const names = new Set<string>();
  const visit = (schema: Schema): void => {
    const name = schema.$ref?.slice(PREFIX.length);
    if (name !== undefined) {
      if (names.has(name)) return;
      names.add(name);
      return visit(resolve(schema, schemas));
    }
    const { properties = {}, items, allOf = [], oneOf = [], anyOf = [] } = schema;
    for (const part of [...Object.values(properties), ...allOf, ...oneOf, ...anyOf]) visit(part);
    if (items) visit(items);
  };
  roots.forEach(visit);
  return names;
}

/** The schema of a literal: its keys are required and no others are allowed. */
export function literalSchema(value: unknown): Schema {
  if (Array.isArray(value)) return { type: 'array', items: value.length > 0 ? literalSchema(value[0]) : {} };
  if (typeof value === 'number') return { type: Number.isInteger(value) ? 'integer' : 'number' };
  if (typeof value !== 'object' || value === null) return { type: typeof value };
  return {
    type: 'object',
    properties: Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, literalSchema(item)] as const),
    ),
    required: Object.keys(value),
    additionalProperties: false,
  };
}

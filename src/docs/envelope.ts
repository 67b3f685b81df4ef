import type { Surface } from '../common/http/surface.js';
import { exampleOf, literalSchema, type Schema, type Schemas } from './schemas.js';

/** Stands for the handler's data while a surface wraps it. */
const DATA = Symbol('data');

/**
 * The schema of a wrapped answer, learned by letting the surface wrap a placeholder: the document cannot
 * differ from what is sent.
 */
export function wrapSchema(
  surface: Surface,
  message: string,
  data: Schema | undefined,
  schemas: Schemas,
): Schema {
  if (!surface.wrap) return data ?? {};
  const wrapped = surface.wrap(data === undefined ? undefined : DATA, message) as Record<string, unknown>;
  const properties = Object.entries(wrapped).map(([key, value]): [string, Schema] => {
    if (value === DATA && data !== undefined) return [key, data];
    return [key, { ...literalSchema(value), enum: [value], example: value }];
  });
  const schema: Schema = {
    type: 'object',
    properties: Object.fromEntries(properties),
    required: properties.map(([key]) => key),
    additionalProperties: false,
  };
  return { ...schema, example: exampleOf(schema, schemas) };
}

/** An OpenAPI 3.0 schema as JSON schema draft 7: references resolved, `nullable` as a type, no samples. */
export function jsonSchema(schema, document) {
  if (schema.$ref) return jsonSchema(resolve(schema.$ref, document), document);
  const { example: _1, examples: _2, description: _3, nullable, format: _4, ...rest } = schema;
  const visit = (part) => jsonSchema(part, document);
  for (const key of ['allOf', 'oneOf', 'anyOf']) if (rest[key]) rest[key] = rest[key].map(visit);
  if (rest.items) rest.items = visit(rest.items);
  if (typeof rest.additionalProperties === 'object')
    rest.additionalProperties = visit(rest.additionalProperties);
  if (rest.properties) {
    rest.properties = Object.fromEntries(
      Object.entries(rest.properties).map(([key, part]) => [key, visit(part)]),
    );
  }
  return nullable && rest.type ? { ...rest, type: [rest.type, 'null'] } : rest;
}

function resolve(ref, document) {
  return ref
    .slice(2)
    .split('/')
    .reduce((at, key) => at[key], document);
}

import openapiTS, { astToString } from 'openapi-typescript';

const HEAD = '// Generated from openapi.json by npm run generate. Do not edit.\n\n';

/** The types of every operation, for libs/api-client. */
export async function clientSchema(document) {
  // openapi-typescript writes into what it reads.
  const nodes = await openapiTS(JSON.parse(JSON.stringify(document)));
  return HEAD + astToString(nodes);
}

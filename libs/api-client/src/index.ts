export { createRowhouseClient, type RowhouseClient, type RowhouseClientOptions } from './client.js';
export { ok, type Problem, RowhouseError } from './error.js';
export { eachItem } from './paging.js';
export { ndjson, readNdjson } from './ndjson.js';
export type { components, operations, paths } from './schema.js';

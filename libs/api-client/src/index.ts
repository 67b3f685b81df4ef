import { type ClientOf, createClient, type RowhouseClientOptions } from './client.js';
import type { paths } from './schema.js';

export * from './core.js';
export type { components, operations, paths } from './schema.js';

/** A client of every path of the service. */
export type RowhouseClient = ClientOf<paths>;

export const createRowhouseClient = (options: RowhouseClientOptions): RowhouseClient =>
  createClient<paths>(options);

import { createRowhouseClient, type RowhouseClient } from '@rowhouse/api-client';

export const ROWHOUSE_URL = process.env['ROWHOUSE_URL'] ?? 'http://127.0.0.1:8000';

/** Asks Rowhouse as who holds the token; without one, as nobody. Answers are of this moment: nothing is cached. */
export const rowhouse = (token?: string): RowhouseClient =>
  createRowhouseClient({
    baseUrl: ROWHOUSE_URL,
    ...(token === undefined ? {} : { token }),
    fetch: (request) => fetch(request, { cache: 'no-store' }),
  });

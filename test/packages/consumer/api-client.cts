import { createRowhouseClient, ok, type paths, RowhouseError } from '@rowhouse/api-client';

export { RowhouseError };

// @ts-expect-error -- the paths are typed, not any
export type Nowhere = paths['/nowhere'];

/** The status of an answer that is an error. */
export async function statusOf(status: number): Promise<number | undefined> {
  const fetch = () => Promise.resolve(Response.json({ code: 'token.missing' }, { status }));
  const rowhouse = createRowhouseClient({ baseUrl: 'http://127.0.0.1:1', fetch });
  try {
    await ok(rowhouse.GET('/v1/me'));
    return undefined;
  } catch (error) {
    if (error instanceof RowhouseError) return error.status;
    throw error;
  }
}

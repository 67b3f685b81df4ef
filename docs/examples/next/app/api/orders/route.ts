import { ok, RowhouseError } from '@rowhouse/api-client';
import { withCaller } from '@rowhouse/verify/next';
import { ROWHOUSE_URL, rowhouse } from '../../../lib/rowhouse';

/** For callers with a token of Rowhouse in their header: a phone, another service. Cookies are not read. */
const handle = withCaller({ url: ROWHOUSE_URL, audience: 'rowhouse-api' });

export const GET = handle(async (request, caller) => {
  caller.require('data.read');
  const token = request.headers.get('authorization')?.slice('Bearer '.length);
  const params = { path: { collection: 'orders' } };
  try {
    const { count } = await ok(rowhouse(token).GET('/v1/data/{collection}/count', { params }));
    return Response.json({ organization: caller.organizationId, role: caller.role, orders: count });
  } catch (error) {
    // Rowhouse refuses at once who was removed, withCaller half a second later at the latest.
    if (!(error instanceof RowhouseError)) throw error;
    return Response.json(error.body, { status: error.status });
  }
});

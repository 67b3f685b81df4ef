import { strict as assert } from 'node:assert';
import { createRowhouseClient, eachItem, ok, RowhouseError } from '@rowhouse/api-client';
import * as commonJs from './api-client.cjs';

const asked: string[] = [];
const rowhouse = createRowhouseClient({
  baseUrl: 'http://127.0.0.1:1',
  token: 'a-token',
  fetch: (request) => {
    asked.push(`${request.method} ${new URL(request.url).pathname} ${request.headers.get('authorization')}`);
    return Promise.resolve(Response.json({ items: [{ email: 'ada@example.com' }], next_cursor: null }));
  },
});
const emails: string[] = [];
for await (const member of eachItem((cursor) =>
  rowhouse.GET('/v1/members', { params: { query: { cursor } } }),
)) {
  emails.push(member.email);
}
assert.deepEqual(emails, ['ada@example.com']);
assert.deepEqual(asked, ['GET /v1/members Bearer a-token']);
// @ts-expect-error -- a path that is not there: the client is typed, not any
await ok(rowhouse.GET('/nowhere'));
assert.equal(commonJs.RowhouseError, RowhouseError);
assert.equal(await commonJs.statusOf(401), 401);

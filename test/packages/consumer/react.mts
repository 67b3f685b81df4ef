import { strict as assert } from 'node:assert';
import { ok } from '@rowhouse/api-client';
import { type Read, Rowhouse, RowhouseProvider, useAccount, useRead, useSessionState } from '@rowhouse/react';
import * as commonJs from './react.cjs';

// Types of what a component does; hooks run in docs/examples/react, in a browser.
export function Orders(): string {
  const { data: account, can } = useAccount();
  const orders: Read<unknown[]> = useRead(async (client, signal) => {
    const params = { path: { collection: 'orders' } };
    return (await ok(client.GET('/v1/data/{collection}', { params, signal }))).items;
  });
  // @ts-expect-error -- a path that is not there: the client is typed, not any
  useRead((client) => ok(client.GET('/nowhere')));
  return [useSessionState(), account?.email, can('data.write'), orders.data?.length].join(' ');
}

// On a server it is made and does nothing: no tabs, no storage, no request.
const rowhouse = new Rowhouse('http://127.0.0.1:1');
assert.equal(rowhouse.state(), 'unknown');
assert.equal(typeof RowhouseProvider, 'function');
assert.equal(commonJs.Rowhouse, Rowhouse);

import assert from 'node:assert/strict';
import { MongoClient } from 'mongodb';
import { ask, assertRefusedSoon, forged, makeMember, makeOwner, post, remove, statusOf } from './people.mjs';
import { freePort, start } from './processes.mjs';

export async function use({ folder, rowhouse, env }) {
  const port = String(await freePort());
  await start(process.execPath, ['dist/main.js'], {
    cwd: folder,
    env: { ...env, PORT: port, NO_COLOR: '1' },
    ready: /Invoices at/,
  });
  const invoices = `http://127.0.0.1:${port}/invoices`;
  const owner = await makeOwner(rowhouse);
  const member = await makeMember(rowhouse, owner);
  const stranger = await makeOwner(rowhouse);

  const invoice = { number: '2026-1', customer: 'Jane', cents: 1250 };
  assert.deepEqual(await post(invoices, invoice, member.token), invoice);
  assert.deepEqual(await ask(invoices, { token: owner.token }), { role: 'owner', items: [invoice] });
  assert.deepEqual(await ask(invoices, { token: stranger.token }), { role: 'owner', items: [] });
  await post(invoices, { ...invoice, customer: 'Joe' }, stranger.token); // the number is free there
  assert.equal(await sent('POST', invoices, member.token, invoice), 409);
  assert.equal(await sent('POST', invoices, member.token, { ...invoice, cents: 'many' }), 400);

  assert.equal(await statusOf(invoices), 401);
  assert.equal(await statusOf(invoices, forged(member.token)), 401);
  assert.equal(await sent('DELETE', `${invoices}/2026-1`, member.token), 403);
  await assertDatabases(env.MONGODB_URL);

  await remove(rowhouse, owner, member);
  await assertRefusedSoon(invoices, member.token);
  assert.equal(await sent('DELETE', `${invoices}/2026-1`, owner.token), 204);
  assert.deepEqual((await ask(invoices, { token: stranger.token })).items, [{ ...invoice, customer: 'Joe' }]);
}

/** Its status. */
async function sent(method, url, token, body) {
  const headers = { authorization: `Bearer ${token}` };
  if (body !== undefined) headers['content-type'] = 'application/json';
  return (await fetch(url, { method, headers, body: body && JSON.stringify(body) })).status;
}

/** Two organizations, two databases, one invoice in each. */
async function assertDatabases(uri) {
  const client = await MongoClient.connect(uri);
  try {
    const { databases } = await client
      .db()
      .admin()
      .listDatabases({ nameOnly: true, filter: { name: /^invoices_/ } });
    const counts = databases.map(({ name }) => client.db(name).collection('invoices').countDocuments());
    assert.deepEqual(await Promise.all(counts), [1, 1]);
  } finally {
    await client.close();
  }
}

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

export const PASSWORD = 'SecurePassword123!';

/** Asks Rowhouse, or an example; answers the body of a success. */
export async function ask(url, { token, ...options } = {}) {
  const headers = {};
  if (token !== undefined) headers.authorization = `Bearer ${token}`;
  if (options.body !== undefined) headers['content-type'] = 'application/json';
  const reply = await fetch(url, { ...options, headers });
  const text = await reply.text();
  assert.ok(reply.ok, `${options.method ?? 'GET'} ${url}: ${reply.status} ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

export const post = (url, body, token) => ask(url, { method: 'POST', body: JSON.stringify(body), token });

export async function statusOf(url, token) {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return (await fetch(url, { headers })).status;
}

/** A new organization and its owner. */
export async function makeOwner(rowhouse) {
  const name = `Org ${randomBytes(4).toString('hex')}`;
  const email = `owner@${name.replace(' ', '-').toLowerCase()}.example`;
  const body = { email, password: PASSWORD, organization_name: name };
  const { access_token: token } = await post(`${rowhouse}/v1/accounts`, body);
  return { name, email, token };
}

/** A member of the owner's organization, with a password of their own. */
export async function makeMember(rowhouse, owner) {
  const email = owner.email.replace('owner@', 'member@');
  const { id, initial_secret: secret } = await post(`${rowhouse}/v1/members`, { email }, owner.token);
  const first = await post(`${rowhouse}/v1/sessions`, { email, password: secret });
  await ask(`${rowhouse}/v1/me/password`, {
    method: 'PUT',
    body: JSON.stringify({ current_password: secret, new_password: PASSWORD }),
    token: first.access_token,
  });
  const { access_token: token } = await post(`${rowhouse}/v1/sessions`, { email, password: PASSWORD });
  return { id, email, token };
}

/** Somebody who has not signed in yet. */
export async function makeNewcomer(rowhouse, owner) {
  const email = owner.email.replace('owner@', 'newcomer@');
  const { initial_secret: secret } = await post(`${rowhouse}/v1/members`, { email }, owner.token);
  return { email, secret };
}

export const remove = (rowhouse, owner, { id }) =>
  ask(`${rowhouse}/v1/members/${id}`, { method: 'DELETE', token: owner.token });

/** A token that somebody else signed. */
export function forged(token) {
  const [head, body] = token.split('.');
  return [head, body, randomBytes(64).toString('base64url')].join('.');
}

/** Who was removed is refused within a second, and a little for the machine. */
export async function assertRefusedSoon(url, token) {
  const deadline = performance.now() + 5_000;
  let status = await statusOf(url, token);
  while (status === 200 && performance.now() < deadline) {
    await sleep(100);
    status = await statusOf(url, token);
  }
  assert.ok([401, 403].includes(status), `${url} answers ${status} to who was removed`);
}

import assert from 'node:assert/strict';
import { freePort, start } from './processes.mjs';
import {
  ask,
  assertRefusedSoon,
  forged,
  makeMember,
  makeOwner,
  PASSWORD,
  remove,
  statusOf,
} from './people.mjs';

export async function use({ folder, rowhouse, browser, env }) {
  const port = String(await freePort());
  const args = ['node_modules/next/dist/bin/next', 'start', '--hostname', 'localhost', '--port', port];
  await start(process.execPath, args, { cwd: folder, env, ready: /Ready in/ });
  const app = `http://localhost:${port}`;
  const owner = await makeOwner(rowhouse);
  const member = await makeMember(rowhouse, owner);

  const page = await signedIn(browser, app, member);
  await page.getByLabel('Customer').fill('Jane');
  await page.getByRole('button', { name: 'Add' }).click();
  await page.getByText('Jane').waitFor();
  await assertRenewed(page);

  const orders = `${app}/api/orders`;
  const { orders: count, role } = await ask(orders, { token: member.token });
  assert.deepEqual({ count, role }, { count: 1, role: 'member' });
  assert.equal((await ask(orders, { token: (await makeOwner(rowhouse)).token })).orders, 0);
  assert.equal(await statusOf(orders), 401);
  assert.equal(await statusOf(orders, forged(member.token)), 401);

  await remove(rowhouse, owner, member);
  await assertRefusedSoon(orders, member.token);
  await page.goto(app);
  await page.waitForURL(`${app}/sign-in`);
  await page.context().close();
}

async function signedIn(browser, app, { email }) {
  const page = await (await browser.newContext()).newPage();
  await page.goto(app);
  await page.waitForURL(`${app}/sign-in`);
  const form = page.locator('form').first();
  for (const password of ['not the password', PASSWORD]) {
    await form.getByLabel('E-mail').fill(email);
    await form.getByLabel('Password').fill(password);
    await form.getByRole('button', { name: 'Sign in' }).click();
    if (password !== PASSWORD) await form.getByRole('alert').filter({ hasText: /\w/ }).waitFor();
  }
  await page.waitForURL(`${app}/`);
  return page;
}

/** Without the access token the next page is made with a new one; scripts see neither. */
async function assertRenewed(page) {
  const context = page.context();
  assert.equal(await page.evaluate('document.cookie'), '');
  const before = await cookiesOf(context);
  await context.clearCookies({ name: 'access_token' });
  await page.reload();
  await page.getByText('Jane').waitFor();
  const after = await cookiesOf(context);
  assert.ok(after.access_token, 'no new access token');
  assert.notEqual(after.refresh_token, before.refresh_token);
}

async function cookiesOf(context) {
  return Object.fromEntries((await context.cookies()).map(({ name, value }) => [name, value]));
}

import assert from 'node:assert/strict';
import { makeMember, makeNewcomer, makeOwner, PASSWORD, remove } from './people.mjs';
import { freePort, start } from './processes.mjs';

export async function use({ folder, rowhouse, browser, env }) {
  const port = String(await freePort());
  const args = ['node_modules/vite/bin/vite.js', 'preview', '--port', port, '--strictPort'];
  await start(process.execPath, args, { cwd: folder, env, ready: /Local:/ });
  const app = `http://localhost:${port}`;
  const owner = await makeOwner(rowhouse);
  const member = await makeMember(rowhouse, owner);
  const context = await browser.newContext();
  const page = await context.newPage();

  await page.goto(app);
  await signIn(page, owner.email, 'not the password');
  await page.getByRole('alert').filter({ hasText: /\w/ }).first().waitFor();
  await signIn(page, owner.email, PASSWORD);
  await page.getByRole('heading', { name: owner.name }).waitFor();
  await page.getByText(`${member.email}: member`).waitFor();
  await addOrder(page, 'Jane');

  // No token that a script could read survives the page, and a page that is loaded again is signed in.
  const kept = await page.evaluate(
    'document.cookie + JSON.stringify({ ...localStorage, ...sessionStorage })',
  );
  assert.equal(kept, '{"rowhouse-signed-in":"yes"}');
  await page.reload();
  await page.getByText('Jane').waitFor();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  assert.deepEqual(await context.cookies(), []);

  // A temporary password can only be replaced.
  const { email, secret } = await makeNewcomer(rowhouse, owner);
  await signIn(page, email, secret);
  await page.getByLabel('New password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: owner.name }).waitFor();
  assert.equal(
    await page.getByRole('heading', { name: 'Members' }).count(),
    0,
    'a member may not list members',
  );
  // Another tab of the same browser is signed in as well, and out with it.
  const tab = await context.newPage();
  await tab.goto(app);
  await tab.getByRole('heading', { name: owner.name }).waitFor();
  await tab.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await tab.close();

  await signUp(page, 'Another Shop', 'owner@another-shop.example');
  await page.getByRole('heading', { name: 'Another Shop' }).waitFor();
  await addOrder(page, 'Joe');
  assert.equal(await page.getByText('Jane').count(), 0, 'an order of another organization');
  await page.getByRole('button', { name: 'Sign out' }).click();

  await signIn(page, member.email, PASSWORD);
  await page.getByText('Jane').waitFor();
  await remove(rowhouse, owner, member);
  await page.getByLabel('Customer').fill('Jim');
  await page.getByRole('button', { name: 'Add' }).click();
  await page.getByText('Jane').waitFor({ state: 'detached' });
  const signOut = page.getByRole('button', { name: 'Sign out' });
  if (await signOut.isVisible()) await signOut.click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await context.close();
}

async function signIn(page, email, password) {
  const form = page.locator('form').first();
  await form.getByLabel('E-mail').fill(email);
  await form.getByLabel('Password').fill(password);
  await form.getByRole('button', { name: 'Sign in' }).click();
}

async function signUp(page, organization, email) {
  const form = page.locator('form').last();
  await form.getByLabel('Organization').fill(organization);
  await form.getByLabel('E-mail').fill(email);
  await form.getByLabel('Password').fill(PASSWORD);
  await form.getByRole('button', { name: 'Sign up' }).click();
}

async function addOrder(page, customer) {
  await page.getByLabel('Customer').fill(customer);
  await page.getByRole('button', { name: 'Add' }).click();
  await page.getByText(customer).waitFor();
}

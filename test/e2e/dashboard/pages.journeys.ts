import { type Dashboard, MEAN, PASSWORD } from '../../support/dashboard.js';
import { OPERATOR } from '../../support/operator.js';

export function pageJourneys(dashboard: Dashboard): void {
  const { owner, somebody, signIn, confirmWith, heading, faults } = dashboard;

  it('documents of an earlier moment: said in a banner, read only, and back', async () => {
    const { token } = owner;
    const page = await somebody();
    await dashboard.sut.call('POST', '/v1/data/past', { token, body: { _id: 'one', text: 'as it was' } });
    const moment = new Date(Math.ceil((Date.now() + 1) / 1000) * 1000);
    await signIn(page, owner.email, PASSWORD, `/o/${owner.org}/data/past`);
    await page.getByText('as it was').waitFor();
    await page.waitForTimeout(Math.max(0, moment.getTime() + 100 - Date.now()));
    await dashboard.sut.call('PATCH', '/v1/data/past/one', { token, body: { text: 'as it is' } });
    await page.getByText('as it is').waitFor();
    await page.getByRole('button', { name: 'Show a moment' }).click();
    const dialog = page.getByRole('dialog', { name: 'Show a moment' });
    const local = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
    await dialog.getByLabel('Moment').fill(local);
    await dialog.getByRole('button', { name: 'Show it' }).click();
    await page.getByText('You see how it was on').waitFor();
    await page.getByText('as it was').waitFor();
    expect(await page.getByRole('button', { name: 'New document' }).count()).toBe(0);
    await page.getByRole('button', { name: 'one', exact: true }).click();
    const field = page.getByLabel('JSON of the document');
    await field.waitFor();
    expect([await field.inputValue(), await field.isEditable()]).toEqual([
      expect.stringContaining('as it was'),
      false,
    ]);
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'Back to now' }).click();
    await page.getByText('as it is').waitFor();
  });

  it('branding: a preview, mean text as text, and both versions when somebody else was faster', async () => {
    const page = await somebody();
    await signIn(page, owner.email, PASSWORD, `/o/${owner.org}/branding`);
    await heading(page, 'Branding');
    await page.getByLabel('Name of the product').fill(MEAN.slice(0, 60));
    await page.getByText(`You are invited to ${MEAN.slice(0, 60)}`).waitFor();
    await page.getByLabel('Name of the product').fill('Acme & “Co”');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('The branding is saved.').waitFor();
    const body = { sender_name: 'Theirs' };
    const { token } = owner;
    await dashboard.sut.call('PATCH', '/v1/organizations/current/branding', { token, body });
    await page.getByLabel('Name of the product').fill('Mine');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Somebody changed this meanwhile').waitFor();
    await page.getByText('"sender_name": "Theirs"').waitFor();
    await page.getByRole('button', { name: 'Save mine over it' }).click();
    await page.getByText('The branding is saved.').first().waitFor();
    expect(await page.title()).not.toBe('owned');
    const cleared = Object.fromEntries(['product_name', 'sender_name'].map((name) => [name, null]));
    await dashboard.sut.call('PATCH', '/v1/organizations/current/branding', { token, body: cleared });
    expect(faults).toEqual([]);
  });

  it('an operator registers a permission of the product and sees members by role and organization', async () => {
    const page = await somebody();
    await signIn(page, OPERATOR.email, OPERATOR.password, '/platform/permissions');
    await page.getByRole('button', { name: 'New permission' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Key').fill('invoices.approve');
    await dialog.getByLabel('Description').fill('Approve invoices');
    await dialog.getByLabel('admin').check();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await confirmWith(page, OPERATOR.password);
    await page.getByText('owner, admin').waitFor();
    await page.getByRole('link', { name: 'Statistics' }).click();
    await page.getByRole('table', { name: 'Members by organization' }).getByText('Acme').waitFor();
    await page.getByRole('table', { name: 'Members by role' }).getByText(/owner/i).waitFor();
  });

  it('an operator sees a move go on, and gives a person their data and the end of their account', async () => {
    const page = await somebody();
    const { sut } = dashboard;
    const body = { email: 'leaves@gone.example', password: PASSWORD, name: 'Gone' };
    await sut.call('POST', '/v1/accounts', { body });
    const row = { _id: 'seen', org_id: owner.org, phase: 'copying', documents_total: 4, documents_done: 1 };
    const names = {
      from: 'org_a',
      to: 'org_b',
      generation: 9,
      slug: 'a',
      name: 'a',
      actor_id: 'a',
      sid: 'a',
    };
    const times = { lease_until: new Date('2100-01-01'), created_at: new Date(), updated_at: new Date() };
    const moves = sut.master.collection<{ _id: string }>('moves');
    await signIn(page, OPERATOR.email, OPERATOR.password, '/platform/organizations');
    await heading(page, 'Organizations');
    await moves.insertOne({ ...row, ...names, ...times });
    const bar = page.getByRole('progressbar', { name: 'Update org_b' });
    await bar.and(page.locator('[aria-valuenow="25"]')).waitFor();
    await moves.updateOne({ _id: 'seen' }, { $set: { documents_done: 3 } });
    await bar.and(page.locator('[aria-valuenow="75"]')).waitFor();
    await moves.deleteOne({ _id: 'seen' });
    await bar.waitFor({ state: 'hidden' });

    await page.getByRole('link', { name: 'Accounts' }).click();
    const actions = page.getByRole('button', { name: 'Actions for leaves@gone.example' });
    await actions.click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Download what is kept of this person' }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/^account-[0-9a-f]{24}\.json$/);
    await actions.click();
    await page.getByRole('menuitem', { name: 'Delete the account' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete the account' });
    await dialog.getByLabel('Type leaves@gone.example to confirm').fill('leaves@gone.example');
    await dialog.getByRole('button', { name: 'Delete the account' }).click();
    await confirmWith(page, OPERATOR.password);
    await actions.waitFor({ state: 'hidden' });
  });
}

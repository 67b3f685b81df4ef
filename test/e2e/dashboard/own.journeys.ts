import { readFileSync } from 'node:fs';
import { type Dashboard, PASSWORD } from '../../support/dashboard.js';

export function ownJourneys(dashboard: Dashboard): void {
  const { owner, somebody, signIn, confirmWith, heading, at } = dashboard;

  it('a branch: masked, followed until it is ready, entered as an organization, deleted by its name', async () => {
    const page = await somebody();
    const { token } = owner;
    const body = { _id: 'ada', email: 'ada@acme.example', city: 'London' };
    await dashboard.sut.call('POST', '/v1/data/people', { token, body });
    await signIn(page, owner.email, PASSWORD, `/o/${owner.org}/branches`);
    await page.getByRole('button', { name: 'New branch' }).first().click();
    const form = page.getByRole('dialog', { name: 'New branch' });
    await form.getByLabel('Name').fill('Trial');
    await form.getByRole('button', { name: 'Mask fields' }).click();
    await form.getByRole('textbox', { name: 'Fields' }).fill('email');
    await form.getByRole('button', { name: 'Show as code' }).click();
    await form.getByText(/"fields":\["email"\]/).waitFor();
    expect(await dashboard.axe(page)).toEqual([]);
    await form.getByRole('button', { name: 'Create', exact: true }).click();
    await confirmWith(page, PASSWORD);
    await page.getByText(/1 of \d+ that the plan allows/).waitFor();
    await page.getByRole('link', { name: 'Trial' }).click();
    await heading(page, 'Trial');
    await page.getByRole('link', { name: 'people' }).click();
    await page.getByText('London').waitFor();
    expect(await page.getByText('ada@acme.example').count()).toBe(0);

    await page.goto(at(`/o/${owner.org}/branches`));
    await page.getByRole('button', { name: 'Actions for Trial' }).click();
    await page.getByRole('menuitem', { name: 'Delete branch' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete branch' });
    await dialog.getByLabel('Type Trial to confirm').fill('Trial');
    await dialog.getByRole('button', { name: 'Delete branch' }).click();
    await page.getByText('No branch yet').waitFor();
  });

  it('a person reads what is kept of them; the only owner is shown the way out, then the account is gone', async () => {
    const page = await somebody();
    const person = { email: 'solo@solo.example', password: PASSWORD, name: 'Solo' };
    const made = await dashboard.sut.call<{ access_token: string }>('POST', '/v1/accounts', {
      body: { ...person, organization_name: 'Solo Ltd' },
    });
    await signIn(page, person.email, PASSWORD, '/account');
    await heading(page, 'Profile');
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download my data' }).click(),
    ]);
    expect(JSON.parse(readFileSync(await file.path(), 'utf8'))).toMatchObject({
      account: { email: person.email },
    });
    const remove = async (): Promise<void> => {
      await page.getByRole('button', { name: 'Delete my account' }).click();
      const dialog = page.getByRole('dialog', { name: 'Delete your account' });
      await dialog.getByLabel(`Type ${person.email} to confirm`).fill(person.email);
      await dialog.getByRole('button', { name: 'Delete my account' }).click();
      await confirmWith(page, PASSWORD);
    };
    await remove();
    await page.getByText('You are the only owner of an organization').waitFor();
    const wayOut = page.getByRole('alert').filter({ hasText: 'Solo Ltd' });
    expect(await wayOut.getByRole('link').allInnerTexts()).toEqual(['Members', 'Settings']);
    expect(await dashboard.axe(page)).toEqual([]);

    const { status } = await dashboard.sut.call('DELETE', '/v1/organizations/current', {
      token: made.body.access_token,
      headers: { 'x-confirm-password': PASSWORD },
    });
    expect(status).toBe(204);
    await remove();
    await heading(page, 'Sign in');
    const accounts = dashboard.sut.master.collection('admin_users');
    expect(await accounts.countDocuments({ email: person.email })).toBe(0);
  });
}

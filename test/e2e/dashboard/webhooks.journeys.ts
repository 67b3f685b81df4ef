import { type Dashboard, PASSWORD } from '../../support/dashboard.js';
import { TestReceiver } from '../../support/receiver.js';

export function webhookJourneys(dashboard: Dashboard): void {
  const { owner, somebody, signIn, confirmWith, heading, axe } = dashboard;

  it('a webhook: its secret once, a test event, what was answered, sent again, a period again, off and on', async () => {
    const receiver = await new TestReceiver().start();
    try {
      receiver.react = ({ event: { type } }) =>
        type === 'webhook.created' ? { status: 500, body: '<b>no</b>' } : { status: 204 };
      const page = await somebody();
      await signIn(page, owner.email, PASSWORD, `/o/${owner.org}/webhooks`);
      await page.getByRole('button', { name: 'New webhook' }).click();
      const form = page.getByRole('dialog', { name: 'New webhook' });
      await form.getByLabel('Address').fill(receiver.url('/hook'));
      await form.getByLabel('Description').fill('Billing');
      await form.getByRole('button', { name: 'Create', exact: true }).click();
      await confirmWith(page, PASSWORD);
      expect(await page.getByLabel('Shown once').innerText()).toMatch(/^whsec_/);
      await page.getByRole('button', { name: 'I have copied it' }).click();
      await page.getByRole('link', { name: receiver.url('/hook') }).click();
      await heading(page, 'Billing');

      await page.getByRole('button', { name: 'Send a test event' }).click();
      await page.getByText('Delivered').first().waitFor();
      await page.getByRole('button', { name: 'webhook.test' }).first().click();
      await page.getByText(/^204 after/).waitFor();
      await page.getByRole('button', { name: 'Send again' }).click();
      await receiver.waitFor('/hook', 2);
      await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();

      const invitation = { email: 'billing@acme.example', role: 'member' };
      const headers = { 'x-confirm-password': PASSWORD };
      const invited = await dashboard.sut.call('POST', '/v1/invitations', {
        token: owner.token,
        headers,
        body: invitation,
      });
      expect(invited.status).toBe(201);
      await page.getByRole('button', { name: 'invitation.created' }).waitFor();
      await page.getByText('Delivered').nth(1).waitFor();
      await page.getByRole('button', { name: 'Actions for Webhook' }).click();
      await page.getByRole('menuitem', { name: 'Replay a period' }).click();
      const replay = page.getByRole('dialog', { name: 'Replay a period' });
      await replay.getByLabel('Only those that were not delivered').uncheck();
      await replay.getByRole('button', { name: 'Send them again' }).click();
      await page.getByText(/events? (is|are) sent again/).waitFor();
      await receiver.waitFor('/hook', 4);
      await page.getByRole('button', { name: 'webhook.created' }).first().click();
      await page
        .getByText(/^500 after/)
        .first()
        .waitFor();
      await page.getByText('<b>no</b>').first().waitFor();
      expect(await axe(page)).toEqual([]);
      await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();

      await page.getByRole('button', { name: 'Switch off' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Switch off' }).click();
      await page.getByText('switched off by hand').waitFor();
      await page.getByRole('button', { name: 'Switch on' }).click();
      await page.getByRole('button', { name: 'Switch off' }).waitFor();
      await page.getByRole('button', { name: 'Actions for Webhook' }).click();
      await page.getByRole('menuitem', { name: 'Delete' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
      await page.getByText('No webhook yet').waitFor();
    } finally {
      await receiver.stop();
    }
  });
}

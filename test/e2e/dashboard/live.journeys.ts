import { type Dashboard, PASSWORD } from '../../support/dashboard.js';

export function liveJourneys(dashboard: Dashboard): void {
  const { owner, somebody, newTab, signIn, heading, faults, at } = dashboard;
  const invite = async (email: string): Promise<void> => {
    const { token } = owner;
    const headers = { 'x-confirm-password': PASSWORD };
    const body = { email, role: 'member' };
    const { status } = await dashboard.sut.call('POST', '/v1/invitations', { token, headers, body });
    expect(status).toBe(201);
  };

  it('what somebody else does appears by one stream for all tabs; after a lost connection nothing is missing', async () => {
    const page = await somebody();
    let streams = 0;
    page.context().on('request', (request) => {
      if (new URL(request.url()).pathname === '/v1/events') streams++;
    });
    const opened = page.waitForResponse(/\/v1\/events$/);
    await signIn(page, owner.email, PASSWORD, `/o/${owner.org}/invitations`);
    await heading(page, 'Invitations');
    await opened;
    const other = await newTab(page.context());
    await other.goto(at(`/o/${owner.org}/audit`));
    await heading(other, 'Audit log');
    const before = await dashboard.sut.master
      .collection('audit_log')
      .countDocuments({ action: 'invitation.created' });
    const invited = (count: number) =>
      other.getByRole('button', { name: 'Invitation created' }).nth(before + count - 1);
    await invite('first@live.example');
    // Without the event each list would wait for a minute.
    await page.getByText('first@live.example').waitFor({ timeout: 5000 });
    await invited(1).waitFor({ timeout: 5000 });
    expect(streams).toBe(1);

    // The tab that reads is closed: the other one goes on behind the last event.
    const again = other.waitForRequest(/\/v1\/events$/);
    await page.close();
    const headers = await (await again).allHeaders();
    expect(Number(headers['last-event-id'])).toBeGreaterThan(0);
    await invite('second@live.example');
    await invited(2).waitFor({ timeout: 5000 });

    await other.context().setOffline(true);
    await other.getByText('The connection is lost.').waitFor();
    await invite('third@live.example');
    await other.context().setOffline(false);
    await invited(3).waitFor();
    await other.getByText('The connection is lost.').waitFor({ state: 'hidden' });
    faults.splice(0, Infinity, ...faults.filter((fault) => !/ERR_INTERNET_DISCONNECTED/.test(fault)));
  });
}

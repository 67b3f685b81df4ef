import { ORGANIZATION_PERMISSIONS } from '../../../src/modules/access/roles.types.js';
import { type Dashboard, PASSWORD } from '../../support/dashboard.js';

/** Pages that a permission opens, by the word of the menu. */
const PAGES = {
  'data.read': ['Data', 'data'],
  'members.read': ['Members', 'members'],
  'invitations.manage': ['Invitations', 'invitations'],
  'roles.read': ['Roles', 'roles'],
  'webhooks.read': ['Webhooks', 'webhooks'],
  'backups.read': ['Backups', 'backups'],
  'branches.manage': ['Branches', 'branches'],
  'data.undo': ['Undo', 'undo'],
  'audit.read': ['Audit log', 'audit'],
  'organization.read': ['Settings', 'settings'],
} as const;
const ALWAYS = ['Overview', 'API keys', 'Profile', 'Sessions'];

export function permissionJourneys(dashboard: Dashboard): void {
  const { owner, somebody, signIn, heading, at } = dashboard;

  it('each permission alone: the menu offers what it opens, nothing else is asked for, and what is forced is refused', async () => {
    const { sut } = dashboard;
    const headers = { 'x-confirm-password': PASSWORD };
    const call = async (method: string, path: string, body: unknown) => {
      const { status, text } = await sut.call(method, path, { token: owner.token, headers, body });
      if (status > 299) throw new Error(`${method} ${path}: ${text}`);
    };
    await call('POST', '/v1/roles', { key: 'one', name: 'One', permissions: ['data.read'] });
    const email = 'one@acme.example';
    const { token } = owner;
    const body = { email, name: 'One', role: 'one' };
    const added = await sut.call('POST', '/v1/members', { token, headers, body });
    const secret = added.headers.get('x-initial-secret') ?? String(added.body['initial_secret']);
    const page = await somebody();
    page.setDefaultTimeout(25000);
    await signIn(page, email, secret, `/o/${owner.org}`);
    await page.getByLabel('New password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Save and go on' }).click();
    await heading(page, 'Acme');
    const refused: string[] = [];
    page.on('response', (response) => {
      if (response.status() === 403) refused.push(`${permission}: ${new URL(response.url()).pathname}`);
    });
    let permission = '';
    const wrong: unknown[] = [];
    for (const [n, one] of ORGANIZATION_PERMISSIONS.entries()) {
      permission = one;
      await call('PATCH', '/v1/roles/one', { permissions: [one] });
      const closed = Object.entries(PAGES).filter(([key]) => key !== one);
      const [needed, [, path]] = closed[n % closed.length];
      await page.goto(at(`/o/${owner.org}/${path}`));
      await page.getByText(`It needs the permission ${needed}`).waitFor();
      const links = (await page.getByRole('navigation').getByRole('link').allInnerTexts()).map((text) =>
        text.trim(),
      );
      const opened = one in PAGES ? [PAGES[one as keyof typeof PAGES][0]] : [];
      const [offered, expected] = [[...links].sort(), [...ALWAYS, ...opened].sort()];
      if (offered.join() !== expected.join()) wrong.push({ one, offered, expected });
    }
    expect({ wrong, refused }).toEqual({ wrong: [], refused: [] });
  });
}

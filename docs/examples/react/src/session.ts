import { createRowhouseClient, ok, Session } from '@rowhouse/api-client';

const baseUrl = window.location.origin;

// The access token is in the memory of the page, and gone with it. The refresh token is in a cookie that scripts
// cannot read and that is sent to /v1/sessions only. The client renews the one by the other.
const session = new Session({ baseUrl, cookie: true });
export const rowhouse = createRowhouseClient({ baseUrl, session });

export async function signIn(email: string, password: string): Promise<void> {
  const { account } = await session.signIn({ email, password });
  if (!account.must_change_password) return;
  await session.signOut(); // its token may do nothing else
  throw new Error('Choose a password of your own first.');
}

/** An account and an organization that it owns, with a database of its own. */
export async function signUp(email: string, password: string, organization: string): Promise<void> {
  const body = { email, password, organization_name: organization, cookie: true };
  await session.begin(await ok(rowhouse.POST('/v1/accounts', { body })));
}

/** Whether somebody is signed in: asked when the page is loaded. */
export async function isSignedIn(): Promise<boolean> {
  return (await session.refresh()) !== undefined;
}

export const signOut = (): Promise<void> => session.signOut();

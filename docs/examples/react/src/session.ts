import { createRowhouseClient, ok, RowhouseError } from '@rowhouse/api-client';

/** A token that ends in this time is renewed first. */
const MARGIN_MS = 30_000;

interface Tokens {
  access_token: string;
  /** Seconds. */
  expires_in: number;
  account: { must_change_password: boolean };
}

// The access token is here and nowhere else: it is gone with the page. The refresh token is in a cookie that
// scripts cannot read and that is sent to /v1/sessions only.
let session: { token: string; endsAt: number } | undefined;
let renewal: Promise<boolean> | undefined;

const baseUrl = window.location.origin;
const anonymous = createRowhouseClient({ baseUrl });
export const rowhouse = createRowhouseClient({ baseUrl, getToken });

export async function signIn(email: string, password: string): Promise<void> {
  begin(await ok(anonymous.POST('/v1/sessions', { body: { email, password, cookie: true } })));
}

/** An account and an organization that it owns, with a database of its own. */
export async function signUp(email: string, password: string, organization: string): Promise<void> {
  const body = { email, password, organization_name: organization, cookie: true };
  begin(await ok(anonymous.POST('/v1/accounts', { body })));
}

/** Whether somebody is signed in: asked when the page is loaded, and when the token is about to end. */
export function renew(): Promise<boolean> {
  renewal ??= exchange().finally(() => (renewal = undefined)); // one at a time: a refresh token works once
  return renewal;
}

export async function signOut(): Promise<void> {
  await rowhouse.DELETE('/v1/sessions/{id}', { params: { path: { id: 'current' } } });
  session = undefined;
}

async function getToken(): Promise<string | undefined> {
  if (session !== undefined && session.endsAt - MARGIN_MS < Date.now()) await renew();
  return session?.token;
}

async function exchange(): Promise<boolean> {
  try {
    begin(await ok(anonymous.POST('/v1/sessions/refresh', { body: {} })));
    return true;
  } catch (error) {
    session = undefined;
    // 400: there is no cookie; 401: its session is over.
    if (error instanceof RowhouseError && [400, 401].includes(error.status)) return false;
    throw error;
  }
}

function begin({ access_token: token, expires_in: seconds, account }: Tokens): void {
  // Its token may do nothing else.
  if (account.must_change_password) throw new Error('Choose a password of your own first.');
  session = { token, endsAt: Date.now() + seconds * 1000 };
}

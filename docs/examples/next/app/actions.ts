'use server';

import { ok, RowhouseError } from '@rowhouse/api-client';
import { revalidatePath } from 'next/cache';
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { ROWHOUSE_URL, rowhouse } from '../lib/rowhouse';
import { ACCESS, isRefused, keep, REFRESH, type Tokens } from '../lib/session';

/** What the form says under its fields. */
export type Message = string | undefined;

export async function signIn(_before: Message, form: FormData): Promise<Message> {
  const code = text(form, 'code');
  const body = { ...credentials(form), ...(code === '' ? {} : { code }) };
  return begin(ok(rowhouse().POST('/v1/sessions', { body })));
}

/** An account and an organization that it owns, with a database of its own. */
export async function signUp(_before: Message, form: FormData): Promise<Message> {
  const body = { ...credentials(form), organization_name: text(form, 'organization') };
  return begin(ok(rowhouse().POST('/v1/accounts', { body })));
}

export async function signOut(): Promise<void> {
  const jar = await cookies();
  const token = jar.get(ACCESS)?.value;
  if (token !== undefined)
    await rowhouse(token).DELETE('/v1/sessions/{id}', { params: { path: { id: 'current' } } });
  jar.delete(ACCESS).delete(REFRESH);
  redirect('/sign-in');
}

export async function addOrder(form: FormData): Promise<void> {
  const token = (await cookies()).get(ACCESS)?.value;
  if (token === undefined) redirect('/sign-in');
  const params = { path: { collection: 'orders' } };
  const body = { customer: text(form, 'customer') };
  const reply = await rowhouse(token).POST('/v1/data/{collection}', { params, body });
  if (isRefused(reply.response.status)) redirect('/sign-in');
  await ok(reply);
  revalidatePath('/');
}

async function begin(signingIn: Promise<Tokens | { challenge: string }>): Promise<Message> {
  try {
    const tokens = await signingIn;
    if ('challenge' in tokens) return 'Enter a code of your authenticator app, or a recovery code, as well.';
    // Its token may do nothing else.
    if (tokens.account.must_change_password)
      return `Choose a password of your own first: ${ROWHOUSE_URL}/dashboard/password`;
    keep(await cookies(), tokens);
  } catch (error) {
    if (error instanceof RowhouseError) return error.message;
    return 'Signing in does not work for the moment.';
  }
  redirect('/');
}

const credentials = (form: FormData) => ({ email: text(form, 'email'), password: text(form, 'password') });

function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

import { ObjectId } from 'mongodb';
import type { Reply, TestApp } from './app.js';
import { until } from './smtp.js';

export interface MemberBody {
  id: string;
  email: string;
  email_verified: boolean;
  user_name: string;
  name: string | null;
  role: string;
  status: string;
  created_at: string;
}

export interface KeptMailBody {
  id: string;
  to: string;
  template: string;
  subject: string;
  text: string;
  link: string | null;
}

export const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string;
export const SECRET = expect.stringMatching(/^[\w-]{24}$/) as string;

/** The whole body of an error of the native API. */
export const problem = (status: number, code: string, title: string, instance: string, more = {}) => ({
  type: `/docs/errors#${code}`,
  title,
  status,
  code,
  instance,
  request_id: expect.any(String) as string,
  ...more,
});

/** What an error is about, for tests that have seen its whole body elsewhere. */
export async function errorOf(reply: Promise<{ status: number; body: unknown }>): Promise<unknown[]> {
  const { status, body } = await reply;
  return [status, (body as { code?: string }).code];
}

/** The password every member of these tests chooses. */
export const CHOSEN = 'MemberSecure123!';

export interface TestMember {
  id: string;
  email: string;
  password: string;
  token: string;
}

/** Signs in through S1. */
export async function signIn(sut: TestApp, email: string, password: string): Promise<Reply> {
  return sut.call('POST', '/admin/login', { body: { email, password } });
}

export async function tokenOf(sut: TestApp, email: string, password: string): Promise<string> {
  const reply = await sut.call<{ access_token: string }>('POST', '/signin', { body: { email, password } });
  if (reply.status !== 200) throw new Error(`sign-in failed: ${reply.status} ${reply.text}`);
  return reply.body.access_token;
}

let serial = 0;

/** Somebody new in an organization, who has chosen a password and is signed in. */
export async function addMember(
  sut: TestApp,
  token: string,
  role = 'member',
  headers: Record<string, string> = {},
): Promise<TestMember> {
  const email = `m${++serial}@members.example`;
  const created = await sut.call<MemberBody & { initial_secret: string }>('POST', '/v1/members', {
    token,
    headers,
    body: { email, role },
  });
  if (created.status !== 201) throw new Error(`create failed: ${created.status} ${created.text}`);
  const first = await tokenOf(sut, email, created.body.initial_secret);
  const changed = await sut.call('PUT', '/v1/me/password', {
    token: first,
    body: { current_password: created.body.initial_secret, new_password: CHOSEN },
  });
  if (changed.status !== 204) throw new Error(`password failed: ${changed.status} ${changed.text}`);
  return { id: created.body.id, email, password: CHOSEN, token: await tokenOf(sut, email, CHOSEN) };
}

/** Puts an organization on a plan with this many seats. */
export async function setSeats(sut: TestApp, orgId: string, members: number): Promise<void> {
  const _id = `plan-${orgId}-${members}`;
  const limits = { members, requests_per_minute: null, storage: null, collections: null, api_keys: null };
  await sut.master
    .collection<Record<string, unknown> & { _id: string }>('plans')
    .insertOne({ _id, type: _id, name: 'Small', limits });
  const change = { $set: { plan_id: _id } };
  await sut.master.collection('organizations').updateOne({ _id: new ObjectId(orgId) }, change);
}

/** Registers a company through S0; its administrator is signed in. */
export async function registerCompany(sut: TestApp, domain: string) {
  const email = `admin@${domain}`;
  const registered = await sut.call('POST', '/api/register', {
    body: { company_name: `Company ${domain}`, admin_name: 'John Doe', email, password: CHOSEN },
  });
  if (registered.status !== 201) throw new Error(`register failed: ${registered.text}`);
  const reply = await signIn(sut, email, CHOSEN);
  const data = reply.body['data'] as { access_token: string; organization_id: string; admin_id: string };
  return { domain, email, token: data.access_token, id: data.organization_id, ownerId: data.admin_id };
}

/** The kept mails to an address, the newest first, as soon as there are `count`. */
export async function mailsTo(sut: TestApp, to: string, count: number): Promise<KeptMailBody[]> {
  let found: KeptMailBody[] = [];
  await until(
    async () => {
      const reply = await sut.call<{ items: KeptMailBody[] }>('GET', '/v1/dev/mails');
      found = reply.body.items.filter((mail) => mail.to === to);
      return found.length >= count;
    },
    10_000,
    `${count} mails to ${to}`,
  );
  return found;
}

import type { Reply, RequestOptions, TestApp } from './app.js';
import { until } from './smtp.js';

/** Somebody with a place in an organization, who speaks to the service about it. */
export interface Person {
  userId: string;
  email: string;
  password: string;
  token: string;
  call<T = Record<string, unknown>>(
    method: string,
    path: string,
    options?: RequestOptions,
  ): Promise<Reply<T>>;
}

let serial = 0;

/** An account with an organization of its own and a place in another one, which its calls are about. */
export async function joinAs(sut: TestApp, orgId: string, role: string): Promise<Person> {
  const home = await sut.organization(`Home ${++serial} of ${role} ${Date.now().toString(36)}`);
  await setRole(sut, orgId, home.adminId, role);
  const person = speaker(sut, orgId, home);
  await seesRole(person, role);
  return person;
}

/** A person of an organization, named by their token. */
export function speaker(
  sut: TestApp,
  orgId: string,
  account: { adminId: string; email: string; password: string; token: string },
): Person {
  const { adminId: userId, email, password, token } = account;
  const call: Person['call'] = (method, path, options = {}) =>
    sut.call(method, path, { token, ...options, headers: { 'x-org-id': orgId, ...options.headers } });
  return { userId, email, password, token, call };
}

/** Writes a place in an organization as it stands in the database. */
export async function setRole(sut: TestApp, orgId: string, userId: string, role: string): Promise<void> {
  const now = new Date();
  await sut.master.collection<{ _id: string }>('memberships').updateOne(
    { _id: `${orgId}:${userId}` },
    {
      $set: { role, status: 'active', updated_at: now },
      $setOnInsert: {
        seq: 1_000_000 + ++serial,
        org_id: orgId,
        user_id: userId,
        user_name: userId,
        created_at: now,
      },
    },
    { upsert: true },
  );
}

/** The change feed tells every instance within a heartbeat. */
export async function seesRole(person: Person, role: string): Promise<void> {
  await until(
    async () => (await person.call('GET', '/v1/me')).body['role'] === role,
    3000,
    `the role ${role}`,
  );
}

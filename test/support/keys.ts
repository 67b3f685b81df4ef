import type { TestClock } from './clock.js';
import { startTestApp, type TestApp } from './app.js';
import { heard } from './feed.js';
import { type Person, speaker } from './people.js';

export interface OwnPerson extends Person {
  orgId: string;
}

/** The service, and owners who may make API keys: their mailboxes are proved. */
export async function startWithKeys(
  settings: Record<string, string> = {},
  clock?: TestClock,
): Promise<{ sut: TestApp; founder: () => Promise<OwnPerson> }> {
  const sut = await startTestApp(settings, {}, clock);
  return { sut, founder: () => keyFounder(sut) };
}

let serial = 0;

export async function keyFounder(sut: TestApp): Promise<OwnPerson> {
  const made = await sut.organization(`Keys ${++serial}`);
  const person = { ...speaker(sut, made.id, made), orgId: made.id };
  await prove(sut, person);
  return person;
}

/** As the mailed link does it. */
export async function prove(
  sut: TestApp,
  { email }: Pick<Person, 'email'>,
  email_verified = true,
): Promise<void> {
  await sut.master.collection('admin_users').updateOne({ email }, { $set: { email_verified } });
  await heard(sut);
}

import { Secret, TOTP } from 'otpauth';
import { ObjectId } from 'mongodb';
import type { TestApp } from './app.js';
import type { TestClock } from './clock.js';

/** The app on somebody's telephone. */
export class Authenticator {
  constructor(
    private readonly secret: string,
    private readonly clock: TestClock,
  ) {}

  /** The code of a time step. @param offset steps from the present one */
  code(offset = 0): string {
    return TOTP.generate({
      secret: Secret.fromBase32(this.secret),
      timestamp: this.clock.wall() + offset * 30_000,
    });
  }

  /** A code that was not used before: half a minute goes by, by the clock on the wall. */
  next(): string {
    this.clock.sleepMachine(30_000);
    return this.code();
  }
}

/** The mailbox of an account counts as proved, as if its link had been used. */
export async function prove(sut: TestApp, userId: string): Promise<void> {
  await sut.master
    .collection('admin_users')
    .updateOne({ _id: new ObjectId(userId) }, { $set: { email_verified: true, proved_at: new Date() } });
}

/** Sets up a second factor. @returns the app and the recovery codes */
export async function enrol(
  sut: TestApp,
  clock: TestClock,
  { token, password, headers = {} }: { token: string; password: string; headers?: Record<string, string> },
): Promise<{ app: Authenticator; recovery: string[] }> {
  const body = { current_password: password };
  const started = await sut.call<{ secret: string }>('POST', '/v1/me/second-factor', {
    token,
    body,
    headers,
  });
  if (started.status !== 200) throw new Error(`enrolment: ${started.status} ${started.text}`);
  const app = new Authenticator(started.body.secret, clock);
  const confirmed = await sut.call<{ recovery_codes: string[] }>('POST', '/v1/me/second-factor/confirm', {
    token,
    body: { code: app.next() },
  });
  if (confirmed.status !== 200) throw new Error(`enrolment: ${confirmed.status} ${confirmed.text}`);
  return { app, recovery: confirmed.body.recovery_codes };
}

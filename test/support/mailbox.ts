import type { TestApp } from './app.js';
import { until } from './smtp.js';

/** A mail that was owed, as it stands in the outbox of a service without SMTP. */
export interface OwedMail {
  key: string;
  to: string;
  template: string;
  data: Record<string, unknown>;
}

/** The mails owed to an address, in the order they were written. */
export async function mailsTo(sut: TestApp, to: string, template?: string): Promise<OwedMail[]> {
  const filter = { to, ...(template === undefined ? {} : { template }) };
  return sut.master.collection<OwedMail>('outbox').find(filter).sort({ _id: 1 }).toArray();
}

/** Waits until `count` mails of a kind are owed to an address. */
export async function awaitMails(sut: TestApp, to: string, template: string, count = 1): Promise<OwedMail[]> {
  await until(
    async () => (await mailsTo(sut, to, template)).length >= count,
    10_000,
    `${count} × ${template} to ${to}`,
  );
  return mailsTo(sut, to, template);
}

/** The code in the fragment of the newest link of a kind that was mailed to an address. */
export async function mailedCode(sut: TestApp, to: string, template: string, count = 1): Promise<string> {
  const mail = (await awaitMails(sut, to, template, count)).at(-1)!;
  const [, code] = /#code=(rwc_[\w-]{43})$/.exec(String(mail.data['link'])) ?? [];
  if (code === undefined) throw new Error(`no code in ${String(mail.data['link'])}`);
  return code;
}

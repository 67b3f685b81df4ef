import type { Reply, TestApp } from './app.js';
import type { Person } from './people.js';

export interface Invited {
  id: string;
  email: string;
  code: string;
}

export const invite = (who: Person, email: string, role = 'member'): Promise<Reply> =>
  who.call('POST', '/v1/invitations', { body: { email, role } });

/** The code of the newest mail, as its reader finds it. */
export async function codeOf(sut: TestApp, id: string): Promise<string> {
  const mails = sut.master.collection('outbox').find({ key: new RegExp(`^invitation:${id}:`) });
  const [newest] = await mails.sort({ key: -1 }).limit(1).toArray();
  const { link } = (newest?.['data'] ?? {}) as { link?: string };
  if (link === undefined) throw new Error(`no mail of invitation ${id}`);
  return link.slice(link.indexOf('#code=') + '#code='.length);
}

/** Invites an address and reads its mail. */
export async function invited(sut: TestApp, who: Person, email: string, role?: string): Promise<Invited> {
  const reply = await invite(who, email, role);
  if (reply.status !== 201) throw new Error(`not invited: ${reply.status} ${reply.text}`);
  const id = String(reply.body['id']);
  return { id, email, code: await codeOf(sut, id) };
}

export const answer = (
  sut: TestApp,
  what: 'preview' | 'accept' | 'decline',
  body: object,
  token?: string,
): Promise<Reply> => sut.call('POST', `/v1/invitations/${what}`, { body, token });

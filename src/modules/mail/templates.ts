import type { Locale } from '../../common/locales.js';
import { Messages, type MessageValues } from '../../common/messages.js';
import { type EmailText, layOut, type Sender } from './layout.js';
import type { LinkPath, MailContent, MailData, MailTemplate, RenderedMail } from './mail.types.js';
import { duration, moment, oneLine, unlinked } from './plain-text.js';
import { DE } from './texts/de.js';
import { EN, type MailText } from './texts/en.js';

const TEXTS = new Messages<MailText>({ en: EN, de: DE });

/** The language a mail is written in. */
interface Pen {
  say: (key: MailText, values?: MessageValues) => string;
  hello: (name: string | undefined) => string;
  /** An organization's name in the subject, cut to `max` characters, and in the text. */
  of: (organization: string, max?: number) => { subject_organization: string; organization: string };
  span: (seconds: number) => { duration: string };
  at: (date: Date) => { moment: string };
  url: (path: LinkPath) => string;
}

type Write<T extends MailTemplate> = (data: MailData[T], pen: Pen) => EmailText;

const TEMPLATES: { [T in MailTemplate]: Write<T> } = {
  verify_email: ({ name, link, expires_in }, { say, hello, span, url }) => ({
    subject: say('verify_email.subject'),
    greeting: hello(name),
    paragraphs: [say('verify_email.text'), say('link.once', span(expires_in))],
    button: { label: say('verify_email.button'), url: url(link) },
    note: say('verify_email.note'),
  }),
  address_confirmed: ({ name, link }, { say, hello, url }) => ({
    subject: say('address_confirmed.subject'),
    greeting: hello(name),
    paragraphs: [say('address_confirmed.text'), say('address_confirmed.what')],
    button: { label: say('address_confirmed.button'), url: url(link) },
    note: say('address_confirmed.note'),
  }),
  reset_password: ({ name, link, expires_in }, { say, hello, span, url }) => ({
    subject: say('reset_password.subject'),
    greeting: hello(name),
    paragraphs: [say('reset_password.text'), say('link.once', span(expires_in))],
    button: { label: say('reset_password.button'), url: url(link) },
    note: say('reset_password.note'),
  }),
  password_changed: ({ name, link, changed_at, undo_within }, { say, hello, span, at, url }) => ({
    subject: say('password_changed.subject'),
    greeting: hello(name),
    paragraphs: [
      say('password_changed.text', at(changed_at)),
      undo_within === undefined ? say('password_changed.what') : say('undo.text', span(undo_within)),
    ],
    button: {
      label: undo_within === undefined ? say('password_changed.button') : say('undo'),
      url: url(link),
    },
    note: say('unchanged'),
  }),
  second_factor: ({ name, link, what, changed_at, left }, { say, hello, at, url }) => ({
    subject: say(`second_factor.${what}.subject`),
    greeting: hello(name),
    paragraphs: [
      say(`second_factor.${what}.text`, at(changed_at)),
      ...(left === undefined ? [] : [say('second_factor.left', { count: left })]),
      say('second_factor.what'),
    ],
    button: { label: say('password_changed.button'), url: url(link) },
    note: say('unchanged'),
  }),
  factor_required: ({ organization, from, is, link }, { say, of, at, url }) => ({
    subject: say(`factor_required.${is}.subject`, of(organization, 50)),
    paragraphs: [
      say(`factor_required.${is}`, { ...of(organization), ...at(from) }),
      say('factor_required.what'),
    ],
    button: { label: say('factor_required.button'), url: url(link) },
    note: say('factor_required.note'),
  }),
  change_email: ({ name, link, expires_in }, { say, hello, span, url }) => ({
    subject: say('change_email.subject'),
    greeting: hello(name),
    paragraphs: [say('change_email.text'), say('link.once', span(expires_in))],
    button: { label: say('change_email.button'), url: url(link) },
    note: say('change_email.note'),
  }),
  email_changed: ({ name, email, changed_at, link, undo_within }, { say, hello, span, at, url }) => ({
    subject: say('email_changed.subject'),
    greeting: hello(name),
    paragraphs: [
      say('email_changed.text', { ...at(changed_at), email: unlinked(email) }),
      ...(undo_within === undefined ? [] : [say('undo.text', span(undo_within))]),
    ],
    ...(link === undefined ? {} : { button: { label: say('undo'), url: url(link) } }),
    note: link === undefined ? say('email_changed.stolen') : say('unchanged'),
  }),
  email_in_use: ({ name, link }, { say, hello, url }) => ({
    subject: say('email_in_use.subject'),
    greeting: hello(name),
    paragraphs: [say('email_in_use.text'), say('email_in_use.what')],
    button: { label: say('sign_in'), url: url(link) },
    note: say('email_in_use.note'),
  }),
  invitation: ({ organization, inviter, role, link, expires_in }, { say, of, span, url }) => ({
    subject: say('invitation.subject', of(organization)),
    paragraphs: [
      say('invitation.text', {
        ...of(organization),
        inviter: unlinked(inviter),
        role: say('role', { role: unlinked(role) }),
      }),
      say('invitation.what', span(expires_in)),
    ],
    button: { label: say('invitation.button'), url: url(link) },
    note: say('invitation.note'),
  }),
  api_key_leaked: ({ organization, key, url, outcome }, { say, of }) => ({
    subject: say('api_key_leaked.subject', of(organization, 50)),
    paragraphs: [
      say('api_key_leaked.text', { ...of(organization), key: unlinked(key) }),
      say(`api_key_leaked.${outcome}`),
      ...(url === '' ? [] : [say('api_key_leaked.where', { url: unlinked(url) })]),
    ],
    note: say('api_key_leaked.note'),
  }),
  join_request: ({ organization, applicant, link }, { say, of, url }) => ({
    subject: say('join_request.subject', of(organization, 55)),
    paragraphs: [
      say('join_request.text', { ...of(organization), applicant: unlinked(applicant) }),
      say('join_request.what'),
    ],
    button: { label: say('join_request.button'), url: url(link) },
    note: say('join_request.note'),
  }),
  domain_proved: ({ organization, domain }, { say, of }) => ({
    subject: say('domain.subject', of(organization, 50)),
    paragraphs: [
      say('domain_proved.text', { ...of(organization), domain: unlinked(domain) }),
      say('domain_proved.what'),
    ],
    note: say('owner.note'),
  }),
  domain_lost: ({ organization, domain, reason }, { say, of }) => ({
    subject: say('domain.subject', of(organization, 50)),
    paragraphs: [
      say(`domain_lost.${reason}`, { ...of(organization), domain: unlinked(domain) }),
      say('domain_lost.what'),
    ],
    note: say('owner.note'),
  }),
  data_undone: ({ organization, at: moment, kept_until }, { say, of, at }) => ({
    subject: say('data_undone.subject', of(organization, 50)),
    paragraphs: [
      say('data_undone.text', { ...of(organization), ...at(moment) }),
      ...(kept_until === undefined ? [] : [say('data_undone.kept', at(kept_until))]),
      say('data_undone.what'),
    ],
    note: say('owner.note'),
  }),
  webhook_off: ({ organization, url, reason }, { say, of }) => ({
    subject: say('webhook_off.subject', of(organization, 50)),
    paragraphs: [
      say(`webhook_off.${reason}`, { ...of(organization), address: unlinked(url) }),
      say('webhook_off.what'),
    ],
    note: say('owner.note'),
  }),
  audit_sink_off: ({ organization, target, reason }, { say, of }) => ({
    subject: say('audit_sink_off.subject', of(organization, 50)),
    paragraphs: [
      say(`audit_sink_off.${reason}`, { ...of(organization), address: unlinked(target) }),
      say('audit_sink_off.what'),
    ],
    note: say('owner.note'),
  }),
  membership_approved: ({ name, organization, link }, { say, hello, of, url }) => ({
    subject: say('membership_approved.subject', of(organization)),
    greeting: hello(name),
    paragraphs: [say('membership_approved.text', of(organization))],
    button: { label: say('sign_in'), url: url(link) },
    note: say('membership_approved.note'),
  }),
  account_deleted: ({ name, deleted_at }, { say, hello, at }) => ({
    subject: say('account_deleted.subject'),
    greeting: hello(name),
    paragraphs: [say('account_deleted.text', at(deleted_at)), say('account_deleted.what')],
    note: say('account_deleted.note'),
  }),
  organization_deleted: (
    { organization, account, owner = true, undelete_until, link },
    { say, of, at, url },
  ) => ({
    subject: say('organization_deleted.subject', of(organization, 50)),
    paragraphs: [
      say('organization_deleted.text', of(organization)),
      undelete_until === undefined
        ? say('organization_deleted.final')
        : say('organization_deleted.sealed', at(undelete_until)),
      ...(account === undefined ? [] : [say(`organization_deleted.account.${account}`)]),
    ],
    ...(link === undefined ? {} : { button: { label: say('organization_deleted.button'), url: url(link) } }),
    note: say(owner ? 'organization_deleted.owner' : 'organization_deleted.member'),
  }),
  organization_erased: ({ organization, erased_at, link }, { say, of, at, url }) => ({
    subject: say('organization_erased.subject', of(organization, 50)),
    paragraphs: [
      say('organization_erased.text', { ...of(organization), ...at(erased_at) }),
      say('organization_erased.what'),
    ],
    button: { label: say('organization_erased.button'), url: url(link) },
    note: say('organization_erased.note'),
  }),
  backup_failed: ({ organization, at: moment, reason }, { say, of, at }) => ({
    subject: say('backup_failed.subject', of(organization, 50)),
    paragraphs: [
      say('backup_failed.text', { ...of(organization), ...at(moment) }),
      say(`backup_failed.${reason}`),
      say('backup_failed.what'),
    ],
    note: say('owner.note'),
  }),
  organization_returned: ({ organization, missing, link }, { say, of, url }) => ({
    subject: say('organization_returned.subject', of(organization, 50)),
    paragraphs: [
      say('organization_returned.text', of(organization)),
      ...(missing === 0 ? [] : [say('organization_returned.missing', { missing })]),
      say('organization_returned.not'),
    ],
    button: { label: say('sign_in'), url: url(link) },
    note: say('owner.note'),
  }),
  owner_initial_secret: ({ organization, secret, link, expires_in }, { say, of, span, url }) => ({
    subject: say('owner_initial_secret.subject', of(organization, 55)),
    paragraphs: [say('owner_initial_secret.text', of(organization))],
    code: secret,
    button: { label: say('sign_in'), url: url(link) },
    note: say('owner_initial_secret.note', span(expires_in)),
  }),
};

/**
 * A mail as it is read. Its links begin with `sender.url`, whatever a request claimed.
 * @throws Error for a template this version does not know, or a link that leaves the service
 */
export function render(content: MailContent, sender: Sender, locale: Locale = 'en'): RenderedMail {
  const write = TEMPLATES[content.template] as Write<MailTemplate> | undefined;
  if (write === undefined) throw new Error(`unknown mail template ${String(content.template)}`);
  let link: string | null = null;
  const say: Pen['say'] = (key, values) => TEXTS.format(locale, key, values);
  const email = write(content.data, {
    say,
    hello: (name) => {
      const shown = unlinked(name ?? '');
      return shown === '' ? say('hello') : say('hello.name', { name: shown });
    },
    of: (organization, max = 60) => ({
      subject_organization: oneLine(organization, max),
      organization: unlinked(organization),
    }),
    span: (seconds) => {
      const { unit, count } = duration(seconds);
      return { duration: say(unit, { count }) };
    },
    at: (date) => ({ moment: moment(date, locale) }),
    url: (path) => (link = absolute(withQuery(path, sender.query ?? ''), sender.url)),
  });
  const words = { locale, help: say('button.help'), support: supportLine(sender, say) };
  return { ...layOut(email, sender, words), link };
}

const supportLine = ({ support }: Sender, say: Pen['say']): string | undefined =>
  support === undefined ? undefined : say('support', { support });

/** Before the fragment, which holds the code. @param query without `?`; empty: none */
function withQuery(path: LinkPath, query: string): string {
  if (query === '') return path;
  const [before, fragment] = path.split('#') as [string, string | undefined];
  const joined = `${before}${before.includes('?') ? '&' : '?'}${query}`;
  return fragment === undefined ? joined : `${joined}#${fragment}`;
}

/** `@evil.example` or `//evil.example` after a base would name another host. */
export function absolute(path: string, base: string): string {
  if (!/^\/(?![/\\])/.test(path)) throw new Error('a link in a mail is a path that begins with one /');
  return new URL(base + path).href;
}

import type { Env } from '../../config/env.js';
import { layOut, type EmailText, type Sender } from './layout.js';
import type { LinkPath, MailContent, MailData, MailTemplate, RenderedMail } from './mail.types.js';
import { duration, moment, oneLine } from './plain-text.js';

type Write<T extends MailTemplate> = (data: MailData[T], url: (path: LinkPath) => string) => EmailText;

const hello = (name: string | undefined): string => {
  const shown = unlinked(name ?? '');
  return shown === '' ? 'Hello' : `Hello ${shown}`;
};

/**
 * Mail programs make links of whatever looks like an address. A name is chosen by somebody else than the
 * reader, so it must not carry one: a word joiner after each dot and colon keeps it text.
 */
const unlinked = (name: string): string => oneLine(name).replace(/[.:](?=\S)/g, '$&\u2060');

const quoted = (name: string): string => `“${unlinked(name)}”`;

const ACCOUNT_FATES = {
  deleted: 'Your account was made by this organization and was deleted with it.',
  kept: 'Your account is your own and stays: sign in with it as before.',
} as const;

const UNDO = 'Undo the change';
const undoText = (seconds: number): string =>
  `If it was not you, undo it: the account then has this address again, and everybody is signed out. The link works once, for ${duration(seconds)}, whatever else is changed meanwhile.`;

const DOMAIN_LOSSES = {
  expired: 'no owner proved a mailbox of it within 14 days.',
  proved_elsewhere: 'an owner of another organization has proved a mailbox of it, and none of yours had.',
} as const;

const TEMPLATES: { [T in MailTemplate]: Write<T> } = {
  verify_email: ({ name, link, expires_in }, url) => ({
    subject: 'Confirm your e-mail address',
    greeting: hello(name),
    paragraphs: [
      'Please confirm that this mailbox is yours.',
      `The link works once and expires in ${duration(expires_in)}.`,
    ],
    button: { label: 'Confirm address', url: url(link) },
    note: 'You receive this mail because an account was made with your address. If it was not you, choose a new password on the page behind the link: that locks out whoever made the account.',
  }),
  address_confirmed: ({ name, link }, url) => ({
    subject: 'Your e-mail address was confirmed',
    greeting: hello(name),
    paragraphs: [
      'The address of your account was confirmed without its password, and every session of the account was ended.',
      'If you made the account, sign in again. If you did not, or do not know its password, choose a new one: it locks out whoever made the account.',
    ],
    button: { label: 'Choose a new password', url: url(link) },
    note: 'Until you have proved the address with the password, the account joins no organization by its mail domain.',
  }),
  reset_password: ({ name, link, expires_in }, url) => ({
    subject: 'Choose a new password',
    greeting: hello(name),
    paragraphs: [
      'Somebody asked for a new password for your account.',
      `The link works once and expires in ${duration(expires_in)}.`,
    ],
    button: { label: 'Choose a new password', url: url(link) },
    note: 'If it was not you, ignore this mail: your password stays as it is.',
  }),
  password_changed: ({ name, link, changed_at, undo_within }, url) => ({
    subject: 'Your password was changed',
    greeting: hello(name),
    paragraphs: [
      `The password of your account was changed on ${moment(changed_at)}, and every other session was ended.`,
      undo_within === undefined
        ? 'If it was not you, take your account back at once:'
        : undoText(undo_within),
    ],
    button: { label: undo_within === undefined ? 'Choose a new password' : UNDO, url: url(link) },
    note: 'If it was you, there is nothing to do.',
  }),
  change_email: ({ name, link, expires_in }, url) => ({
    subject: 'Confirm your new e-mail address',
    greeting: hello(name),
    paragraphs: [
      'Please confirm that your account shall have this address from now on.',
      `The link works once and expires in ${duration(expires_in)}.`,
    ],
    button: { label: 'Use this address', url: url(link) },
    note: 'You receive this mail because somebody gave this address for an account. If it was not you, ignore this mail: the account keeps the address it has.',
  }),
  email_changed: ({ name, email, changed_at, link, undo_within }, url) => ({
    subject: 'Your e-mail address was changed',
    greeting: hello(name),
    paragraphs: [
      `Since ${moment(changed_at)} your account has the address ${unlinked(email)}, and no longer this one.`,
      ...(undo_within === undefined ? [] : [undoText(undo_within)]),
    ],
    ...(link === undefined ? {} : { button: { label: UNDO, url: url(link) } }),
    note:
      link === undefined
        ? 'If it was not you, somebody knew your password: tell the operator of this service at once.'
        : 'If it was you, there is nothing to do.',
  }),
  email_in_use: ({ name, link }, url) => ({
    subject: 'You already have an account',
    greeting: hello(name),
    paragraphs: [
      'Somebody tried to register with your e-mail address, which already has an account. Nothing was changed.',
      'If it was you, sign in with the password you have, or choose a new one there.',
    ],
    button: { label: 'Sign in', url: url(link) },
    note: 'If it was not you, ignore this mail: whoever tried was not told that you have an account.',
  }),
  invitation: ({ organization, inviter, role, link, expires_in }, url) => ({
    subject: `Invitation to ${oneLine(organization, 60)}`,
    paragraphs: [
      `${quoted(inviter)} invites you to join the organization ${quoted(organization)} as ${unlinked(role)}.`,
      `The invitation is for this address only and expires in ${duration(expires_in)}.`,
    ],
    button: { label: 'See the invitation', url: url(link) },
    note: 'If you do not know the sender, ignore this mail: nothing happens until you accept.',
  }),
  join_request: ({ organization, applicant, link }, url) => ({
    subject: `A request to join ${oneLine(organization, 55)}`,
    paragraphs: [
      `${quoted(applicant)} asks to join your organization ${quoted(organization)}.`,
      'Until an owner or admin approves, they cannot sign in and see nothing. Nobody has proved that the address is theirs.',
    ],
    button: { label: 'See the request', url: url(link) },
    note: 'You receive this mail because you manage the members of this organization. If nobody knows the applicant, leave the request unanswered or decline it.',
  }),
  domain_proved: ({ organization, domain }) => ({
    subject: `The mail domain of ${oneLine(organization, 50)}`,
    paragraphs: [
      `An owner has proved a mailbox at ${unlinked(domain)}: this mail domain now belongs to your organization ${quoted(organization)}.`,
      'Whoever proves a mailbox of this domain can become a member.',
    ],
    note: 'You receive this mail because you own this organization.',
  }),
  domain_lost: ({ organization, domain, reason }) => ({
    subject: `The mail domain of ${oneLine(organization, 50)}`,
    paragraphs: [
      `Your organization ${quoted(organization)} no longer has the mail domain ${unlinked(domain)}: ${DOMAIN_LOSSES[reason]}`,
      'Requests to join by this domain have ended. Members stay.',
    ],
    note: 'You receive this mail because you own this organization.',
  }),
  membership_approved: ({ name, organization, link }, url) => ({
    subject: `Welcome to ${oneLine(organization, 60)}`,
    greeting: hello(name),
    paragraphs: [`You are now a member of the organization ${quoted(organization)}.`],
    button: { label: 'Sign in', url: url(link) },
    note: 'You receive this mail because you asked to join this organization.',
  }),
  organization_deleted: ({ organization, account, owner = true, undelete_until, link }, url) => ({
    subject: `${oneLine(organization, 50)} was deleted`,
    paragraphs: [
      `The organization ${quoted(organization)} was deleted together with its database.`,
      undelete_until === undefined
        ? 'This cannot be undone.'
        : `A sealed archive is kept until ${moment(undelete_until)}; until then an owner can bring it back.`,
      ...(account === undefined ? [] : [ACCOUNT_FATES[account]]),
    ],
    ...(link === undefined ? {} : { button: { label: 'Bring it back', url: url(link) } }),
    note: owner
      ? 'You receive this mail because you own this organization. If you do not know who deleted it, change your password now.'
      : 'You receive this mail because you had a place in this organization.',
  }),
  owner_initial_secret: ({ organization, secret, link, expires_in }, url) => ({
    subject: `Your access to ${oneLine(organization, 55)}`,
    paragraphs: [
      `You are the owner of the organization ${quoted(organization)}. Sign in with this temporary password, then choose your own password:`,
    ],
    code: secret,
    button: { label: 'Sign in', url: url(link) },
    note: `The secret expires in ${duration(expires_in)}. Nobody will ask you for it: do not pass it on.`,
  }),
};

export const senderOf = (env: Env): Sender => ({ name: env.APP_NAME, url: env.publicBaseUrl });

/**
 * A mail as it is read. Its links begin with `sender.url`, whatever a request claimed.
 * @throws Error for a template this version does not know, or a link that leaves the service
 */
export function render(content: MailContent, sender: Sender): RenderedMail {
  const write = TEMPLATES[content.template] as Write<MailTemplate> | undefined;
  if (write === undefined) throw new Error(`unknown mail template ${String(content.template)}`);
  let link: string | null = null;
  const email = write(content.data, (path) => (link = absolute(path, sender.url)));
  return { ...layOut(email, sender), link };
}

/** `@evil.example` or `//evil.example` after a base would name another host. */
export function absolute(path: string, base: string): string {
  if (!/^\/(?![/\\])/.test(path)) throw new Error('a link in a mail is a path that begins with one /');
  return new URL(base + path).href;
}

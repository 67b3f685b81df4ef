import { escapeHtml } from '../../common/html.js';
import type { Locale } from '../../common/locales.js';
import type { MessageValues } from '../../common/messages.js';
import type { Face } from '../../modules/branding/branding.types.js';
import { pageHead } from './page-head.js';
import { PAGE_TEXTS } from './page-texts.js';
import { EN, type PageText } from './texts/en.js';

/** What stands behind a link of a mail. Its words are fixed: what strangers wrote is put in by the script, as text. */
interface MailPage {
  /** The link carries a one-time code in its fragment. */
  needsCode: boolean;
  /** Shown while there is something to do. */
  step: string;
  /** Of a result: `data-when` names the errors, `done:<form>` the successes, `missing` no code. */
  words: string;
  /** How another link is had; shown like the words, but not read out with them. */
  again?: string;
}

/** For whom a page is written, and how it looks. */
export interface PageView {
  locale: Locale;
  face: Face;
  /** Language and organization of the address that was asked for; its links keep them. Without `?`; may be empty. */
  query: string;
  /** Whether /docs is served. */
  docs: boolean;
}

type Say = (key: PageText, values?: MessageValues) => string;

const KEYS = Object.keys(EN) as PageText[];

/** The pieces that pages are made of, in one language. */
class Kit {
  constructor(private readonly say: Say) {}

  text(key: PageText): string {
    return `<p>${this.say(key)}</p>`;
  }

  password(label: PageText, autocomplete: string, name = 'password'): string {
    return `<label for="${name}">${this.say(label)}</label>
<input id="${name}" name="${name}" type="password" autocomplete="${autocomplete}" required>
<label class="check"><input type="checkbox" data-shows="${name}"> ${this.say('show')}</label>${autocomplete === 'new-password' ? '' : this.factor(`${name}-otp`)}`;
  }

  /** Beside the password of an account that has a second factor; shown when the service asks for it. */
  factor(id: string): string {
    return `
<div data-when="auth.second_factor_required auth.code_invalid" hidden>
<label for="${id}">${this.say('field.code')}</label>
<input id="${id}" name="otp" autocomplete="one-time-code" autocapitalize="none" spellcheck="false" maxlength="40">
</div>`;
  }

  email(id: string): string {
    return `<label for="${id}">${this.say('field.email')}</label>
<input id="${id}" name="email" type="email" autocomplete="email" maxlength="254" required>`;
  }

  form(name: string, path: string, fields: string, button: PageText): string {
    return `<form name="${name}" method="post" action="../v1/${path}">
${fields}
<button>${this.say(button)}</button>
</form>`;
  }

  when(outcomes: string, key: PageText): string {
    return `<p data-when="${outcomes}" hidden>${this.say(key)}</p>`;
  }

  missing(): string {
    return this.when('missing', 'missing');
  }

  forgot(): string {
    return this.form('forgot', 'password/forgot', this.email('forgot-email'), 'forgot.button');
  }

  elsewhere(key: PageText): MailPage {
    return { needsCode: false, step: this.text(key), words: '' };
  }
}

/** By the last part of the path that mails link to. */
const MAIL_PAGES = {
  'verify-email': (kit, say) => ({
    needsCode: true,
    step: `${kit.text('verify-email.text')}
${kit.form('verify', 'email/verify', kit.password('field.current', 'current-password'), 'verify-email.button')}
<h2>${say('verify-email.unknown')}</h2>
${kit.text('verify-email.take')}
${kit.form('take', 'email/verify', kit.password('field.new', 'new-password', 'new_password'), 'verify-email.take.button')}`,
    words: `${kit.when('done:verify', 'verify-email.done')}
${kit.when('done:take', 'verify-email.taken')}
${kit.missing()}
${kit.when('auth.credentials_invalid', 'verify-email.wrong')}
${kit.when('auth.password_change_required', 'verify-email.temporary')}
${kit.when('auth.link_invalid', 'verify-email.used')}`,
  }),
  'change-email': (kit) => ({
    needsCode: true,
    step: `${kit.text('change-email.text')}
${kit.text('change-email.else')}
${kit.form('change', 'email/change', kit.password('field.current', 'current-password'), 'change-email.button')}`,
    words: `${kit.when('done:change', 'change-email.done')}
${kit.missing()}
${kit.when('auth.credentials_invalid', 'change-email.wrong')}
${kit.when('auth.link_invalid', 'change-email.used')}`,
  }),
  'undo-change': (kit) => ({
    needsCode: true,
    step: `${kit.text('undo-change.text')}
${kit.text('undo-change.else')}
${kit.form('undo', 'credentials/undo', '', 'undo-change.button')}`,
    words: `${kit.when('done:undo', 'undo-change.done')}
${kit.missing()}
${kit.when('auth.link_invalid', 'undo-change.used')}
${kit.when('user.email_taken', 'undo-change.taken')}`,
  }),
  'reset-password': (kit, say) => ({
    needsCode: true,
    step: `${kit.text('reset-password.text')}
${kit.form('reset', 'password/reset', kit.password('field.new', 'new-password'), 'reset-password.button')}`,
    words: `${kit.when('done:reset', 'reset-password.done')}
${kit.missing()}
${kit.when('done:forgot', 'forgot.done')}`,
    again: `<section data-when="auth.link_invalid missing" hidden>
<h2>${say('again')}</h2>
${kit.forgot()}
</section>`,
  }),
  'forgot-password': (kit) => ({
    needsCode: false,
    step: `${kit.text('forgot-password.text')}
${kit.forgot()}`,
    words: kit.when('done:forgot', 'forgot.done'),
  }),
  password: (kit, say) => ({
    needsCode: false,
    step: `${kit.text('password.text')}
<form name="password" method="post" action="../v1/sessions" data-changes-password>
${kit.email('email')}
${kit.password('field.current_or_temporary', 'current-password', 'current_password')}
${kit.password('field.new', 'new-password', 'new_password')}
<button>${say('password.button')}</button>
</form>
${kit.text('password.unknown')}`,
    words: `${kit.when('done:password', 'password.done')}
${kit.when('auth.credentials_invalid', 'password.expired')}`,
  }),
  join: (kit, say) => ({
    needsCode: true,
    step: `${kit.text('join.text')}
${kit.text('join.else')}
${kit.form('confirm', 'members/confirm', kit.password('field.current', 'current-password'), 'join.button')}`,
    words: `${kit.when('done:confirm', 'join.done')}
${kit.when('done:confirm:pending', 'join.pending')}
${kit.when('done:resend', 'join.resent')}
${kit.missing()}
${kit.when('auth.credentials_invalid', 'join.wrong')}`,
    again: `<section data-when="auth.link_invalid missing" hidden>
<h2>${say('again')}</h2>
${kit.text('join.used')}
${kit.form(
  'resend',
  'members/confirm/link',
  `${kit.email('resend-email')}
<label for="resend-password">${say('field.current')}</label>
<input id="resend-password" name="password" type="password" autocomplete="current-password" required>${kit.factor('resend-otp')}`,
  'join.resend.button',
)}
</section>`,
  }),
  invitation: (kit, say) => ({
    needsCode: true,
    step: `<dl data-preview="../v1/invitations/preview" hidden>
<dt>${say('invitation.organization')}</dt><dd data-fact="organization_name"></dd>
<dt>${say('invitation.inviter')}</dt><dd data-fact="inviter_name"></dd>
<dt>${say('invitation.role')}</dt><dd data-fact="role"></dd>
<dt>${say('invitation.email')}</dt><dd data-fact="email"></dd>
<dt>${say('invitation.until')}</dt><dd data-fact="expires_at"></dd>
</dl>
${kit.form('accept', 'invitations/accept', acceptFields(kit, say), 'invitation.accept')}
<h2>${say('invitation.not')}</h2>
${kit.form('decline', 'invitations/decline', '', 'invitation.decline')}`,
    words: `${kit.when('done:accept', 'invitation.accepted')}
${kit.when('done:decline', 'invitation.declined')}
${kit.missing()}
${kit.when('auth.link_invalid', 'invitation.used')}
${kit.when('auth.credentials_invalid', 'invitation.wrong')}
${kit.when('auth.password_change_required', 'invitation.temporary')}`,
  }),
  undelete: (kit, say) => ({
    needsCode: true,
    step: `<dl data-preview="../v1/undeletes/preview" hidden>
<dt>${say('invitation.organization')}</dt><dd data-fact="organization_name"></dd>
<dt>${say('undelete.members')}</dt><dd data-fact="members"></dd>
<dt>${say('undelete.until')}</dt><dd data-fact="expires_at"></dd>
</dl>
${kit.text('undelete.text')}
${kit.form(
  'undelete',
  'undeletes',
  `<div data-when="organization.name_taken" hidden>
<label for="name">${say('undelete.name')}</label>
<input id="name" name="name" maxlength="100">
</div>`,
  'undelete.button',
)}`,
    words: `${kit.when('done:undelete', 'undelete.done')}
${kit.missing()}
${kit.when('undelete.erased', 'undelete.erased')}`,
  }),
  members: (kit) => kit.elsewhere('members.text'),
  'sign-in': (kit) => kit.elsewhere('sign-in.text'),
} satisfies Record<string, (kit: Kit, say: Say) => MailPage>;

const acceptFields = (kit: Kit, say: Say): string => `${kit.text('invitation.password')}
${kit.password('field.password', 'on')}
<label for="name">${say('field.name')}</label>
<input id="name" name="name" autocomplete="name" maxlength="100">
<div data-when="user.name_taken" hidden>
<label for="user_name">${say('field.user_name')}</label>
<input id="user_name" name="user_name" autocomplete="username" maxlength="100">
</div>`;

export type MailPageName = keyof typeof MAIL_PAGES;
export const MAIL_PAGE_NAMES = Object.keys(MAIL_PAGES) as MailPageName[];

/** Addresses are relative: PUBLIC_BASE_URL may have a path. */
export function htmlOf(name: MailPageName, view: PageView): string {
  const { locale, face, docs } = view;
  const query = view.query === '' ? '' : `?${view.query}`;
  const links = { forgot: escapeHtml(`forgot-password${query}`), own: escapeHtml(`password${query}`) };
  const say: Say = (key, values) => PAGE_TEXTS.format(locale, key, { ...links, ...values });
  const write = MAIL_PAGES[name] as (kit: Kit, say: Say) => MailPage;
  const { needsCode, step, words, again = '' } = write(new Kit(say), say);
  const title = say(`${name}.title`);
  const colors =
    face.color === undefined && face.colorDark === undefined
      ? ''
      : `<link rel="stylesheet" href="${escapeHtml(`brand.css${query}`)}">\n`;
  const more = `${colors}<script type="module" src="mail-pages.mjs"></script>\n`;
  return `${pageHead({ locale, title, styles: 'mail-pages.css', more })}<body>
${header(face)}<main${needsCode ? ' data-needs-code' : ''}${onward(face)} data-texts="${scriptTexts(locale)}">
<h1>${title}</h1>
<p id="scriptless">${say('needs.script')}</p>
<div id="result" role="status" aria-live="polite" tabindex="-1">
<p id="message" hidden></p>
<ul id="errors" hidden></ul>
${words}
<p id="onward" hidden><a rel="noreferrer"></a></p>
</div>
<div id="step" hidden>
${step}
</div>
${again}
${product(name, face, say)}</main>
${footer(face, docs, say)}</body>
</html>
`;
}

/** The colours of the buttons, as a style sheet of its own: the pages allow no style of their own. */
export function colorsOf(face: Face, ink: (color: string) => string): string {
  const { color, colorDark = color } = face;
  const rule = (paint: string): string => `:root { --accent: ${paint}; --ink: ${ink(paint)}; }`;
  return [
    ...(color === undefined ? [] : [rule(color)]),
    ...(colorDark === undefined ? [] : [`@media (prefers-color-scheme: dark) { ${rule(colorDark)} }`]),
    '',
  ].join('\n');
}

function header({ logo, name, isPlain }: Face): string {
  if (isPlain === true) return '';
  const image = logo === undefined ? '' : `<img src="${escapeHtml(logo)}" alt="" height="40">\n`;
  return `<header>\n${image}<span>${escapeHtml(name)}</span>\n</header>\n`;
}

/** Where the product is, for who asked for no other place to return to. */
const onward = ({ home, isPlain }: Face): string =>
  isPlain === true || home === undefined ? '' : ` data-home="${escapeHtml(home)}"`;

/** Where a user goes who has nothing to do here. */
function product(name: MailPageName, { home, isPlain }: Face, say: Say): string {
  if (isPlain === true || home === undefined || (name !== 'sign-in' && name !== 'members')) return '';
  const host = escapeHtml(new URL(home).host);
  return `<p><a class="onward" rel="noreferrer" href="${escapeHtml(home)}">${say('onward', { host })}</a></p>\n`;
}

function footer({ support, platform }: Face, docs: boolean, say: Say): string {
  const lines = [
    ...(support === undefined ? [] : [say('support', { support: mailTo(support) })]),
    ...(platform === undefined ? [] : [say('provided', { platform: escapeHtml(platform) })]),
    ...(docs ? [`<a href="../docs">${say('docs')}</a>`] : []),
  ];
  return lines.length === 0 ? '' : `<footer>${lines.join('<br>')}</footer>\n`;
}

const mailTo = (address: string): string =>
  `<a href="mailto:${escapeHtml(encodeURI(address))}">${escapeHtml(address)}</a>`;

/** What the script says: refusals and roles by what the native API calls them. */
function scriptTexts(locale: Locale): string {
  const say: Say = (key) => PAGE_TEXTS.format(locale, key);
  const named = (prefix: string): Record<string, string> =>
    Object.fromEntries(
      KEYS.filter((key) => key.startsWith(prefix)).map((key) => [key.slice(prefix.length), say(key)]),
    );
  const details = KEYS.filter((key) => key.startsWith('detail.')).map((key) => [EN[key], say(key)]);
  const texts = {
    unreachable: say('script.unreachable'),
    refused: say('script.refused'),
    // Filled in by the script.
    wait: PAGE_TEXTS.format(locale, 'script.wait', { title: '{title}', seconds: '{seconds}' }),
    onward: PAGE_TEXTS.format(locale, 'onward', { host: '{host}' }),
    errors: named('error.'),
    roles: named('role.'),
    details: Object.fromEntries(details) as Record<string, string>,
  };
  return escapeHtml(JSON.stringify(texts));
}

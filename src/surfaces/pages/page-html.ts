/** What stands behind a link of a mail. Its words are fixed: what strangers wrote is put in by the script, as text. */
export interface MailPage {
  title: string;
  /** The link carries a one-time code in its fragment. */
  needsCode: boolean;
  /** Shown while there is something to do. */
  step: string;
  /** Of a result: `data-when` names the errors, `done:<form>` the successes, `missing` no code. */
  words: string;
  /** How another link is had; shown like the words, but not read out with them. */
  again?: string;
}

const password = (label: string, autocomplete: string, name = 'password'): string =>
  `<label for="${name}">${label}</label>
<input id="${name}" name="${name}" type="password" autocomplete="${autocomplete}" required>
<label class="check"><input type="checkbox" data-shows="${name}"> Show it</label>`;

const CURRENT = password('The password of your account', 'current-password');

const email = (id: string): string => `<label for="${id}">E-mail address</label>
<input id="${id}" name="email" type="email" autocomplete="email" maxlength="254" required>`;

const form = (name: string, path: string, fields: string, button: string): string =>
  `<form name="${name}" method="post" action="../v1/${path}">
${fields}
<button>${button}</button>
</form>`;

const when = (outcomes: string, text: string): string => `<p data-when="${outcomes}" hidden>${text}</p>`;

const MISSING = when('missing', 'This page works with the link of a mail: open that link again.');
const FORGOT = form('forgot', 'password/forgot', email('forgot-email'), 'Mail me a link');
const FORGOT_DONE = when(
  'done:forgot',
  'If an account has this address, a link is on its way. It works for an hour.',
);
const SIGN_IN = 'Sign in where you use your organization.';

const elsewhere = (title: string, text: string): MailPage => ({
  title,
  needsCode: false,
  step: `<p>${text}</p>`,
  words: '',
});

const ACCEPT_FIELDS = `<p>If your address has no account yet, choose a password: the account is made with it. If it has one, enter the password of that account.</p>
${password('Password', 'on')}
<label for="name">Your name (optional, for a new account)</label>
<input id="name" name="name" autocomplete="name" maxlength="100">
<div data-when="user.name_taken" hidden>
<label for="user_name">Another user name in this organization</label>
<input id="user_name" name="user_name" autocomplete="username" maxlength="100">
</div>`;

/** By the last part of the path that mails link to. */
export const MAIL_PAGES: Readonly<Record<string, MailPage>> = {
  'verify-email': {
    title: 'Confirm your e-mail address',
    needsCode: true,
    step: `<p>You confirm that the mailbox this link was mailed to is yours. Your password shows that the account is yours as well.</p>
${form('verify', 'email/verify', CURRENT, 'Confirm address')}
<h2>You do not know the password?</h2>
<p>Perhaps somebody else made the account with your address. Choose a new password: the account is yours then, and whoever was signed in is signed out.</p>
${form('take', 'email/verify', password('New password (8 characters or more)', 'new-password', 'new_password'), 'Confirm with a new password')}`,
    words: `${when('done:verify', 'Your address is confirmed.')}
${when('done:take', `Your address is confirmed and your password is changed. ${SIGN_IN}`)}
${MISSING}
${when('auth.credentials_invalid', 'This is not the password of the account. If you do not know it, choose a new one below.')}
${when('auth.password_change_required', 'The account has a temporary password that somebody else knows. Choose a new password below.')}
${when('auth.link_invalid', 'If you used this link before, your address is confirmed already. Otherwise sign in where you use your organization, and ask there for another link.')}`,
  },
  'change-email': {
    title: 'Confirm your new e-mail address',
    needsCode: true,
    step: `<p>Your account gets the address this link was mailed to. The old address is told, and other sessions end.</p>
<p>If you did not ask for it, close this page: the account keeps the address it has, and nobody gets yours.</p>
${form('change', 'email/change', CURRENT, 'Use this address')}`,
    words: `${when('done:change', 'Your account has this address now. Sign in with it from now on.')}
${MISSING}
${when('auth.credentials_invalid', 'Enter the password of the account that asked for this address. If you did not ask for it, close this page.')}
${when('auth.link_invalid', 'If you used this link before, the address is changed already. Otherwise sign in where you use your organization, and ask there for the change once more.')}`,
  },
  'undo-change': {
    title: 'Undo the change of your account',
    needsCode: true,
    step: `<p>Your account gets back the address this link was mailed to, and everybody is signed out of it, you too.</p>
<p>If it was you who changed it, close this page: the change stays.</p>
${form('undo', 'credentials/undo', '', 'Undo the change')}`,
    words: `${when('done:undo', 'The change is undone, and nobody is signed in. A link to choose a new password is in your mailbox: use it, somebody may know the old one.')}
${MISSING}
${when('auth.link_invalid', 'If you used this link before, the change is undone already. Otherwise <a href="forgot-password">ask for a new password</a>.')}
${when('user.email_taken', 'Another account has this address by now. Tell the operator of this service.')}`,
  },
  'reset-password': {
    title: 'Choose a new password',
    needsCode: true,
    step: `<p>Your account gets the password you choose here, and every session of it ends.</p>
${form('reset', 'password/reset', password('New password (8 characters or more)', 'new-password'), 'Set the new password')}`,
    words: `${when('done:reset', `Your password is changed. ${SIGN_IN}`)}
${MISSING}
${FORGOT_DONE}`,
    again: `<section data-when="auth.link_invalid missing" hidden>
<h2>Get another link</h2>
${FORGOT}
</section>`,
  },
  'forgot-password': {
    title: 'Ask for a new password',
    needsCode: false,
    step: `<p>A link that sets a new password is mailed to your address.</p>
${FORGOT}`,
    words: FORGOT_DONE,
  },
  password: {
    title: 'Change your password',
    needsCode: false,
    step: `<p>Choose your own password in place of a temporary one, or another in place of yours. Every other session of the account ends.</p>
<form name="password" method="post" action="../v1/sessions" data-changes-password>
${email('email')}
${password('Current or temporary password', 'current-password', 'current_password')}
${password('New password (8 characters or more)', 'new-password', 'new_password')}
<button>Change the password</button>
</form>
<p>You do not know your password? <a href="forgot-password">Ask for a new one</a>.</p>`,
    words: `${when('done:password', `Your password is changed. ${SIGN_IN}`)}
${when('auth.credentials_invalid', 'A temporary password works for some hours only, and once it is changed it works no more.')}`,
  },
  join: {
    title: 'Confirm your request to join',
    needsCode: true,
    step: `<p>You confirm that the mailbox this link was mailed to is yours. You then become a member of the organization you asked to join, if it has proved this mail domain; else its owners decide.</p>
<p>If you did not ask for it, close this page: nothing happens.</p>
${form('confirm', 'members/confirm', CURRENT, 'Join')}`,
    words: `${when('done:confirm', `You are a member now. ${SIGN_IN}`)}
${when('done:confirm:pending', 'Your mailbox is confirmed. An owner or admin of the organization has yet to let you in.')}
${when('done:resend', 'If this account still waits to be let in, another link is on its way.')}
${MISSING}
${when('auth.credentials_invalid', 'Enter the password that was chosen when you asked to join.')}`,
    again: `<section data-when="auth.link_invalid missing" hidden>
<h2>Get another link</h2>
<p>If you used the link before, you are a member already and need none.</p>
${form(
  'resend',
  'members/confirm/link',
  `${email('resend-email')}
<label for="resend-password">The password of your account</label>
<input id="resend-password" name="password" type="password" autocomplete="current-password" required>`,
  'Mail me another link',
)}
</section>`,
  },
  invitation: {
    title: 'Invitation to an organization',
    needsCode: true,
    step: `<dl data-preview="../v1/invitations/preview" hidden>
<dt>Organization</dt><dd data-fact="organization_name"></dd>
<dt>Invited by</dt><dd data-fact="inviter_name"></dd>
<dt>Role</dt><dd data-fact="role"></dd>
<dt>Your address</dt><dd data-fact="email"></dd>
<dt>Open until</dt><dd data-fact="expires_at"></dd>
</dl>
${form('accept', 'invitations/accept', ACCEPT_FIELDS, 'Accept the invitation')}
<h2>Not for you?</h2>
${form('decline', 'invitations/decline', '', 'Decline the invitation')}`,
    words: `${when('done:accept', `You are a member now. ${SIGN_IN}`)}
${when('done:decline', 'You declined. The link of the mail works no more.')}
${MISSING}
${when('auth.link_invalid', 'If you answered it before, there is nothing left to do. Otherwise ask whoever invited you to send the invitation again.')}
${when('auth.credentials_invalid', 'Your address has an account already, and this is not its password. Enter the password of that account, or <a href="forgot-password">ask for a new one</a>, then open the link of the invitation again.')}
${when('auth.password_change_required', 'Your account has a temporary password. <a href="password">Choose your own</a> first, then open the link of the invitation again.')}`,
  },
  members: elsewhere(
    'A request to join',
    'Requests are answered in your organization’s application, by a signed-in owner or admin, or at the API: GET /v1/members shows who waits, POST /v1/members/{id}/approve or /decline answers.',
  ),
  'sign-in': elsewhere(
    'Sign in',
    'You sign in at your organization’s application, or at the API with POST /v1/sessions. You can <a href="password">change your password</a>, a temporary one too. If you do not know it, <a href="forgot-password">ask for a new one</a>.',
  ),
};

/** Addresses are relative: PUBLIC_BASE_URL may have a path. */
export function htmlOf({ title, needsCode, step, words, again = '' }: MailPage, hasDocs: boolean): string {
  const docs = hasDocs ? '<footer><a href="../docs">The API and its documentation</a></footer>\n' : '';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="mail-pages.css">
<script type="module" src="mail-pages.mjs"></script>
</head>
<body>
<main${needsCode ? ' data-needs-code' : ''}>
<h1>${title}</h1>
<p id="scriptless">This page needs JavaScript.</p>
<div id="result" role="status" aria-live="polite" tabindex="-1">
<p id="message" hidden></p>
<ul id="errors" hidden></ul>
${words}
</div>
<div id="step" hidden>
${step}
</div>
${again}
</main>
${docs}</body>
</html>
`;
}

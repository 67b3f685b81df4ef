/**
 * The words of the mails in English, in ICU MessageFormat: `name` values are one line of text, `duration` and
 * `moment` are written in the language already.
 */
export const EN = {
  hello: 'Hello',
  'hello.name': 'Hello {name}',
  days: '{count, plural, one {# day} other {# days}}',
  hours: '{count, plural, one {# hour} other {# hours}}',
  minutes: '{count, plural, one {# minute} other {# minutes}}',
  'button.help': 'If the button does not work, open this address:',
  support: 'Questions? Write to {support}.',
  role: '{role}',
  'link.once': 'The link works once and expires in {duration}.',
  unchanged: 'If it was you, there is nothing to do.',
  sign_in: 'Sign in',
  undo: 'Undo the change',
  'undo.text':
    'If it was not you, undo it: the account then has this address again, and every session is ended. The link works once, for {duration}, even if the account is changed again.',
  'owner.note': 'You receive this e-mail because you own this organization.',

  'verify_email.subject': 'Confirm your e-mail address',
  'verify_email.text': 'Please confirm that this mailbox is yours.',
  'verify_email.button': 'Confirm address',
  'verify_email.note':
    'You receive this e-mail because an account was created with your address. If it was not you, choose a new password on the page behind the link: the person who created the account is then signed out.',

  'address_confirmed.subject': 'Your e-mail address was confirmed',
  'address_confirmed.text':
    'The address of your account was confirmed without its password, and every session of the account was ended.',
  'address_confirmed.what':
    'If you created the account, sign in again. If you did not, or do not know its password, choose a new one: the person who created the account is then signed out.',
  'address_confirmed.button': 'Choose a new password',
  'address_confirmed.note':
    'Until you confirm the address with the password, the account joins no organization by its mail domain.',

  'reset_password.subject': 'Choose a new password',
  'reset_password.text': 'A new password was requested for your account.',
  'reset_password.button': 'Choose a new password',
  'reset_password.note': 'If it was not you, ignore this e-mail: your password stays as it is.',

  'password_changed.subject': 'Your password was changed',
  'password_changed.text':
    'The password of your account was changed on {moment}, and every other session was ended.',
  'password_changed.what': 'If it was not you, take your account back at once:',
  'password_changed.button': 'Choose a new password',

  'second_factor.enrolled.subject': 'Your account now asks for a second factor',
  'second_factor.enrolled.text':
    'A second factor was set up for your account on {moment}: from now on it takes a code of an authenticator app to sign in.',
  'second_factor.removed.subject': 'Your second factor was removed',
  'second_factor.removed.text':
    'The second factor of your account was removed on {moment}: the password alone signs in again.',
  'second_factor.reset_organization.subject': 'Your second factor was reset',
  'second_factor.reset_organization.text':
    'An owner of your organization reset the second factor of your account on {moment}: the password alone signs in until you set one up again. Every session was ended.',
  'second_factor.reset_operator.subject': 'Your second factor was reset',
  'second_factor.reset_operator.text':
    'An operator of the service reset the second factor of your account on {moment}: the password alone signs in until you set one up again. Every session was ended.',
  'second_factor.recovery_used.subject': 'A recovery code was used',
  'second_factor.recovery_used.text':
    'A recovery code was used in place of your second factor on {moment}. It does not work again.',
  'second_factor.recovery_renewed.subject': 'You have new recovery codes',
  'second_factor.recovery_renewed.text':
    'New recovery codes were made for your account on {moment}. The former ones do not work any more.',
  'second_factor.left':
    '{count, plural, =0 {None is left: make new ones.} one {# is left.} other {# are left.}}',
  'second_factor.what':
    'If it was not you, somebody knows your password: choose a new one at once, and tell the operator of the service.',

  'factor_required.new.subject': '{subject_organization} requires a second factor',
  'factor_required.new':
    'The organization “{organization}” requires a second factor of its members. Until {moment} you can go on without one; from then on you can do nothing there before you have set one up.',
  'factor_required.reminder.subject': '{subject_organization} requires a second factor soon',
  'factor_required.reminder':
    'Your account has no second factor yet. From {moment} on the organization “{organization}” takes nobody without one.',
  'factor_required.what':
    'It takes a minute: sign in, open the page of your account, and scan the code with an authenticator app.',
  'factor_required.button': 'Set up a second factor',
  'factor_required.note':
    'You receive this e-mail because you are a member of this organization. Your account and its data stay as they are.',

  'change_email.subject': 'Confirm your new e-mail address',
  'change_email.text': 'Please confirm that this is the new address of your account.',
  'change_email.button': 'Use this address',
  'change_email.note':
    'You receive this e-mail because this address was entered for an account. If it was not you, ignore this e-mail: the account keeps the address it has.',

  'email_changed.subject': 'Your e-mail address was changed',
  'email_changed.text': 'Since {moment} your account has the address {email}, and no longer this one.',
  'email_changed.stolen':
    'If it was not you, another person knew your password: tell the operator of this service at once.',

  'email_in_use.subject': 'You already have an account',
  'email_in_use.text':
    'A registration with your e-mail address was attempted, but the address already has an account. Nothing was changed.',
  'email_in_use.what': 'If it was you, sign in with the password you have, or choose a new one there.',
  'email_in_use.note':
    'If it was not you, ignore this e-mail: the sender of the registration was not told that you have an account.',

  'invitation.subject': 'Invitation to {subject_organization}',
  'invitation.text': '“{inviter}” invites you to join the organization “{organization}” as {role}.',
  'invitation.what': 'The invitation is for this address only and expires in {duration}.',
  'invitation.button': 'See the invitation',
  'invitation.note': 'If you do not know the sender, ignore this e-mail: nothing happens until you accept.',

  'api_key_leaked.subject': 'An API key of {subject_organization} was found in public',
  'api_key_leaked.text':
    'Somebody reported the API key “{key}” of the organization “{organization}”: it stood where others can read it.',
  'api_key_leaked.revoked':
    'The key was revoked at once. Make another one for the programs that used it, and look in the audit log for what was done with it.',
  'api_key_leaked.rotated':
    'It was the secret before the last rotation, which is refused from now on. Programs that have the new one go on.',
  'api_key_leaked.where': 'It was found here, says the report: {url}',
  'api_key_leaked.note':
    'You receive this mail because you manage the organization, or because the key was yours.',

  'join_request.subject': 'A request to join {subject_organization}',
  'join_request.text': '“{applicant}” asks to join your organization “{organization}”.',
  'join_request.what':
    'Until an owner or admin approves, the applicant cannot sign in. The address of the applicant is not confirmed.',
  'join_request.button': 'See the request',
  'join_request.note':
    'You receive this e-mail because you manage the members of this organization. If you do not know the applicant, decline the request or do not answer it.',

  'domain.subject': 'The mail domain of {subject_organization}',
  'domain_proved.text':
    'An owner has confirmed an address at {domain}: this mail domain now belongs to your organization “{organization}”.',
  'domain_proved.what': 'Users who confirm an address of this domain can become members.',
  'domain_lost.expired':
    'Your organization “{organization}” no longer has the mail domain {domain}: no owner confirmed an address of it within 14 days.',
  'domain_lost.proved_elsewhere':
    'Your organization “{organization}” no longer has the mail domain {domain}: an owner of another organization has confirmed an address of it, and no owner of yours had.',
  'domain_lost.what': 'Requests to join by this domain have ended. Members stay.',

  'data_undone.subject': 'The data of {subject_organization} were put back',
  'data_undone.text':
    'The data of your organization “{organization}” are again as they were at {moment}. Members, roles and settings are unchanged.',
  'data_undone.kept': 'What was replaced is kept until {moment}; until then this can be undone.',
  'data_undone.what':
    'The audit log says who did it. If none of you knows about it, change your password now.',

  'webhook_off.subject': 'A webhook of {subject_organization} was switched off',
  'webhook_off.failing':
    'The webhook of your organization “{organization}” to {address} was switched off: for five days no delivery succeeded.',
  'webhook_off.gone':
    'The webhook of your organization “{organization}” to {address} was switched off: the server answered that the address is gone.',
  'webhook_off.what':
    'Events are not sent there any more. When the address works again, switch the webhook on and have the events of the time between sent again.',

  'audit_sink_off.subject': 'The audit log of {subject_organization} is no longer streamed',
  'audit_sink_off.failing':
    'The sink of the audit log of your organization “{organization}” at {address} was switched off: for five days it took nothing.',
  'audit_sink_off.gone':
    'The sink of the audit log of your organization “{organization}” at {address} was switched off: the server answered that the address is gone.',
  'audit_sink_off.what':
    'Nothing is lost: the service keeps the log. When the sink works again, switch it on, and it gets every entry since the last one that it took.',

  'membership_approved.subject': 'Welcome to {subject_organization}',
  'membership_approved.text': 'You are now a member of the organization “{organization}”.',
  'membership_approved.note': 'You receive this e-mail because you asked to join this organization.',

  'account_deleted.subject': 'Your account was deleted',
  'account_deleted.text': 'Your account was deleted on {moment}, with its sessions, keys and memberships.',
  'account_deleted.what':
    'What the audit logs of your organizations say of you is under a number that belongs to nobody any more. Documents that you wrote belong to the organizations.',
  'account_deleted.note':
    'You receive this e-mail because the account had this address. If you did not want this, answer this e-mail.',

  'organization_deleted.subject': '{subject_organization} was deleted',
  'organization_deleted.text': 'The organization “{organization}” was deleted together with its database.',
  'organization_deleted.final': 'This cannot be undone.',
  'organization_deleted.sealed':
    'A sealed archive is kept until {moment}; until then an owner can bring it back.',
  'organization_deleted.account.deleted':
    'Your account was created by this organization and was deleted with it.',
  'organization_deleted.account.kept': 'Your account is your own and stays: sign in with it as before.',
  'organization_deleted.button': 'Bring it back',
  'organization_deleted.owner':
    'You receive this e-mail because you own this organization. If you do not know who deleted it, change your password now.',
  'organization_deleted.member': 'You receive this e-mail because you were a member of this organization.',

  'organization_erased.subject': 'Certificate: {subject_organization} was erased',
  'organization_erased.text':
    'The organization “{organization}” was erased on {moment}: its databases are dropped, and the keys of its archives are destroyed. Nobody can bring it back.',
  'organization_erased.what':
    'The signed certificate says what was erased, and until when the database server itself still remembers it. Keep it: the service forgets the name.',
  'organization_erased.button': 'Download the certificate',
  'organization_erased.note': 'You receive this e-mail because you owned this organization.',

  'backup_failed.subject': 'A backup of {subject_organization} failed',
  'backup_failed.text': 'The scheduled backup of “{organization}” was given up at {moment}.',
  'backup_failed.store': 'The store of the backups was full, or did not answer.',
  'backup_failed.window': 'It took longer than the database remembers a moment.',
  'backup_failed.key': 'The key that seals backups is missing or is another one.',
  'backup_failed.other': 'The service could not read the data, or was interrupted too often.',
  'backup_failed.what':
    'Earlier backups are unchanged, and the next run tries again. If this comes again, tell the operator of the service.',

  'organization_returned.subject': '{subject_organization} is back',
  'organization_returned.text':
    'The organization “{organization}” was brought back with its data, members and roles, as it was when it was deleted. Sign in with the password of that time.',
  'organization_returned.missing':
    '{missing, plural, one {One member did} other {# members did}} not come back, because another account has the address by now. Invite them again.',
  'organization_returned.not': 'Sessions, API keys, invitations and webhooks did not come back.',

  'owner_initial_secret.subject': 'Your access to {subject_organization}',
  'owner_initial_secret.text':
    'You are the owner of the organization “{organization}”. Sign in with this temporary password, then choose your own password:',
  'owner_initial_secret.note': 'The temporary password expires in {duration}. Do not share it.',
} as const;

export type MailText = keyof typeof EN;

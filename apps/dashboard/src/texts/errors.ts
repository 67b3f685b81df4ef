import type { ProblemCode } from '@rowhouse/api-client/core';

/** What to do next, by the code of the error. Where none stands, the words of the service do. */
export const NEXT_STEPS: Readonly<Partial<Record<ProblemCode, string>>> = {
  'account.last_owner': 'Make somebody else an owner, or delete the organization.',
  'account.operator': 'Take the role of an operator away first.',
  'auth.credentials_invalid':
    'Check the address and the password. Caps Lock? Forgotten passwords are replaced by e-mail.',
  'auth.email_unverified':
    'Open the link in the e-mail we sent you, or have it sent again from your profile.',
  'auth.forbidden':
    'Your role lacks a permission for this. An owner or administrator can give you another role.',
  'auth.hashing_overloaded': 'Many people sign in at this moment. Try again in a few seconds.',
  'auth.password_change_required': 'Choose your own password first.',
  'auth.step_up_required': 'Enter your password to confirm that it is you.',
  'auth.token_invalid': 'Sign in again.',
  'branch.limit_reached': 'Delete a branch that is not needed, or choose a larger plan.',
  'branch.of_branch': 'Make another branch of the organization that this one is a copy of.',
  'collection.limit_reached': 'Drop a collection that is not needed, or choose a plan with more of them.',
  'collection.name_invalid': 'Use letters, digits, hyphens and underscores, and begin with a letter.',
  'collection.reserved': 'This name belongs to the service. Choose another one.',
  'document.changed': 'Somebody changed the document meanwhile. Compare both versions, then save again.',
  'document.exists': 'A document with this _id exists. Open it, or choose another _id.',
  'document.too_large': 'A document holds at most 16 MiB. Split it, or keep large parts elsewhere.',
  'invitation.exists': 'This address has an open invitation. Send it again instead.',
  'invitation.limit_reached': 'Revoke an open invitation before you make another one.',
  'member.exists': 'This person is a member already.',
  'member.last_owner': 'An organization has at least one owner. Make somebody else an owner first.',
  'member.limit_reached': 'The plan allows no more members. Deactivate one, or choose a larger plan.',
  'member.own_account': 'You cannot do this to yourself. Ask another owner or administrator.',
  'organization.busy': 'Another change of this organization is under way. Try again when it is done.',
  'organization.domain_unknown': 'No organization claimed this mail domain. Ask for an invitation instead.',
  'organization.name_taken': 'Another organization has this name. Choose another one.',
  'organization.owner_email_taken': 'An account has this address. Sign in instead.',
  'organization.suspended': 'The organization is suspended. Ask the operator of the platform.',
  'plan.requests_used': 'The plan allows no more requests in this minute. Wait a little.',
  'plan.storage_full': 'Delete documents, or choose a plan with more storage.',
  'plan.too_small': 'The organization holds more than this plan allows. Remove something first.',
  'request.rate_limited': 'Too many tries. Wait a minute, then try again.',
  'request.timeout': 'The service took too long. Try again; nothing was done twice.',
  'role.in_use': 'Give its members another role first.',
  'resource.changed': 'Somebody changed this meanwhile. Load the page again, then repeat your change.',
  'role.exceeds': 'Nobody gives a role beyond their own. Ask somebody whose role has these permissions.',
  'user.email_taken': 'An account has this address. Sign in, or choose another address.',
  'user.password_weak': 'Choose a longer password: a sentence is easier to remember than symbols.',
  'user.pending': 'Your request to join waits for a decision.',
  'user.suspended': 'Your account is suspended. Ask the operator of the platform.',
};

export const ERRORS = {
  title: 'That did not work',
  network: 'The service could not be reached. Check your connection; the page tries again by itself.',
  request: (id: string): string => `Request ${id}`,
  wait: (seconds: number): string => `Try again in ${seconds} s.`,
};

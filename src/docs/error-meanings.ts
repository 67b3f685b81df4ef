import type { ErrorCode } from '../common/errors/error-codes.js';

/** What each refusal means to the caller, in one sentence; the page GET /docs/errors shows them. */
export const ERROR_MEANINGS: Record<ErrorCode, string> = {
  'request.invalid': 'A field of the body or the query is missing or has a wrong value; `errors` names it.',
  'request.malformed': 'The path or the request line cannot be read.',
  'request.malformed_json': 'The body is not JSON.',
  'request.unstorable_text':
    'A text or key of the body has U+0000 or half of a surrogate pair, which cannot be stored as text.',
  'request.too_complex': 'The body has more levels, keys or values than the route reads.',
  'request.too_large': 'The body has more bytes than the route reads.',
  'request.unsupported_media_type':
    'The body has a media type that the route does not read; `Accept` lists those it does.',
  'request.unsupported_charset': 'The body is in another charset than UTF-8.',
  'request.unsupported_encoding': 'The body is compressed; send it as it is.',
  'request.headers_too_large': 'The headers have more bytes than the service reads.',
  'request.not_received': 'The connection was open, but the request did not arrive completely.',
  'request.rate_limited':
    'The address, or the account from this address, has used up its limit; `Retry-After` says when to try again.',
  'request.timeout': 'The deadline passed before there was an answer; the effect may have happened.',
  'request.not_done':
    'The deadline passed, or would have, before anything was changed: try again after `Retry-After`.',
  'route.unknown': 'No route has this path.',
  'route.method_not_allowed': 'The path has other methods; `Allow` lists them.',
  'auth.token_invalid': 'The access token is absent, wrong, expired or revoked; sign in again.',
  'auth.credentials_invalid': 'No account has this address with this password.',
  'auth.refresh_invalid': 'The refresh token is unknown, used, expired or revoked; sign in again.',
  'auth.credentials_missing': 'The address or the password is absent.',
  'auth.forbidden': 'The account is known, but its role does not allow this.',
  'auth.confirmation_incomplete':
    'A mailed code proves the mailbox only: send `password`, `new_password` where there is one, or the access token of the account with it.',
  'auth.email_unverified':
    'The act needs a confirmed mailbox; ask for the link at POST /v1/me/email/verification.',
  'auth.step_up_required':
    'The act is dangerous and REQUIRE_STEP_UP asks for it: send the password again in X-Confirm-Password.',
  'auth.link_invalid': 'The one-time code of a mailed link is unknown, used or expired; ask for another one.',
  'session.not_found': 'The account has no session with this id.',
  'auth.password_change_required':
    'The account signed in with a one-time secret; the token can only change the password.',
  'auth.hashing_overloaded': 'Too many passwords wait to be checked; `Retry-After` says when to try again.',
  'user.name_taken': 'Somebody in the organization has this user name.',
  'user.password_weak': 'The password is too short, too long, common, or a word that belongs to the account.',
  'user.pending': 'The password is right; an owner or administrator has yet to approve the account.',
  'user.email_taken': 'An account of some dialect has this address.',
  'user.email_unchanged': 'The new address is the one the account has.',
  'user.email_made_up':
    'The address was made for the account and nobody reads mail there; give it one with PUT /v1/me/email.',
  'user.not_found': 'The organization has no user with this id.',
  'user.suspended':
    'The account itself is suspended or inactive, or it is a member of nothing but organizations that switched it off.',
  'member.exists': 'The account has a place in this organization.',
  'member.own_account':
    'Somebody registered this account themselves, or proved its mailbox; no organization resets its password.',
  'member.last_owner':
    'The last active owner can neither leave nor become something else; make another owner first.',
  'member.limit_reached': 'Every seat of the plan is taken; `limit` is their number.',
  'invitation.not_found': 'The organization has no open invitation with this id.',
  'invitation.other_address':
    'The token is of an account with another address than the one that was invited; sign in with that one, or send its password.',
  'invitation.exists': 'An open invitation for the address exists; resend or revoke it.',
  'invitation.limit_reached':
    'The invitation was mailed five times, its address got five mails within a day, or too many invitations are open; `limit` is the number.',
  'role.not_found': 'The organization has no role with this key.',
  'role.exists': 'The organization has a role with this key.',
  'role.built_in': 'Owner, admin, manager, attendant and member are the same in every organization.',
  'role.in_use': 'Members or open invitations have the role; give them another one first.',
  'role.exceeds': 'The role holds a permission that the caller does not have.',
  'role.limit_reached': 'The organization cannot have more roles; `limit` is their number.',
  'organization.name_taken': 'Another organization has this name; case does not matter.',
  'organization.slug_invalid': 'A schema name has other characters, or two different ones were given.',
  'organization.slug_too_long': 'A schema name has more than 54 characters.',
  'organization.slug_taken': 'Another organization has a database of this schema name.',
  'organization.owner_email_taken': 'The address made from the schema for the owner belongs to an account.',
  'organization.domain_taken': 'Another company registered with this mail domain.',
  'organization.domain_unknown': 'No company is registered with this mail domain.',
  'plan.unknown': 'No plan has this type or id; GET /api/v1/plans lists them.',
  'plan.too_small': 'The organization uses more than the new plan allows; `errors` names what.',
  'plan.storage_full':
    'The database holds as many bytes as the plan allows; delete documents or change the plan.',
  'plan.requests_used': "The plan's requests per minute are used up; `Retry-After` says when to try again.",
  'organization.name_reserved': 'The name leads to a database name that is kept for the service.',
  'organization.not_found': 'No organization of this name or id can be seen by the caller.',
  'organization.suspended': 'The organization or the account is suspended or inactive.',
  'organization.foreign': 'The token belongs to another organization.',
  'organization.busy': 'A change of the organization is under way; `Retry-After` says when to try again.',
  'organization.unchanged': 'The update names no new value.',
  'organization.overloaded':
    'The organization has as many requests of this kind under way as one may have; others are not affected.',
  'organization.paused':
    'Writers wait while the last changes are copied; `Retry-After` says when to try again.',
  'operation.failed':
    'An update could not be carried out, for a reason that would not pass by itself. The organization is as it was and can be used; `error` of its newest operation at `/v1/operations` says why.',
  'operation.not_found': 'The organization has no operation with this id.',
  'leftover.not_found': 'No leftover database has this name; it may be settled, or gone.',
  'leftover.foreign':
    'Another registry on the same MongoDB made the database; only its own operators can settle it.',
  'leftover.in_use': 'An organization lives in the database, or it is being moved or deleted.',
  'leftover.owner_differs':
    'The mark, or the row of the dropped database, names another organization that is there.',
  'leftover.not_replaceable':
    'The present database of the organization holds documents, which an adoption would hide.',
  'resource.changed': 'The resource is not the version that If-Match names; read it again.',
  'idempotency.mismatch': 'The key was used with another body or route; each request needs a key of its own.',
  'idempotency.in_progress': 'The first request with the key has not been answered yet; try again later.',
  'idempotency.answer_lost':
    'The effect of the first request with the key has happened; look at what it made. It is not done again.',
  'idempotency.invalid': 'The key has a character or a length that keys do not have.',
  'impersonation.not_found': 'No impersonation has this id, or it is over.',
  'impersonation.refused':
    'The token of an operator who acts as a user changes nothing that outlasts it: no credentials, ownership, members, roles, invitations or settings, no organization’s life, and drops no collection.',
  'impersonation.operator': 'The account is a platform operator’s.',
  'mail.not_kept': 'Mails are shown only outside production, and only while no MAIL_URL is set.',
  'collection.name_invalid': 'The name is not one a collection may have.',
  'collection.reserved': 'The collection belongs to the service.',
  'collection.limit_reached': 'The organization cannot have more collections; `limit` is their number.',
  'collection.not_found': 'The organization has no such collection.',
  'document.not_found': 'The collection has no document with this _id.',
  'document.exists': 'The collection has a document with this _id.',
  'document.invalid': 'A key or value cannot be stored; `errors` names it.',
  'document.too_large': 'The document would be larger than a document may be.',
  'document.changed': 'The document is not the version that If-Match names; read it again.',
  'query.invalid': 'The filter, order, page or cursor cannot be read; `errors` names it.',
  'service.unavailable':
    'The database or a part of the service does not answer; the effect may have happened.',
  'service.capacity_reached':
    'The service has as many organizations as it may have, or its database is short of disk or files for another organization or collection; what exists works on.',
  internal: 'A fault of the service; the log has more under the request id.',
};

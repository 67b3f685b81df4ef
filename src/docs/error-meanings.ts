import type { ErrorCode } from '../common/errors/error-codes.js';

/** What each error means to the caller, in one message; the page GET /docs/errors shows them. */
export const ERROR_MEANINGS: Record<ErrorCode, string> = {
  'request.invalid': 'A field of the body or the query is missing or invalid; `errors` names it.',
  'request.malformed': 'The path or the request line cannot be read.',
  'request.malformed_json': 'The body is not JSON.',
  'request.unstorable_text':
    'A string or key of the body contains U+0000 or an unpaired surrogate, which cannot be stored.',
  'request.too_complex': 'The body has more levels, keys or values than the route accepts.',
  'request.too_large': 'The body has more bytes than the route accepts.',
  'request.unsupported_media_type':
    'The route does not accept the media type of the body; `Accept` lists those it accepts.',
  'request.unsupported_charset': 'The body is not encoded as UTF-8.',
  'request.unsupported_encoding': 'The body is compressed; send it uncompressed.',
  'request.headers_too_large': 'The headers have more bytes than the service accepts.',
  'request.not_received': 'The request did not arrive completely before its deadline.',
  'request.rate_limited':
    'The address, or the account from this address, has reached its limit; `Retry-After` tells when to try again.',
  'request.timeout': 'The deadline passed before the response; the request may have taken effect.',
  'request.not_done': 'The deadline passed before anything was changed; try again after `Retry-After`.',
  'route.unknown': 'No route has this path.',
  'route.method_not_allowed': 'The path has other methods; `Allow` lists them.',
  'discovery.unavailable':
    'The access tokens name no URL as their issuer, so that no metadata can be believed; the operator of the service sets TOKEN_ISSUER.',
  'auth.token_invalid': 'The access token is missing, invalid, expired or revoked; sign in again.',
  'auth.credentials_invalid': 'No account has this e-mail address and password.',
  'auth.refresh_invalid': 'The refresh token is unknown, used, expired or revoked; sign in again.',
  'auth.credentials_missing': 'The e-mail address or the password is missing.',
  'auth.forbidden': 'The role of the actor does not allow this.',
  'auth.confirmation_incomplete':
    'The code of an e-mail proves the address only: send `password`, `new_password` where the route has it, or the access token of the account too.',
  'auth.email_unverified':
    'The operation requires a verified e-mail address; request the link with POST /v1/me/email/verification.',
  'auth.step_up_required':
    'REQUIRE_STEP_UP protects this operation: send the password in X-Confirm-Password, or a code of your second factor in X-OTP.',
  'auth.second_factor_required':
    'The account has a second factor, and the password alone is not enough: send a code of it, or a recovery code, in X-OTP.',
  'auth.code_invalid':
    'The code is not one of the present time step or those beside it, or was used before; a recovery code works once.',
  'auth.challenge_invalid':
    'The challenge of the sign-in is unknown or older than five minutes, or the password was changed; sign in again.',
  'auth.enrolment_required':
    'The organization, or the service for its operators, requires a second factor and the account has none: set one up with POST /v1/me/second-factor.',
  'factor.not_found': 'The account has no second factor.',
  'factor.enrolment_missing':
    'No enrolment was started in this session within fifteen minutes, or it was confirmed already.',
  'device.not_found': 'The account has no remembered device with this id.',
  'auth.two_credentials':
    'The request has both Authorization and X-API-Key, and they may name different callers; send one of them.',
  'auth.link_invalid': 'The one-time code of the link is unknown, used or expired; request another one.',
  'session.not_found': 'The account has no session with this id.',
  'auth.password_change_required':
    'The account signed in with a temporary password; the token can only change the password.',
  'auth.hashing_overloaded':
    'Too many passwords are waiting to be checked; `Retry-After` tells when to try again.',
  'user.name_taken': 'A user of the organization has this user name.',
  'user.password_weak': 'The password is too short, too long, common, or contains a word of the account.',
  'user.pending':
    'The password is correct, but an owner or administrator has not approved the membership yet.',
  'user.email_taken': 'An account has this address; addresses are unique across all surfaces.',
  'user.email_unchanged': 'The new address is the present address of the account.',
  'user.email_made_up':
    'The address was generated for the account and receives no e-mail; set an address with PUT /v1/me/email.',
  'user.not_found': 'The organization has no user with this id.',
  'user.suspended':
    'The account is suspended or inactive, or every organization it belongs to has deactivated it.',
  'member.exists': 'The account is a member of this organization.',
  'member.own_account':
    'The user registered the account or verified its address; no organization can reset its password.',
  'account.last_owner':
    'Nobody else owns the organizations that `errors` names by their ids: transfer the ownership of each, or delete it, then delete the account.',
  'account.operator':
    'An account that speaks for the platform is deleted only after it no longer does; nobody but who runs the database changes that.',
  'member.last_owner':
    'The last active owner can neither leave nor change the role; appoint another owner first.',
  'member.limit_reached':
    'The organization has the maximum number of members of its plan; `limit` is that number.',
  'invitation.not_found': 'The organization has no open invitation with this id.',
  'invitation.other_address':
    'The token belongs to an account with another address than the invited one; sign in with the invited address or send its password.',
  'invitation.exists': 'An open invitation for the address exists; resend or revoke it.',
  'invitation.limit_reached':
    'The invitation was sent five times, its address received five e-mails within a day, or too many invitations are open; `limit` is the number.',
  'api_key.invalid':
    'No API key has this id and secret, or its organization or its person is gone; make another key.',
  'api_key.expired': 'The key, or the secret before its last rotation, has reached its end.',
  'api_key.revoked': 'Somebody revoked the key, or it was reported as leaked.',
  'api_key.address_refused': 'The key has `allowed_addresses`, and the request comes from another one.',
  'api_key.person_required':
    'The operation is about an account, makes keys, deletes an organization or gives ownership; sign in for it.',
  'api_key.not_found': 'The organization, or the account in it, has no API key with this id.',
  'api_key.revoked_already': 'A revoked key is neither changed nor rotated nor revoked again.',
  'api_key.exceeds': 'The key would have a scope that the actor does not have.',
  'api_key.limit_reached':
    'The organization has the maximum number of API keys of its plan, those of its members included; `limit` is that number.',
  'role.not_found': 'The organization has no role with this key.',
  'role.exists': 'The organization has a role with this key.',
  'role.built_in': 'Owner, admin, manager, attendant and member are built in and cannot be changed.',
  'role.in_use': 'Members or open invitations have the role; assign another role to them first.',
  'role.exceeds': 'The role has a permission that the actor does not have.',
  'permission.in_use':
    'The catalogue lacks a permission that custom roles or API keys hold; `errors` names them as organization/role and organization/api-key:id. Send `?cascade=true` to take it from them.',
  'audit_sink.not_found': 'The log has no sink with this id.',
  'audit_sink.no_secret':
    'Only sinks of kind `http` are signed; change `secret_access_key` of a bucket instead.',
  'audit_sink.limit_reached': 'The plan allows no more sinks; `limit` is their number.',
  'webhook.not_found': 'The organization has no webhook with this id.',
  'webhook.off': 'Nothing is sent to a webhook that is switched off; enable it first.',
  'webhook.delivery_not_found': 'The webhook has no delivery with this id; deliveries are kept for 30 days.',
  'webhook.limit_reached': 'The plan allows no more webhooks; `limit` is their number.',
  'events.too_many_streams':
    'The organization has as many event streams open as one instance allows; close one.',
  'role.limit_reached': 'The organization has the maximum number of roles; `limit` is that number.',
  'organization.name_taken': 'Another organization has this name, case-insensitive.',
  'organization.slug_invalid':
    'A schema name contains other characters, or the request has two different ones.',
  'organization.slug_too_long': 'A schema name has more than 54 characters.',
  'organization.slug_taken': 'Another organization has a database of this schema name.',
  'organization.owner_email_taken':
    'An account has the address that is derived from the schema for the owner.',
  'organization.domain_taken': 'Another company registered with this mail domain.',
  'organization.domain_unknown': 'No company is registered with this mail domain.',
  'plan.unknown': 'No plan has this type or id; GET /api/v1/plans lists them.',
  'plan.too_small': 'The organization uses more than the new plan allows; `errors` names the limits.',
  'plan.storage_full':
    'The database has reached the storage limit of the plan; delete documents or change the plan.',
  'plan.requests_used':
    'The requests per minute of the plan are used up; `Retry-After` tells when to try again.',
  'branding.off': 'ORGANIZATION_BRANDING is off: e-mails and pages look as the installation says.',
  'organization.name_reserved': 'The database name derived from the name is reserved for the service.',
  'organization.not_found': 'The actor can see no organization with this name or id.',
  'organization.suspended': 'The organization or the account is suspended or inactive.',
  'organization.foreign': 'The token belongs to another organization.',
  'organization.busy':
    'Another change of the organization is in progress; `Retry-After` tells when to try again.',
  'organization.unchanged': 'The update contains no new value.',
  'organization.overloaded':
    'The organization has the maximum number of requests of this kind in progress; other organizations are not affected.',
  'organization.paused':
    'Writes are paused while the last changes are copied; `Retry-After` tells when to try again.',
  'moment.invalid': 'The moment is neither an RFC 3339 time with its zone nor a cluster time.',
  'moment.future': 'The moment lies in the future by the clock of the database.',
  'moment.too_old':
    'The moment lies outside of the snapshot window of the database; `oldest` is the oldest moment that can be used.',
  'moment.read_only': 'A request that may write carries X-As-Of.',
  'moment.organization_absent': 'The organization was created after that moment.',
  'generation.not_found': 'No database with this generation number is kept for the organization.',
  'operation.failed':
    'An update failed for a reason that does not pass by itself. The organization is unchanged and can be used; `error` of its newest operation at `/v1/operations` gives the reason.',
  'backup.off':
    'BACKUP_STORE is `off`, or `auto` in production: an operator names a folder or a bucket, and sets ARCHIVE_KEY.',
  'backup.not_found':
    'There is no backup of this id in the organization, or the link to it is over: list them, or make a new link.',
  'backup.not_ready': 'The backup is still being made, or it failed: GET /v1/backups/{id} tells.',
  'backup.limit_reached': 'Delete a backup first; `limit` says how many the organization may keep.',
  'backup.key_wrong':
    'An operator sets the ARCHIVE_KEY that was in use when the backup was made, or gives it as ARCHIVE_KEY_PREVIOUS.',
  'backup.damaged': 'A part is missing in the store or was changed there: use another backup.',
  'backup.copy_not_found':
    'GET /v1/backups/copies lists those that were made of backups of the organization.',
  'backup.schedule_not_found': 'PUT /v1/backups/schedule makes one.',
  'backup.store_failed': 'The folder or the bucket does not answer, or refuses the service: try again later.',
  'journal.off': 'JOURNAL_DAYS is 0, or there is no BACKUP_STORE: an operator turns the journal on.',
  'journal.too_early':
    'No backup of the organization is of a moment before that one, or the journal since was removed; `oldest` is the oldest moment that can be used.',
  'journal.gap':
    'What happened between `gap.from` and `gap.to`, and until the first backup behind it, is not in the journal: choose another moment.',
  'journal.behind': 'The journal has everything until `newest`; try again after `Retry-After`.',
  'branch.not_found': 'The organization has no branch of this id; it may have expired.',
  'branch.of_branch': 'Make the branch of the organization that this one is a branch of.',
  'branch.limit_reached': 'Delete a branch first; `limit` says how many the plan allows.',
  'branch.mask_conflict':
    'A masked field has a unique index: mask it with `token`, which is another one for each document.',
  'undelete.not_found': 'No organization of this id was deleted within UNDELETE_DAYS, or it is back already.',
  'undelete.not_ready':
    'The archive is still being made; an operator looks at the store of the backups if that lasts.',
  'undelete.returning': 'It is being brought back at this moment: wait for the end.',
  'undelete.erased': 'Its time was over, or an operator erased it: its key is destroyed.',
  'backup.dump_invalid':
    'What was uploaded is neither an archive of mongodump nor a tar file of its folder, is cut off, or has something that is not restored here: `errors.dump` says what.',
  'backup.dump_too_large': 'Its documents have more bytes than the plan, or BACKUP_UPLOAD_MAX_BYTES, allows.',
  'erasure.not_found': 'No erasure of this id, or no certificate behind this link.',
  'erasure.not_certified':
    'Its keys are destroyed; the certificate is signed when its databases are gone too: ask again.',
  'undelete.no_owner':
    'The addresses of all owners are other accounts’ by now, and those did not prove their mailbox. They do so, and try again.',
  'operation.not_found': 'The organization has no operation with this id.',
  'leftover.not_found': 'No database of this name is listed; it may be settled or dropped.',
  'leftover.foreign':
    'Another registry on the same MongoDB created the database; only the operators of that registry can settle it.',
  'leftover.in_use': 'An organization uses the database, or it is being moved or deleted.',
  'leftover.owner_differs':
    'The mark, or the record of the dropped database, names another existing organization.',
  'leftover.not_replaceable':
    'The current database of the organization contains documents, which an adoption would hide.',
  'resource.changed': 'The present version is not the one that If-Match names; read the resource again.',
  'idempotency.mismatch': 'The key was used with another body or route; use a new key for each request.',
  'idempotency.in_progress': 'The first request with the key is still in progress; try again later.',
  'idempotency.answer_lost':
    'The first request with the key took effect, but its response is lost; it is not executed again. Read the resource that it changed.',
  'idempotency.invalid': 'The key has an invalid character or length.',
  'impersonation.not_found': 'No impersonation has this id, or it has ended.',
  'impersonation.refused':
    'An operator who acts as a user cannot make lasting changes: to credentials, ownership, members, roles, invitations or settings, and cannot create, move or delete an organization or drop a collection.',
  'impersonation.operator': 'The account belongs to a platform operator.',
  'mail.not_kept': 'E-mails are listed outside production only, and only if MAIL_URL is not set.',
  'collection.name_invalid': 'The name is not a valid name of a collection.',
  'collection.reserved': 'The collection is reserved for the service.',
  'collection.limit_reached':
    'The organization has the maximum number of collections; `limit` is that number.',
  'collection.exists':
    'Send its name as `confirm` to have it replaced, or restore under another name with `as`.',
  'collection.not_restorable':
    'It cannot change its name in one step: restore all of the backup, or a copy of it as a new organization.',
  'collection.not_found': 'The organization has no such collection.',
  'document.not_found': 'The collection has no document with this _id.',
  'document.exists': 'The collection has a document with this _id.',
  'document.invalid': 'A key or value cannot be stored; `errors` names it.',
  'document.too_large': 'The document would exceed the maximum size.',
  'document.changed': 'The present version is not the one that If-Match names; read the document again.',
  'query.invalid': 'The filter, order, page or cursor cannot be read; `errors` names it.',
  'service.unavailable':
    'The database or a part of the service is unavailable; the request may have taken effect.',
  'service.capacity_reached':
    'The service has reached its maximum number of organizations, or its database is short of disk space or files for another organization or collection; what exists can be used.',
  internal: 'An error of the service; the log has the details under the request id.',
};

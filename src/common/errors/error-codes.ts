/**
 * Every error of the domain, with the status and message of surfaces whose own table does not have it.
 * Codes are `noun.state`; the details a code carries are named in the comment beside it.
 */
export const ERROR_DEFAULTS = {
  'request.invalid': [400, 'Validation error'], // errors: Record<field, message>
  'request.malformed': [400, 'Malformed request'],
  'request.malformed_json': [400, 'Request body is not valid JSON'],
  'request.unstorable_text': [400, 'Request body contains a NUL character or an unpaired surrogate'],
  'request.too_complex': [400, 'Request body is nested too deeply or has too many values'],
  'request.too_large': [413, 'Request body is too large'],
  'request.unsupported_media_type': [415, 'Content-Type must be application/json'], // accepts: string[]
  'request.unsupported_charset': [415, 'The charset of the body must be UTF-8'],
  'request.unsupported_encoding': [415, 'Content-Encoding is not supported'],
  'request.headers_too_large': [431, 'Request headers are too large'],
  'request.not_received': [408, 'The request did not arrive in time'],
  'request.rate_limited': [429, 'Too many requests'], // retryAfter: seconds; quota
  'request.timeout': [503, 'The request took too long; its outcome is unknown'],
  'request.not_done': [503, 'The request could not be carried out in time; nothing was changed'], // retryAfter: seconds
  'route.unknown': [404, 'Not Found'],
  'route.method_not_allowed': [405, 'Method Not Allowed'], // allow: string[]
  'discovery.unavailable': [404, 'TOKEN_ISSUER is not a URL; there are no discovery documents'],
  'auth.token_invalid': [401, 'Invalid token'],
  'auth.credentials_invalid': [401, 'Invalid credentials'],
  'auth.refresh_invalid': [401, 'Invalid refresh token'],
  'auth.credentials_missing': [400, 'Email and password are required'],
  'auth.forbidden': [403, 'Not authorized'],
  'auth.confirmation_incomplete': [
    403,
    'Send the password of the account, a new password or an access token with the code',
  ],
  'auth.email_unverified': [403, 'Confirm your e-mail address first'],
  'auth.step_up_required': [403, 'Confirm your password in X-Confirm-Password'],
  'auth.two_credentials': [401, 'Send one credential: Authorization or X-API-Key'],
  'auth.second_factor_required': [403, 'Send a code of your second factor in X-OTP'],
  'auth.code_invalid': [401, 'The code is wrong, expired or was used before'],
  'auth.challenge_invalid': [401, 'The sign-in took too long; begin it again'],
  'auth.enrolment_required': [403, 'Set up a second factor first'],
  'factor.not_found': [404, 'The account has no second factor'],
  'factor.enrolment_missing': [409, 'No enrolment is waiting for a code; start one'],
  'device.not_found': [404, 'Device not found'],
  'auth.link_invalid': [400, 'The link is invalid, was used before or has expired'],
  'session.not_found': [404, 'Session not found'],
  'auth.password_change_required': [403, 'Password change required'],
  'auth.hashing_overloaded': [503, 'Too many sign-ins at the moment'], // retryAfter: seconds
  'user.name_taken': [409, 'Username already exists'],
  'user.password_weak': [400, 'Password is too weak'], // errors: { password: message }
  'user.pending': [403, 'The membership waits for approval'],
  'user.email_taken': [409, 'Email already registered'],
  'user.email_unchanged': [400, 'The account already has this e-mail address'],
  'user.email_made_up': [409, 'The e-mail address was generated; set your own first'],
  'user.not_found': [404, 'User not found'],
  'user.suspended': [403, 'The account is suspended or inactive'],
  'member.exists': [409, 'Already a member'],
  'member.own_account': [403, 'The user controls this account and resets the password by e-mail'],
  'account.last_owner': [
    409,
    'You are the last owner of an organization: transfer its ownership, or delete it',
  ],
  'account.operator': [409, 'The account of a platform operator cannot be deleted'],
  'member.last_owner': [409, 'An organization needs at least one owner'],
  'member.limit_reached': [409, 'The organization has reached the member limit of its plan'], // limit: number
  'invitation.not_found': [404, 'Invitation not found'],
  'invitation.other_address': [403, 'The invitation is for another address; sign in with that account'],
  'invitation.exists': [409, 'This address is already invited'],
  'invitation.limit_reached': [409, 'The limit of invitations is reached'], // limit: number
  'role.not_found': [404, 'Role not found'],
  'role.exists': [409, 'Role already exists'],
  'role.built_in': [403, 'A built-in role cannot be changed'],
  'role.in_use': [409, 'The role is in use'],
  'role.exceeds': [403, 'You cannot grant permissions that you do not have'],
  'permission.in_use': [409, 'Custom roles or API keys hold a permission that is to be removed'], // errors: Record<permission, holders>
  'webhook.not_found': [404, 'Webhook not found'],
  'webhook.off': [409, 'The webhook is switched off'],
  'webhook.delivery_not_found': [404, 'Delivery not found'],
  'webhook.limit_reached': [409, 'The organization has reached the webhook limit of its plan'], // limit: number
  'audit_sink.not_found': [404, 'Audit sink not found'],
  'audit_sink.no_secret': [409, 'A sink of this kind has no secret of ours'],
  'audit_sink.limit_reached': [409, 'The limit of audit sinks is reached'], // limit: number
  'events.too_many_streams': [429, 'Too many event streams are open'], // retryAfter: seconds
  'role.limit_reached': [409, 'The organization has reached its limit of roles'], // limit: number
  'api_key.invalid': [401, 'Invalid API key'],
  'api_key.expired': [401, 'The API key has expired'],
  'api_key.revoked': [401, 'The API key was revoked'],
  'api_key.address_refused': [403, 'The API key may not be used from this address'],
  'api_key.person_required': [403, 'This requires a signed-in user; API keys are not accepted'],
  'api_key.not_found': [404, 'API key not found'],
  'api_key.revoked_already': [409, 'The API key is revoked already'],
  'api_key.exceeds': [403, 'An API key cannot have permissions that you do not have'],
  'api_key.limit_reached': [409, 'The organization has reached the limit of API keys of its plan'], // limit: number
  'organization.name_taken': [409, 'Organization already exists'],
  'organization.slug_invalid': [400, 'Schema name must be lowercase letters, numbers, and underscores only'],
  'organization.slug_too_long': [400, 'Schema name must be at most 54 characters'],
  'organization.slug_taken': [409, 'Schema name already exists'],
  'organization.owner_email_taken': [409, 'Owner email already exists'],
  'organization.domain_taken': [409, 'Domain already registered'],
  'organization.domain_unknown': [404, 'Domain not registered'],
  'plan.unknown': [400, 'Invalid plan ID or type'],
  'plan.too_small': [409, 'The organization uses more than the plan allows'], // errors: Record<limit, message>
  'plan.storage_full': [403, 'The organization has used up the storage of its plan'], // limit: bytes
  'plan.requests_used': [429, 'The organization has used up the requests of its plan'], // retryAfter: seconds; quota
  'branding.off': [403, 'Branding of organizations is turned off'],
  'organization.name_reserved': [400, 'Organization name is reserved'],
  'organization.not_found': [404, 'Organization not found'],
  'organization.suspended': [403, 'Organization is suspended or inactive'],
  'organization.foreign': [403, 'Not authorized for this organization'],
  'organization.busy': [409, 'Another change of this organization is in progress'], // retryAfter: seconds
  'organization.unchanged': [400, 'Nothing to change: give a new name, email or password'],
  'organization.paused': [503, 'The organization is being moved; try again'], // retryAfter: seconds
  'organization.overloaded': [503, 'The organization has too many requests in progress'], // retryAfter: seconds
  'backup.off': [503, 'This installation keeps no backups'],
  'backup.not_found': [404, 'Backup not found'],
  'backup.not_ready': [409, 'The backup is not complete'],
  'backup.limit_reached': [409, 'The organization has reached its limit of backups'], // limit: number
  'backup.key_wrong': [503, 'The backups of the organization are sealed with another ARCHIVE_KEY'],
  'backup.damaged': [409, 'The backup is damaged'],
  'backup.copy_not_found': [404, 'No such organization was made from a backup'],
  'backup.schedule_not_found': [404, 'The organization has no schedule of backups'],
  'backup.store_failed': [503, 'The store of the backups does not answer'], // retryAfter: seconds
  'journal.off': [409, 'This installation keeps no journal'],
  'journal.too_early': [410, 'The moment is before the oldest one that can be restored'], // oldest: RFC 3339, if any
  'journal.gap': [409, 'The journal has a gap at that moment'], // gap
  'journal.behind': [409, 'The journal has not come to that moment yet'], // newest: RFC 3339; retryAfter: seconds
  'branch.not_found': [404, 'Branch not found'],
  'branch.of_branch': [409, 'A branch has no branches'],
  'branch.limit_reached': [409, 'The organization has reached its limit of branches'], // limit: number
  'branch.mask_conflict': [409, 'A unique index refuses the masked documents'],
  'undelete.not_found': [404, 'No such deleted organization'],
  'undelete.not_ready': [409, 'The archive of the deleted organization is not complete'], // retryAfter: seconds
  'undelete.returning': [409, 'The organization is being brought back'],
  'undelete.erased': [410, 'The organization was erased and cannot be brought back'],
  'backup.dump_invalid': [400, 'This is no dump that can be restored'], // errors: { dump: message }
  'backup.dump_too_large': [413, 'The dump holds more than the organization may have'], // limit: bytes
  'erasure.not_found': [404, 'No such erasure'],
  'erasure.not_certified': [409, 'The erasure is not certified yet'], // retryAfter: seconds
  'undelete.no_owner': [409, 'No owner of the organization has an account that can be restored'],
  'operation.not_found': [404, 'Operation not found'],
  'leftover.not_found': [404, 'No such leftover database'],
  'leftover.foreign': [409, 'The database is marked by another registry'],
  'leftover.in_use': [409, 'The database belongs to an organization'],
  'leftover.owner_differs': [409, 'The database belongs to another organization'],
  'leftover.not_replaceable': [409, 'The current database of the organization has documents'],
  'moment.invalid': [400, 'The moment is not an RFC 3339 time with its zone'], // errors: Record<field, message>
  'moment.future': [400, 'The moment is in the future'],
  'moment.too_old': [410, 'The moment is older than the history of the database'], // oldest: RFC 3339
  'moment.read_only': [400, 'X-As-Of is for reads only'],
  'moment.organization_absent': [409, 'The organization did not exist at that moment'],
  'generation.not_found': [404, 'No such generation of the database is kept'],
  'operation.failed': [409, 'The change could not be carried out and was undone'],
  'resource.changed': [412, 'The resource was changed by another request'],
  'idempotency.mismatch': [422, 'This Idempotency-Key belongs to another request'],
  'idempotency.in_progress': [409, 'The request with this Idempotency-Key is still in progress'], // retryAfter: seconds
  'idempotency.answer_lost': [
    409,
    'The request with this Idempotency-Key was completed, but its response was lost',
  ],
  'idempotency.invalid': [400, 'Idempotency-Key must be 1 to 128 letters, digits, - or _'],
  'impersonation.not_found': [404, 'Impersonation not found'],
  'impersonation.refused': [403, 'This is not allowed while acting as another user'],
  'impersonation.operator': [403, 'A platform operator cannot be impersonated'],
  'mail.not_kept': [404, 'E-mails are not kept here'],
  'collection.name_invalid': [400, 'Collection name is invalid'],
  'collection.reserved': [403, 'Collection is reserved'],
  'collection.limit_reached': [409, 'The organization has reached its limit of collections'], // limit: number
  'collection.exists': [409, 'A collection of this name exists'],
  'collection.not_restorable': [409, 'A view or a time series is not restored alone'],
  'collection.not_found': [404, 'Collection not found'],
  'document.not_found': [404, 'Document not found'],
  'document.exists': [409, 'A document with this _id already exists'],
  'document.invalid': [400, 'Document is invalid'], // errors: Record<field, message>
  'document.too_large': [413, 'Document is too large'],
  'document.changed': [412, 'The document was changed by another request'],
  'query.invalid': [400, 'Query is invalid'], // errors: Record<field, message>
  'service.unavailable': [503, 'Service temporarily unavailable'], // retryAfter: seconds
  'service.capacity_reached': [503, 'The service cannot take more organizations at the moment'],
  internal: [500, 'Internal error'],
} as const satisfies Record<string, readonly [status: number, message: string]>;

export type ErrorCode = keyof typeof ERROR_DEFAULTS;

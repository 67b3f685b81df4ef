import type { ErrorCode } from '../../common/errors/error-codes.js';
import type { Failure, Surface } from '../../common/http/surface.js';

/** S4: `{success, message, data}` on success, `{success, message, errors | error}` on failure. */
export const TENANTS_SURFACE: Surface = {
  name: 'tenants',
  title: 'Tenants (S4)',
  prefixes: ['/api/tenants'],
  wrap: (data, message) => ({ success: true, message, data }),
  errors: {
    'auth.enrolment_required': [401, 'Invalid token'], // as a token that is worth nothing
    'user.email_taken': [409, 'Tenant already exists with this email'],
    'user.password_weak': [400, 'Validation error'],
    'auth.credentials_invalid': [401, 'Invalid email or password'],
    'organization.suspended': [403, 'Tenant account is suspended or inactive'],
    'user.suspended': [403, 'Tenant account is suspended or inactive'],
    'organization.name_reserved': [400, 'Validation error'],
  },
  writeFailure: (failure) => ({
    success: false,
    message: OF_THE_SERVICE.has(failure.code) ? wordsOfFault(failure.path) : failure.message,
    ...extra(failure),
  }),
};

/** Nothing the caller did: a fault of the service, or its database is away. They are 500, or 503 with Retry-After. */
const OF_THE_SERVICE: ReadonlySet<ErrorCode> = new Set([
  'internal',
  'service.unavailable',
  'request.timeout',
  'request.not_done',
]);

/** Field messages of a 400, a reference to the log for a fault (D6), nothing else. */
function extra({ status, code, errors, requestId, message }: Failure): object {
  if (OF_THE_SERVICE.has(code)) return { error: `${message}, reference ${requestId}` };
  if (code === 'user.password_weak') return { errors: { password: 'Password is too weak' } };
  if (code === 'organization.name_reserved') return { errors: { name: 'Name is reserved' } };
  return status === 400 && errors ? { errors } : {};
}

const wordsOfFault = (path: string): string =>
  path.endsWith('/login') ? 'Unable to login' : 'Error registering tenant';

import type { Surface } from '../../common/http/surface.js';

/** S3: bare bodies on success, `{error}` on failure, with that one key. */
export const TENANTS_V1_SURFACE: Surface = {
  name: 'tenants-v1',
  title: 'Tenant creation (S3)',
  prefixes: ['/api/v1'],
  errors: {
    'auth.enrolment_required': [401, 'Unauthorized'], // as a token that is worth nothing
    'auth.token_invalid': [401, 'Unauthorized'],
    'user.email_taken': [409, 'Email already exists'],
    'organization.slug_taken': [409, 'Schema name already exists'],
    'organization.name_reserved': [400, 'Schema name is reserved'],
    'organization.not_found': [404, 'Tenant not found'],
    'organization.suspended': [403, 'Tenant is suspended or inactive'],
  },
  writeFailure: ({ message, errors }) => ({ error: Object.values(errors ?? {})[0] ?? message }),
};

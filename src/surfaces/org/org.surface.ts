import type { Surface } from '../../common/http/surface.js';

/** S1: `{message, data}` on success, `{detail}` on failure. */
export const ORG_SURFACE: Surface = {
  name: 'org',
  title: 'Organization API',
  // The seeds document this surface at the root, so it also answers for paths nobody owns.
  prefixes: ['/', '/org', '/admin', '/health'],
  wrap: (data, message) => (data === undefined ? { message } : { message, data }),
  errors: {
    'auth.enrolment_required': [401, 'Invalid token'], // as a token that is worth nothing
    'organization.name_taken': [400, 'Organization already exists'],
    'user.email_taken': [400, 'Email already registered'],
    'auth.token_invalid': [401, 'Invalid token'],
    'auth.credentials_invalid': [401, 'Invalid credentials'],
    'organization.not_found': [404, 'Organization not found'],
    'organization.foreign': [403, 'Not authorized for this organization'],
  },
  writeFailure: ({ message, errors }) => ({ detail: Object.values(errors ?? {})[0] ?? message }),
};

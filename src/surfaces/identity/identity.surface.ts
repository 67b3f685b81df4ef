import type { Surface } from '../../common/http/surface.js';

/** S2: bare bodies on success, `{detail}` on failure. */
export const IDENTITY_SURFACE: Surface = {
  name: 'identity',
  title: 'Identity (S2)',
  prefixes: ['/signup', '/signin', '/signout', '/organizations', '/stats', '/token', '/email', '/password'],
  errors: {
    'auth.enrolment_required': [401, 'Not authenticated'], // as a token that is worth nothing
    'organization.name_taken': [400, 'Organization already exists'],
    'user.email_taken': [400, 'Email already registered'],
    'auth.token_invalid': [401, 'Not authenticated'],
  },
  writeFailure: ({ message, errors }) => ({ detail: Object.values(errors ?? {})[0] ?? message }),
};

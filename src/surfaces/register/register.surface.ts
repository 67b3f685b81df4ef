import type { Surface } from '../../common/http/surface.js';

/** S0: flat bodies with `status` and `message`; check-availability answers bare. */
export const REGISTER_SURFACE: Surface = {
  name: 'register',
  title: 'Registration (S0)',
  prefixes: ['/api/register'],
  errors: {
    'auth.enrolment_required': [401, 'Invalid token'], // as a token that is worth nothing
    'user.email_taken': [409, 'Email already registered'],
    'organization.name_taken': [409, 'Company name already exists'],
    'organization.domain_taken': [409, 'Domain already registered'],
    'user.name_taken': [409, 'Username already exists'],
    'organization.domain_unknown': [404, 'Domain not registered'],
    'organization.name_reserved': [400, 'Company name is reserved'],
  },
  writeFailure: ({ message, errors }) => ({
    status: 'error',
    message: Object.values(errors ?? {})[0] ?? message,
  }),
};

import { deleteOrganization, exactly, exactlyTheseRows, newRun, signIn } from './story-kit.mjs';

const EMAIL = '{{identity_email}}';
const PASSWORD = 'SecurePassword123!';
const FIRST = '{{identity_org}}';
const SECOND = '{{identity_org}} Two';
const TOKEN = '{{identity_token}}';

const signUp = {
  method: 'POST',
  path: '/signup',
  body: { email: EMAIL, password: PASSWORD, organization_name: FIRST },
};
const signin = (password) => ({ method: 'POST', path: '/signin', body: { email: EMAIL, password } });
const refresh = { method: 'POST', path: '/token/refresh', body: { refresh_token: '{{refresh_token}}' } };
const organizations = {
  method: 'POST',
  path: '/organizations',
  token: TOKEN,
  body: { name: SECOND, details: 'Some details about the organization' },
};
const stats = { method: 'GET', path: '/stats/org-role-wise-users', token: TOKEN };
const refused = (status, detail) => ({ status, equals: { detail } });
const TWO_TOKENS = exactly('{ access_token: body.access_token, refresh_token: body.refresh_token }');

const tokens = [
  {
    name: 'Sign up',
    ...signUp,
    before: newRun({ identity_email: 'user-${run}@example.com', identity_org: 'OrgName ${run}' }),
    status: 201,
    checks: [
      exactly(
        "{ message: 'User signed up successfully', user_id: Math.trunc(body.user_id), org_id: Math.trunc(body.org_id) }",
      ),
    ],
  },
  { name: 'Sign up again: refused', ...signUp, ...refused(400, 'Organization already exists') },
  {
    name: 'Sign up with the address again: refused',
    ...signUp,
    body: { ...signUp.body, organization_name: SECOND },
    ...refused(400, 'Email already registered'),
  },
  {
    name: 'Sign in with a wrong password: refused',
    ...signin('WrongPassword123!'),
    ...refused(401, 'Invalid credentials'),
  },
  {
    name: 'Sign in',
    ...signin(PASSWORD),
    status: 200,
    checks: [TWO_TOKENS],
    saves: { identity_token: 'body.access_token', refresh_token: 'body.refresh_token' },
  },
  {
    name: 'Refresh',
    ...refresh,
    status: 200,
    checks: [
      TWO_TOKENS,
      {
        name: 'the refresh token is another one',
        code: "pm.expect(body.refresh_token).to.not.equal(pm.collectionVariables.get('refresh_token'))",
      },
    ],
    saves: { identity_token: 'body.access_token', refresh_token: 'body.refresh_token' },
  },
];

const work = [
  {
    name: 'Create another organization',
    ...organizations,
    status: 201,
    checks: [exactly("{ message: 'Organization created successfully', org_id: Math.trunc(body.org_id) }")],
  },
  {
    name: 'Create it again: refused',
    ...organizations,
    ...refused(400, 'Organization already exists'),
  },
  {
    name: 'Users by organization and role',
    ...stats,
    status: 200,
    checks: [
      exactlyTheseRows(`[
    { organization: saved('identity_org'), role: 'Owner', user_count: 1 },
    { organization: saved('identity_org') + ' Two', role: 'Owner', user_count: 1 },
  ]`),
    ],
  },
];

const ending = [
  {
    name: 'Sign out',
    method: 'POST',
    path: '/signout',
    token: TOKEN,
    status: 200,
    equals: { message: 'Signed out successfully' },
  },
  { name: 'Statistics after signing out: refused', ...stats, ...refused(401, 'Not authenticated') },
  { name: 'Refresh after signing out: refused', ...refresh, ...refused(401, 'Invalid refresh token') },
  signIn('Sign in at the organization API', EMAIL, PASSWORD, 'identity_token'),
  deleteOrganization('Delete', FIRST, TOKEN),
  signIn('The account is at home in the other organization', EMAIL, PASSWORD, 'identity_token'),
  deleteOrganization('Delete the other', SECOND, TOKEN),
];

/** An account, its tokens, its two organizations. */
export const identitySteps = [...tokens, ...work, ...ending];

import { deleteOrganization, exactly, newRun, signIn } from './story-kit.mjs';

const PROVIDER = 'provider-{{run}}@example.com';
const PROVIDER_ORG = 'Provider {{run}}';
const PASSWORD = 'SecurePassword123!';
const TOKEN = '{{provider_token}}';
const OWNER_TOKEN = '{{owner_token}}';
const FIRST = 'Acme Fuels {{run}}';
const SECOND = 'Oil Depot {{run}}';
const MANAGER = 'mary-{{run}}@example.com';

const create = (body) => ({ method: 'POST', path: '/api/v1/tenants', token: TOKEN, body });
const refused = (status, error) => ({ status, equals: { error } });
/** The header is absent where the first password is the documented one. */
const saveSecret = {
  initial_secret: "pm.response.headers.get('X-Initial-Secret') || 'tenant123'",
};
const made = (name, schema) =>
  exactly(`{
    id: body.id, name: '${name} ' + saved('run'), schemaName: '${schema}_' + saved('run'), status: 'active',
  }`);
const users = { path: '/api/v1/tenants/{id}/users', parameters: { id: '{{tenant_id}}' }, token: OWNER_TOKEN };
const mary = `{
    id: body.id, name: 'Mary Manager', email: 'mary-' + saved('run') + '@example.com', role: 'manager', status: 'active',
  }`;

/** The first sign-in yields a token that can do one thing: change the password. */
const firstSignIn = (schema) => [
  signIn(
    'The owner signs in with the first password',
    `owner@${schema}-{{run}}.com`,
    '{{initial_secret}}',
    'owner_token',
  ),
  {
    name: 'Change the password',
    method: 'PUT',
    path: '/api/v1/users/me/password',
    token: OWNER_TOKEN,
    body: { currentPassword: '{{initial_secret}}', newPassword: PASSWORD },
    status: 200,
    equals: { message: 'Password changed successfully' },
  },
  signIn('The owner signs in again', `owner@${schema}-{{run}}.com`, PASSWORD, 'owner_token'),
];

const provider = [
  {
    name: 'Sign up a provider',
    method: 'POST',
    path: '/signup',
    body: { email: PROVIDER, password: PASSWORD, organization_name: PROVIDER_ORG },
    before: newRun({ run: '${run}' }),
    status: 201,
  },
  signIn('The provider signs in', PROVIDER, PASSWORD, 'provider_token'),
  {
    name: 'Plans',
    method: 'GET',
    path: '/api/v1/plans',
    status: 200,
    checks: [
      {
        name: 'the three plans',
        code: "pm.expect(body.map((one) => one.type)).to.have.members(['basic', 'pro', 'premium'])",
      },
    ],
    saves: { plan_id: "body.find((one) => one.type === 'pro').id" },
  },
];

const tenants = [
  {
    name: 'Create with planId and schemaName',
    ...create({ name: SECOND, schemaName: 'oil_depot_{{run}}', planId: '{{plan_id}}' }),
    status: 201,
    checks: [made('Oil Depot', 'oil_depot')],
    saves: saveSecret,
  },
  ...firstSignIn('oil-depot'),
  deleteOrganization('Delete', SECOND, OWNER_TOKEN),
  {
    name: 'Create with planType and schema',
    ...create({ name: FIRST, schema: 'acme_fuels_{{run}}', planType: 'premium' }),
    status: 201,
    checks: [made('Acme Fuels', 'acme_fuels')],
    saves: { tenant_id: 'body.id', ...saveSecret },
  },
  {
    name: 'Create it again: refused',
    ...create({ name: FIRST, schema: 'acme_fuels_{{run}}', planType: 'premium' }),
    ...refused(409, 'Schema name already exists'),
  },
  {
    name: 'Create with a bad schema: refused',
    ...create({ name: FIRST, schema: 'Acme-Fuels', planType: 'premium' }),
    ...refused(400, 'Schema name must be lowercase letters, numbers, and underscores only'),
  },
  {
    name: 'Create with an unknown plan: refused',
    ...create({ name: FIRST, planType: 'gold' }),
    ...refused(400, 'Invalid plan ID or type'),
  },
];

const people = [
  {
    name: 'Create a manager',
    ...users,
    method: 'POST',
    body: { name: 'Mary Manager', email: MANAGER, role: 'manager' },
    status: 201,
    checks: [exactly(mary)],
    saves: { manager_id: 'body.id', initial_secret: "pm.response.headers.get('X-Initial-Secret')" },
  },
  signIn('The manager signs in with the temporary password', MANAGER, '{{initial_secret}}', 'manager_token'),
  {
    name: 'List the users before changing the password: refused',
    ...users,
    method: 'GET',
    token: '{{manager_token}}',
    ...refused(403, 'Password change required'),
  },
  {
    name: 'List the users',
    ...users,
    method: 'GET',
    status: 200,
    checks: [
      {
        name: 'the owner and the manager',
        code: "pm.expect(body.map((one) => one.role)).to.have.members(['owner', 'manager'])",
      },
    ],
  },
  {
    name: 'Reset the password of the manager',
    method: 'POST',
    path: '/api/v1/tenants/{id}/users/{userId}/reset-password',
    parameters: { id: '{{tenant_id}}', userId: '{{manager_id}}' },
    token: OWNER_TOKEN,
    status: 200,
    checks: [
      exactly(
        "{ id: saved('manager_id'), temporaryPassword: body.temporaryPassword, expiresAt: new Date(body.expiresAt).toISOString() }",
      ),
    ],
  },
  {
    name: 'The manager signs in with the old secret: refused',
    method: 'POST',
    path: '/admin/login',
    body: { email: MANAGER, password: '{{initial_secret}}' },
    status: 401,
    equals: { detail: 'Invalid credentials' },
  },
];

/** Two tenants, one for each format, their owners and a manager. */
export const tenantsV1Steps = [
  ...provider,
  ...tenants,
  ...firstSignIn('acme-fuels'),
  ...people,
  deleteOrganization('Delete the tenant', FIRST, OWNER_TOKEN),
  deleteOrganization('Delete the provider', PROVIDER_ORG, TOKEN),
];

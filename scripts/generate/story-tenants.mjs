const PASSWORD = 'Password123!';
const EMAIL = '{{tenant_email}}';

const register = {
  method: 'POST',
  path: '/api/tenants/register',
  body: { name: '{{tenant_name}}', email: EMAIL, password: PASSWORD },
};
const login = (body) => ({ method: 'POST', path: '/api/tenants/login', body });
const sameTenant = {
  name: 'the answer is about the tenant',
  code: "pm.expect(body.data.tenant.email).to.equal(pm.collectionVariables.get('tenant_email'))",
};

/** A tenant with an address of its own for each run, so that the folder can be run again. */
export const tenantSteps = [
  {
    name: 'Register',
    ...register,
    before: [
      'const run = Date.now().toString(36) + Math.floor(Math.random() * 1e6).toString(36);',
      "pm.collectionVariables.set('tenant_email', `tenant-${run}@example.com`);",
      "pm.collectionVariables.set('tenant_name', `Test Tenant ${run}`);",
    ],
    status: 201,
    checks: [sameTenant],
  },
  {
    name: 'Register again: refused',
    ...register,
    status: 409,
    equals: { success: false, message: 'Tenant already exists with this email' },
  },
  {
    name: 'Register with nothing: refused',
    ...register,
    body: {},
    status: 400,
    equals: {
      success: false,
      message: 'Validation error',
      errors: {
        name: 'Name is required',
        email: 'Email is required',
        password: 'Password is required',
      },
    },
  },
  {
    name: 'Login with a wrong password: refused',
    ...login({ email: EMAIL, password: 'WrongPassword123!' }),
    status: 401,
    equals: { success: false, message: 'Invalid email or password' },
  },
  {
    name: 'Login without a password: refused',
    ...login({ email: EMAIL }),
    status: 400,
    equals: { success: false, message: 'Email and password are required' },
  },
  {
    name: 'Login',
    ...login({ email: EMAIL, password: PASSWORD }),
    status: 200,
    checks: [sameTenant],
    saves: { tenant_token: 'body.data.auth.accessToken' },
  },
  {
    name: 'Delete',
    method: 'DELETE',
    path: '/org/delete',
    token: '{{tenant_token}}',
    query: { organization_name: '{{tenant_name}}' },
    status: 200,
    equals: { message: 'Organization deleted successfully' },
  },
];

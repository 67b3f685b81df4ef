import { identitySteps } from './story-identity.mjs';
import { machineSteps } from './story-machines.mjs';
import { nativeSteps } from './story-native.mjs';
import { registerSteps } from './story-register.mjs';
import { tenantsV1Steps } from './story-tenants-v1.mjs';
import { tenantSteps } from './story-tenants.mjs';

const EMAIL = 'admin@testorg.com';
const PASSWORD = 'TestPassword123!';
const NEW_EMAIL = 'newadmin@testorg.com';
const NEW_PASSWORD = 'NewTestPassword123!';
const NAME = '{{org_name}}';

const sameOrganization = {
  name: 'the answer is about org_name',
  code: "pm.expect(body.data.organization_name).to.equal(pm.variables.get('org_name'))",
};
const databaseOf = (suffix) => ({
  name: 'the organization has its own database',
  code: `pm.expect(body.data.collection_name).to.match(/^org_[a-z0-9_]+${suffix}$/)`,
});

/** The life of one organization: folders of steps, in the order they must run. */
export function story(document) {
  const data = dataRoutes(document);
  return [
    { name: 'Organizations (S1)', steps: [...beginning, ...signedIn] },
    ...(data ? [{ name: 'Data (v1)', steps: dataSteps(data) }] : []),
    { name: 'Organizations (S1): the end', steps: ending },
    { name: 'Registration (S0)', steps: registerSteps },
    { name: 'Identity (S2)', steps: identitySteps },
    { name: 'Tenant creation (S3)', steps: tenantsV1Steps },
    { name: 'Tenants (S4)', steps: tenantSteps },
    { name: 'Native API (v1)', steps: nativeSteps },
    { name: 'API keys and webhooks (v1)', steps: machineSteps },
  ];
}

const create = {
  method: 'POST',
  path: '/org/create',
  body: { organization_name: NAME, email: EMAIL, password: PASSWORD },
};
const login = (email, password) => ({
  method: 'POST',
  path: '/admin/login',
  body: { email, password },
});
const get = { method: 'GET', path: '/org/get', query: { organization_name: NAME } };
const saveToken = { token: 'body.data.access_token' };

const beginning = [
  { name: 'Health', method: 'GET', path: '/health', status: 200 },
  { name: 'Create', ...create, status: 201, checks: [sameOrganization, databaseOf('')] },
  {
    name: 'Create again: refused',
    ...create,
    status: 400,
    equals: { detail: 'Organization already exists' },
  },
  { name: 'Get', ...get, status: 200, checks: [sameOrganization] },
  {
    name: 'Login with a wrong password: refused',
    ...login(EMAIL, 'WrongPassword123!'),
    status: 401,
    equals: { detail: 'Invalid credentials' },
  },
  {
    name: 'Login',
    ...login(EMAIL, PASSWORD),
    status: 200,
    saves: saveToken,
    checks: [sameOrganization],
  },
];

const signedIn = [
  {
    name: 'Update',
    method: 'PUT',
    path: '/org/update',
    body: { organization_name: NAME, email: NEW_EMAIL, password: NEW_PASSWORD },
    status: 200,
    checks: [sameOrganization, databaseOf('_v[0-9]+')],
  },
  {
    name: 'Login with the old email: refused',
    ...login(EMAIL, PASSWORD),
    status: 401,
    equals: { detail: 'Invalid credentials' },
  },
  { name: 'Login again', ...login(NEW_EMAIL, NEW_PASSWORD), status: 200, saves: saveToken },
];

const ending = [
  {
    name: 'Delete',
    method: 'DELETE',
    path: '/org/delete',
    query: { organization_name: NAME },
    status: 200,
    equals: { message: 'Organization deleted successfully' },
  },
  { name: 'Get: gone', ...get, status: 404, equals: { detail: 'Organization not found' } },
  {
    name: 'Delete with the token of a deleted organization: refused',
    method: 'DELETE',
    path: '/org/delete',
    query: { organization_name: NAME },
    status: 401,
    equals: { detail: 'Invalid token' },
  },
];

/** The routes of one document and of their list. */
function dataRoutes({ paths }) {
  for (const list of Object.keys(paths)) {
    if (!list.startsWith('/v1/data/')) continue;
    const one = `${list}/{id}`;
    if (paths[list].post && paths[list].get && paths[one]?.get && paths[one].patch && paths[one].delete) {
      return { list, one, created: firstSuccess(paths[list].post), deleted: firstSuccess(paths[one].delete) };
    }
  }
  return undefined;
}

const firstSuccess = (operation) => Number(Object.keys(operation.responses).find((status) => status < 300));

function dataSteps({ list, one, created, deleted }) {
  const parameters = { collection: 'orders', id: '{{document_id}}' };
  const contains = (expected) => ({
    name: 'the document is the one that was written',
    code: `pm.expect(body).to.include(${JSON.stringify(expected)})`,
  });
  const order = { customer: 'Jane', total: 12.5 };
  return [
    {
      name: 'Create a document',
      method: 'POST',
      path: list,
      parameters,
      body: order,
      status: created,
      checks: [contains(order)],
      saves: { document_id: 'body._id' },
    },
    {
      name: 'List documents',
      method: 'GET',
      path: list,
      parameters,
      status: 200,
      checks: [
        {
          name: 'the list has the document',
          code: "pm.expect(body.items.map((one) => one._id)).to.include(pm.collectionVariables.get('document_id'))",
        },
      ],
    },
    { name: 'Get a document', method: 'GET', path: one, parameters, status: 200, checks: [contains(order)] },
    {
      name: 'Patch a document',
      method: 'PATCH',
      path: one,
      parameters,
      contentType: 'application/merge-patch+json',
      body: { total: 15 },
      status: 200,
      checks: [contains({ ...order, total: 15 })],
    },
    { name: 'Delete a document', method: 'DELETE', path: one, parameters, status: deleted },
    { name: 'Get a document: gone', method: 'GET', path: one, parameters, status: 404 },
  ];
}

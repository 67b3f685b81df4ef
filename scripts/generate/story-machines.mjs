import { newRun } from './story-kit.mjs';

const EMAIL = '{{machine_email}}';
const PASSWORD = 'SecurePassword123!';
const token = '{{machine_token}}';
const key = '{{machine_key}}';
const is = (name, code) => ({ name, code: `pm.expect(${code}).to.equal(true)` });
const refused = (status, code) => ({
  status,
  checks: [{ name: `refused as ${code}`, code: `pm.expect(body.code).to.equal('${code}')` }],
});

const make = { method: 'POST', path: '/v1/api-keys', token, body: { name: 'Books', scopes: ['data.read'] } };
const ofKey = { parameters: { id: '{{machine_key_id}}' }, token };

/** A mail is handed over by a worker: the list is asked again until it is there. */
const FIND_CODE = [
  `const mail = body.items.find(({ to, template }) => to === pm.collectionVariables.get('machine_email') && template === 'verify_email');`,
  `if (mail) pm.collectionVariables.set('machine_code', /rwc_[\\w-]+/.exec(mail.text)[0]);`,
  'else pm.execution.setNextRequest(pm.info.requestName);',
];

const account = [
  {
    name: 'Sign up for an organization with machines',
    method: 'POST',
    path: '/v1/accounts',
    body: { email: EMAIL, password: PASSWORD, name: 'Ada', organization_name: '{{machine_org}}' },
    before: newRun({ machine_email: 'ada-${run}@example.com', machine_org: 'Machines ${run}' }),
    status: 201,
  },
  {
    name: 'Sign in for its machines',
    method: 'POST',
    path: '/v1/sessions',
    body: { email: EMAIL, password: PASSWORD },
    status: 201,
    saves: { machine_token: 'body.access_token' },
  },
  {
    name: 'Make a key before the mailbox is proved: refused',
    ...make,
    ...refused(403, 'auth.email_unverified'),
  },
  {
    name: 'The mail with the code (development only)',
    method: 'GET',
    path: '/v1/dev/mails',
    before: ['setTimeout(() => {}, 300);'],
    status: 200,
    then: FIND_CODE,
  },
  {
    name: 'Prove the mailbox',
    method: 'POST',
    path: '/v1/email/verify',
    token,
    body: { code: '{{machine_code}}' },
    status: 204,
  },
];

const keys = [
  {
    name: 'Make an API key',
    ...make,
    status: 201,
    saves: { machine_key: 'body.key', machine_key_id: 'body.id' },
    checks: [is('it is shown this once', "body.key.startsWith('rwh_live_' + body.id)")],
  },
  { name: 'The keys', method: 'GET', path: '/v1/api-keys', token, status: 200 },
  { name: 'The key itself', method: 'GET', path: '/v1/api-keys/current', token: key, status: 200 },
  {
    name: 'Read with the key',
    method: 'GET',
    path: '/v1/data/{collection}',
    parameters: { collection: 'notes' },
    token: key,
    status: 200,
  },
  {
    name: 'Write with the key: refused',
    method: 'POST',
    path: '/v1/data/{collection}',
    parameters: { collection: 'notes' },
    token: key,
    body: { text: 'by a key' },
    ...refused(403, 'auth.forbidden'),
  },
  {
    name: 'Make a key with a key: refused',
    ...make,
    token: key,
    ...refused(403, 'api_key.person_required'),
  },
  {
    name: 'Introspect the key',
    method: 'POST',
    path: '/v1/introspect',
    token,
    body: { token: key },
    status: 200,
    checks: [is('it is active', "body.active && body.scope === 'data.read'")],
  },
  {
    name: 'Let it write too',
    method: 'PATCH',
    path: '/v1/api-keys/{id}',
    ...ofKey,
    body: { scopes: ['data.read', 'data.write'] },
    status: 200,
  },
  {
    name: 'Rotate it, without an overlap',
    method: 'POST',
    path: '/v1/api-keys/{id}/rotate',
    ...ofKey,
    body: { overlap_seconds: 0 },
    status: 200,
    saves: { machine_key_before: "pm.collectionVariables.get('machine_key')", machine_key: 'body.key' },
  },
  {
    name: 'Read with the key before the rotation: refused',
    method: 'GET',
    path: '/v1/data/{collection}',
    parameters: { collection: 'notes' },
    token: '{{machine_key_before}}',
    ...refused(401, 'api_key.invalid'),
  },
  {
    name: 'Report it as leaked',
    method: 'POST',
    path: '/v1/api-keys/leaks',
    body: [{ token: key, type: 'rowhouse_api_key', url: 'https://git.example/acme/.env' }],
    status: 200,
    checks: [is('it was ours', "body[0].label === 'true_positive'")],
  },
  {
    name: 'Read with the leaked key: refused',
    method: 'GET',
    path: '/v1/data/{collection}',
    parameters: { collection: 'notes' },
    token: key,
    ...refused(401, 'api_key.revoked'),
  },
];

const ofHook = { parameters: { id: '{{machine_hook}}' }, token };
const hook = {
  method: 'POST',
  path: '/v1/webhooks',
  token,
  // Nobody answers at this name (RFC 6761, section 6.4): the collection sends nothing to strangers.
  body: { url: 'https://hooks.invalid/rowhouse', description: 'Billing', event_types: ['role.*'] },
};

const webhooks = [
  { name: 'Types of events', method: 'GET', path: '/v1/event-types', token, status: 200 },
  {
    name: 'Make a webhook',
    ...hook,
    status: 201,
    saves: { machine_hook: 'body.id' },
    checks: [is('the secret is shown this once', "body.secret.startsWith('whsec_')")],
  },
  { name: 'The webhooks', method: 'GET', path: '/v1/webhooks', token, status: 200 },
  {
    name: 'Give it another secret',
    method: 'POST',
    path: '/v1/webhooks/{id}/rotate',
    ...ofHook,
    body: { overlap_hours: 24 },
    status: 200,
    checks: [is('the one before goes on for a while', 'body.previous_secret_until !== null')],
  },
  { name: 'Send a test event', method: 'POST', path: '/v1/webhooks/{id}/test', ...ofHook, status: 202 },
  {
    name: 'What was sent',
    method: 'GET',
    path: '/v1/webhooks/{id}/deliveries',
    ...ofHook,
    status: 200,
    checks: [is('the test event is there', 'body.items.length === 1')],
  },
  {
    name: 'Switch it off',
    method: 'PATCH',
    path: '/v1/webhooks/{id}',
    ...ofHook,
    body: { enabled: false },
    status: 200,
  },
  {
    name: 'Send a test event while it is off: refused',
    method: 'POST',
    path: '/v1/webhooks/{id}/test',
    ...ofHook,
    ...refused(409, 'webhook.off'),
  },
  { name: 'Remove the webhook', method: 'DELETE', path: '/v1/webhooks/{id}', ...ofHook, status: 204 },
  {
    name: 'Delete the organization with machines',
    method: 'DELETE',
    path: '/v1/organizations/{id}',
    parameters: { id: 'current' },
    token,
    status: 204,
  },
];

/** An organization whose machines call and are called. */
export const machineSteps = [...account, ...keys, ...webhooks];

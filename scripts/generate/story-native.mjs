import { newRun } from './story-kit.mjs';

const EMAIL = '{{native_email}}';
const GUEST = '{{native_guest}}';
const PASSWORD = 'SecurePassword123!';
const NAME = '{{native_org}}';
const token = '{{native_token}}';
const is = (name, code) => ({ name, code: `pm.expect(${code}).to.equal(true)` });
const refused = (status, code) => ({
  status,
  checks: [{ name: `refused as ${code}`, code: `pm.expect(body.code).to.equal('${code}')` }],
});

const signUp = {
  method: 'POST',
  path: '/v1/accounts',
  body: { email: EMAIL, password: PASSWORD, name: 'Jane Doe', organization_name: NAME },
};
const session = { method: 'POST', path: '/v1/sessions', body: { email: EMAIL, password: PASSWORD } };

const account = [
  {
    name: 'Sign up',
    ...signUp,
    before: newRun({
      native_email: 'jane-${run}@example.com',
      native_guest: 'guest-${run}@example.com',
      native_org: 'Native ${run}',
    }),
    status: 201,
  },
  { name: 'Sign up again: refused', ...signUp, ...refused(409, 'organization.name_taken') },
  {
    name: 'Sign in with a wrong password: refused',
    ...session,
    body: { email: EMAIL, password: 'WrongPassword123!' },
    ...refused(401, 'auth.credentials_invalid'),
  },
  {
    name: 'Sign in',
    ...session,
    status: 201,
    saves: {
      native_token: 'body.access_token',
      native_refresh: 'body.refresh_token',
      native_org_id: 'body.organization_id',
    },
  },
  { name: 'The own account', method: 'GET', path: '/v1/me', token, status: 200 },
  {
    name: 'The own sessions',
    method: 'GET',
    path: '/v1/sessions',
    token,
    status: 200,
    checks: [is('one of them is this one', 'body.items.some((one) => one.current)')],
  },
  { name: 'The own organizations', method: 'GET', path: '/v1/organizations', token, status: 200 },
];

const role = { key: 'reader', name: 'Reader', permissions: ['organization.read', 'data.read'] };

const people = [
  { name: 'Permissions', method: 'GET', path: '/v1/permissions', token, status: 200 },
  { name: 'Make a role', method: 'POST', path: '/v1/roles', token, body: role, status: 201 },
  {
    name: 'Make it again: refused',
    method: 'POST',
    path: '/v1/roles',
    token,
    body: role,
    ...refused(409, 'role.exists'),
  },
  { name: 'Roles', method: 'GET', path: '/v1/roles', token, status: 200 },
  {
    name: 'Invite',
    method: 'POST',
    path: '/v1/invitations',
    token,
    body: { email: GUEST, role: 'reader' },
    status: 201,
    saves: { native_invitation: 'body.id' },
    checks: [is('the link is in the mail only', "!pm.response.text().includes('rwi_')")],
  },
  {
    name: 'Invite again: refused',
    method: 'POST',
    path: '/v1/invitations',
    token,
    body: { email: GUEST, role: 'reader' },
    ...refused(409, 'invitation.exists'),
  },
  { name: 'Invitations', method: 'GET', path: '/v1/invitations', token, status: 200 },
  {
    name: 'Remove a role that is in use: refused',
    method: 'DELETE',
    path: '/v1/roles/{key}',
    parameters: { key: 'reader' },
    token,
    ...refused(409, 'role.in_use'),
  },
  {
    name: 'Revoke the invitation',
    method: 'DELETE',
    path: '/v1/invitations/{id}',
    parameters: { id: '{{native_invitation}}' },
    token,
    status: 204,
  },
  {
    name: 'Add a member',
    method: 'POST',
    path: '/v1/members',
    token,
    body: { email: GUEST, user_name: 'guest', role: 'reader' },
    status: 201,
    saves: { native_member: 'body.id' },
  },
  {
    name: 'Give the member another role',
    method: 'PATCH',
    path: '/v1/members/{id}',
    parameters: { id: '{{native_member}}' },
    token,
    body: { role: 'manager' },
    status: 200,
  },
  { name: 'Members', method: 'GET', path: '/v1/members', token, status: 200 },
  {
    name: 'Remove the member',
    method: 'DELETE',
    path: '/v1/members/{id}',
    parameters: { id: '{{native_member}}' },
    token,
    status: 204,
  },
  {
    name: 'Leave as the last owner: refused',
    method: 'DELETE',
    path: '/v1/me/memberships/{org_id}',
    parameters: { org_id: '{{native_org_id}}' },
    token,
    ...refused(409, 'member.last_owner'),
  },
];

const current = { parameters: { id: 'current' }, token };

const organization = [
  { name: 'Plans', method: 'GET', path: '/v1/plans', token, status: 200 },
  {
    name: 'Choose a plan',
    method: 'PUT',
    path: '/v1/organizations/{id}/plan',
    ...current,
    body: { plan: 'pro' },
    status: 200,
  },
  {
    name: 'What the organization uses',
    method: 'GET',
    path: '/v1/organizations/{id}/plan',
    ...current,
    status: 200,
  },
  { name: 'The audit log', method: 'GET', path: '/v1/audit', token, status: 200 },
  {
    name: 'The audit log is intact',
    method: 'GET',
    path: '/v1/audit/verification',
    token,
    status: 200,
    checks: [is('no entry was edited', 'body.intact')],
  },
  {
    name: 'Delete the organization',
    method: 'DELETE',
    path: '/v1/organizations/{id}',
    ...current,
    status: 204,
  },
];

/** A person signs up natively, and works with members, roles and plans of an organization. */
export const nativeSteps = [...account, ...people, ...organization];

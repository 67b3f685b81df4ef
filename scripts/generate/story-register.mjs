import { deleteOrganization, exactly, newRun, signIn } from './story-kit.mjs';

const PASSWORD = 'SecurePass123!';
const COMPANY = '{{company_name}}';
const TOKEN = '{{company_token}}';
const ADMIN = 'admin@{{company_domain}}';
const JANE = 'jane@{{company_domain}}';

const register = {
  method: 'POST',
  path: '/api/register',
  body: {
    company_name: COMPANY,
    admin_name: 'John Doe',
    email: ADMIN,
    password: PASSWORD,
    phone: '+1-555-1234',
  },
};
const available = (answer) => ({
  method: 'POST',
  path: '/api/register/check-availability',
  body: { company_name: COMPANY, email: ADMIN },
  status: 200,
  equals: { company_name_available: answer, email_available: answer },
});
const addUser = (user_name, email, domain = '{{company_domain}}') => ({
  method: 'POST',
  path: '/api/register/add-user',
  body: { domain, user_name, email, password: PASSWORD },
});
const refused = (status, message) => ({ status, equals: { status: 'error', message } });
const added = (email) =>
  exactly(`{
    status: 'success', message: 'User added successfully', user_id: body.user_id,
    customer_id: Number(saved('company_id')), customer_name: saved('company_name'),
    email: '${email}@' + saved('company_domain'),
  }`);

const beginning = [
  {
    name: 'Check availability: free',
    ...available(true),
    before: newRun({ company_name: 'Acme ${run}', company_domain: 'acme-${run}.example' }),
  },
  {
    name: 'Register',
    ...register,
    status: 201,
    checks: [
      exactly(`{
    status: 'success', message: 'Registration successful', customer_id: body.customer_id, user_id: body.user_id,
    email: 'admin@' + saved('company_domain'), company_name: saved('company_name'),
  }`),
    ],
    saves: { company_id: 'body.customer_id' },
  },
  { name: 'Check availability: taken', ...available(false) },
  { name: 'Register again: refused', ...register, ...refused(409, 'Company name already exists') },
  {
    name: 'Register another company of the domain: refused',
    ...register,
    body: { ...register.body, company_name: `${COMPANY} two`, email: 'two@{{company_domain}}' },
    ...refused(409, 'Domain already registered'),
  },
];

const members = [
  {
    name: 'Add a user without a token',
    ...addUser('janedoe', JANE),
    status: 201,
    checks: [added('jane')],
  },
  {
    name: 'Add a user of the same name: refused',
    ...addUser('janedoe', 'jane2@{{company_domain}}'),
    ...refused(409, 'Username already exists'),
  },
  {
    name: 'Add a user to an unknown domain: refused',
    ...addUser('janedoe', 'jane@unknown-{{company_domain}}', 'unknown-{{company_domain}}'),
    ...refused(404, 'Domain not registered'),
  },
  {
    name: 'Sign in before the approval: refused',
    method: 'POST',
    path: '/admin/login',
    body: { email: JANE, password: PASSWORD },
    status: 403,
    equals: { detail: 'The membership waits for approval' },
  },
  signIn('The administrator signs in', ADMIN, PASSWORD, 'company_token'),
  {
    name: 'List the members',
    method: 'GET',
    path: '/v1/members',
    token: TOKEN,
    status: 200,
    saves: { member_id: "body.items.find((one) => one.status === 'pending').id" },
  },
  {
    name: 'Approve the user',
    method: 'POST',
    path: '/v1/members/{id}/approve',
    parameters: { id: '{{member_id}}' },
    token: TOKEN,
    status: 204,
  },
  signIn('The approved user signs in', JANE, PASSWORD, 'member_token'),
  {
    name: 'Add a user with the token of the administrator',
    ...addUser('jackdoe', 'jack@{{company_domain}}'),
    token: TOKEN,
    status: 201,
    checks: [added('jack')],
  },
  signIn('The added user signs in at once', 'jack@{{company_domain}}', PASSWORD, 'member_token'),
];

/** A company, its administrator, and the two ways a user gets in. */
export const registerSteps = [...beginning, ...members, deleteOrganization('Delete', COMPANY, TOKEN)];

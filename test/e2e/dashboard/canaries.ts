import { type Dashboard, MEAN, PASSWORD } from '../../support/dashboard.js';
import { OPERATOR } from '../../support/operator.js';

/** Breaks out of an attribute, of a text and of a script; as long as names may be. */
const CANARY = `"'></script><img/src=x/onerror="document['title']='owned'">`;

/** Of fields that refuse what looks like a tag. */
const UNTAGGED = `' onmouseover=document['title']='owned' '{{7*7}}`;

/**
 * Puts a text that would run, if it were taken for more than text, into every field that anybody can fill.
 * @returns pages that show it besides those of the menu
 */
export async function plantCanaries({
  sut,
  owner,
}: Dashboard): Promise<{ owners: string[]; operators: string[] }> {
  const headers = { 'x-confirm-password': PASSWORD };
  const call = async (method: string, path: string, body: unknown, token = owner.token) => {
    const given = token === owner.token ? headers : { 'x-confirm-password': OPERATOR.password };
    const reply = await sut.call(method, path, { token, headers: given, body });
    if (reply.status > 299) throw new Error(`${method} ${path}: ${reply.text}`);
    return reply.body;
  };
  await call('PATCH', '/v1/me', { name: CANARY, phone: '+49 1' });
  await call('PATCH', '/v1/organizations/current', { settings: { [CANARY]: CANARY } });
  await call('PATCH', '/v1/organizations/current/branding', { product_name: UNTAGGED });
  await call('POST', '/v1/roles', {
    key: 'canary',
    name: CANARY,
    description: CANARY,
    permissions: ['data.read'],
  });
  await call('POST', '/v1/members', { email: 'canary@acme.example', name: CANARY, role: 'canary' });
  await call('POST', '/v1/invitations', { email: '"<img/src=x>"@acme.example', role: 'canary' }).catch(() =>
    call('POST', '/v1/invitations', { email: 'c+img@acme.example', role: 'canary' }),
  );
  await call('POST', '/v1/api-keys', { name: CANARY, scopes: ['data.read'] });
  const url = `http://127.0.0.1:9/${encodeURIComponent('<img src=x onerror=alert(1)>')}`;
  const hook = await call('POST', '/v1/webhooks', { url, description: CANARY, event_types: ['*'] });
  await call('POST', '/v1/data/canary', [
    {
      _id: CANARY,
      [CANARY]: CANARY,
      link: 'javascript:document.title="owned"',
    },
  ]);
  await call('POST', '/v1/data/notes', { text: CANARY });
  const session = { email: owner.email, password: PASSWORD };
  await sut.call('POST', '/v1/sessions', { body: session, headers: { 'user-agent': MEAN } });

  const { body } = await sut.call<{ access_token: string; account: { id: string } }>('POST', '/v1/sessions', {
    body: OPERATOR,
  });
  const operator = body.access_token;
  const made = await sut.call<{ account: { id: string }; organization_id: string }>('POST', '/v1/accounts', {
    body: {
      email: 'mean@mean.example',
      password: PASSWORD,
      name: CANARY,
      organization_name: `Mean ${CANARY}`,
    },
  });
  const mean = made.body.organization_id;
  await call('POST', `/v1/platform/organizations/${mean}/suspend`, { reason: CANARY }, operator);
  await call(
    'POST',
    '/v1/platform/impersonations',
    { user_id: made.body.account.id, reason: CANARY },
    operator,
  );
  const at = `/o/${owner.org}`;
  return {
    owners: [
      `${at}/data/canary`,
      `${at}/data/canary?document=${encodeURIComponent(JSON.stringify(CANARY))}`,
      `${at}/webhooks/${String(hook['id'])}`,
    ],
    operators: [`/organizations/${mean}`, `/accounts?account=${made.body.account.id}`],
  };
}

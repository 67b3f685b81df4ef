import { randomBytes } from 'node:crypto';
import type { Reply, TestApp } from '../support/app.js';
import { createAt, ownerOf, SURFACES, type SurfaceKey } from '../support/surfaces.js';
import type { Operation } from './openapi.js';

/** Every text that only one organization may see holds one of these; so do all its identifiers. */
export const CANARY =
  /k[0-9a-f]{14}z|[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}|[0-9a-f]{24}/g;
export const newCanary = (): string => `k${randomBytes(7).toString('hex')}z`;

/** The roles whose tokens are tried, and nobody at all. */
export const ROLES = ['owner', 'admin', 'manager', 'member'] as const;
export type Role = (typeof ROLES)[number];

/** An organization with secrets in everything it can have. */
export interface Victim {
  surface: SurfaceKey;
  id: string;
  database: string;
  token: string;
  /** Its values by the key they were found under: what an attacker may have heard of. */
  values: Map<string, Set<string | number>>;
  /** What no stranger may be told, by canary: where it is from. Half of them never leave this process. */
  secrets: Map<string, { from: string; guarded: boolean }>;
  userIds: string[];
}

/** None of the samples in openapi.json, which are tried. */
const PASSWORD = 'none of the samples 1';

type Call = TestApp['call'];
type Json = Record<string, unknown>;

/** Whether the answer says that the service is busy, and when to come again. */
export const isBusy = ({ status, headers }: { status: number; headers: Headers }): boolean =>
  status === 503 && headers.has('retry-after');

async function done<T = Json>(reply: Promise<Reply<T>>): Promise<Reply<T>> {
  const result = await reply;
  if (result.status >= 300) throw new Error(`${result.status} ${result.text}`);
  return result;
}

async function signIn(call: Call, email: string, password: string): Promise<string> {
  const body = { email, password };
  return (await done(call<{ access_token: string }>('POST', '/signin', { body }))).body.access_token;
}

/** Signs in with a temporary password and replaces it. */
async function activate(call: Call, email: string, secret: string): Promise<string> {
  const token = await signIn(call, email, secret);
  const body = { current_password: secret, new_password: PASSWORD };
  await done(call('PUT', '/v1/me/password', { token, body }));
  return signIn(call, email, PASSWORD);
}

/** Through the surfaces in turn; documents, a member and a moved database in each. */
export async function makeVictim(sut: TestApp, n: number, provider: string): Promise<Victim> {
  const surface = SURFACES[n % SURFACES.length];
  const [schema, name] = [`s_${newCanary()}`, `Victim ${newCanary()}`];
  const email = surface === 'S3' ? ownerOf(schema) : `${newCanary()}@${newCanary()}.example`;
  await done(createAt(sut, surface, { name, email, schema, password: PASSWORD }, provider));
  let token =
    surface === 'S3' ? await activate(sut.call, email, 'tenant123') : await signIn(sut.call, email, PASSWORD);
  const collection = newCanary();
  const documents = Array.from({ length: 5 }, (_, i) => ({
    _id: `${i}-${newCanary()}`,
    canary: newCanary(),
    n: i,
  }));
  for (const where of ['data', collection]) {
    await done(sut.call('POST', `/v1/data/${where}`, { token, body: documents }));
  }
  if (n % 4 === 0) {
    await done(sut.call('PUT', '/org/update', { token, body: { password: PASSWORD } }));
    token = await signIn(sut.call, email, PASSWORD);
  }
  const row = (await sut.master.collection('organizations').findOne({ name }))!;
  await sut.master.collection('admin_users').updateOne({ email }, { $set: { email_verified: true } });
  const invited = { email: `${newCanary()}@i.example`, role: 'member' };
  await done(sut.call('POST', '/v1/invitations', { token, body: invited }));
  const role = { name: newCanary(), description: newCanary(), permissions: ['data.read'] };
  await done(sut.call('POST', '/v1/roles', { token, body: role }));
  const uid = row['uid'] as string;
  const members = Array.from({ length: 3 }, () => ({
    name: `Member ${newCanary()}`,
    email: `${newCanary()}@m.example`,
    role: 'manager',
  }));
  for (const body of members) {
    await done(sut.call('POST', `/api/v1/tenants/${uid}/users`, { token, body }));
  }
  const id = String(row._id);
  const places = await sut.master.collection('memberships').find({ org_id: id }).toArray();
  const victim: Victim = {
    surface,
    id,
    database: row['collection_name'] as string,
    token,
    values: new Map(),
    secrets: new Map(),
    userIds: places.map((place) => place['user_id'] as string),
  };
  const known = {
    id,
    uid,
    seq: row['seq'],
    name,
    email,
    schema: row['slug'],
    domain: email.split('@')[1],
    collection,
  };
  note(victim, 'known', { ...known, database: victim.database, documents });
  // Of the members one is known; the others must stay unknown.
  note(victim, 'known', { member: members[0], owner: row['admin_id'] });
  for (const { name: canary } of members.slice(1)) note(victim, 'member', { canary });
  return victim;
}

/** Reads everything it may read, so that also what is added to the service later becomes a target. */
export async function harvest(call: Call, victim: Victim, all: Operation[]): Promise<void> {
  const collection = [...victim.values.get('collection')!][0];
  const fills = new Map<string, string | number>([
    ['collection', collection],
    ['id', [...victim.values.get('_id')!][0]],
  ]);
  for (const { method, path, open } of all) {
    if (method !== 'GET' || open) continue;
    const target = path.replace(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(
        String(/tenants/.test(path) && name === 'id' ? [...victim.values.get('uid')!][0] : fills.get(name)),
      ),
    );
    const limit = target.startsWith('/v1/data/') ? '?limit=2' : '';
    const reply = await call(method, target + limit, { token: victim.token });
    if (reply.status === 200) note(victim, path, reply.body);
    const etag = reply.headers.get('etag');
    if (etag) note(victim, path, { etag });
  }
}

/** Found under these, a value is always known to the attacker: they are how an organization is addressed. */
const HEARD_OF = new Set(['id', 'uid', 'name', 'email', 'schema', 'domain', 'collection', 'database', '_id']);

/** Keeps every value under its key; what names this organization alone becomes a secret. */
function note(victim: Victim, from: string, value: unknown, key = ''): void {
  if (Array.isArray(value)) return value.forEach((item) => note(victim, from, item, key));
  if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value)) note(victim, from, item, name);
    return;
  }
  if (typeof value !== 'string' && typeof value !== 'number') return;
  if (value === '' || String(value).length > 2000) return;
  const canaries = [...String(value).matchAll(CANARY)].map(([canary]) => canary);
  for (const canary of canaries) {
    if (victim.secrets.has(canary)) continue;
    const guarded = key === 'canary' || !(from === 'known' || HEARD_OF.has(key) || randomBytes(1)[0] < 128);
    victim.secrets.set(canary, { from: `${from} ${key}`, guarded });
  }
  if (canaries.some((canary) => victim.secrets.get(canary)!.guarded)) return;
  const known = victim.values.get(key) ?? new Set();
  victim.values.set(key, known);
  if (known.size < 20) known.add(value);
}

/** An organization whose people attack. */
export interface Attacker {
  /** What it would write itself, by the kind of path. */
  own: { tenant: string; member: string; document: string };
  tokens: Record<Role, string>;
}

export async function makeAttacker(sut: TestApp, n: number): Promise<Attacker> {
  const domain = `attacker-${n}-${newCanary()}.example`;
  const email = `owner@${domain}`;
  const company_name = `Attacker ${newCanary()}`;
  const owner = { company_name, admin_name: 'Mallory', email, password: PASSWORD, phone: '555-1234' };
  await done(sut.call('POST', '/api/register', { body: owner }));
  const token = await signIn(sut.call, email, PASSWORD);
  const tokens: Record<string, string> = { owner: token };
  const me = (await done(sut.call<Json>('GET', '/v1/me', { token }))).body;
  const row = await sut.master.collection('organizations').findOne({ domain });
  for (const role of ROLES.slice(1)) {
    const user = { domain, user_name: role, email: `${role}@${domain}`, password: PASSWORD };
    await done(sut.call('POST', '/api/register/add-user', { token, body: user }));
    const place = { org_id: me['organization_id'], user_name: role };
    await sut.master.collection('memberships').updateOne(place, { $set: { role } });
    tokens[role] = await signIn(sut.call, user.email, PASSWORD);
  }
  await done(sut.call('POST', '/v1/data/data', { token, body: [{ _id: 'own', own: true }] }));
  const own = { tenant: row!['uid'] as string, member: me['id'] as string, document: 'own' };
  return { own, tokens: tokens };
}

/** Collections of master_db whose rows belong to one organization, with the field that says which. */
const ROWS: Record<string, 'org_id' | '_id' | 'users'> = {
  organizations: '_id',
  memberships: 'org_id',
  databases: 'org_id',
  roles: 'org_id',
  invitations: 'org_id',
  api_keys: 'org_id',
  admin_users: 'users',
};

/** Requests to join are counted (D4). */
const COUNTED = new Set(['members_revision']);

/** A victim's database, collection by collection, and each of its rows in master_db. */
export async function fingerprint(
  sut: TestApp,
  { id, database, userIds }: Victim,
): Promise<Map<string, string>> {
  const prints = new Map<string, string>();
  const { collections } = await sut.client.db(database).command({ dbHash: 1 });
  for (const [name, hash] of Object.entries(collections as Record<string, string>)) {
    prints.set(`${database}.${name}`, hash);
  }
  for (const [name, by] of Object.entries(ROWS)) {
    for await (const row of sut.master.collection(name).find({})) {
      const owner = by === 'users' ? userIds.includes(String(row._id)) : String(row[by]) === id;
      // Whoever knows a domain may ask to join: the documented effect of add-user (D4).
      const asked = name === 'memberships' && row['status'] === 'pending';
      if (!owner || asked) continue;
      for (const [field, value] of Object.entries(row)) {
        if (COUNTED.has(field)) continue;
        prints.set(`${name} ${String(row._id)} ${field}`, JSON.stringify(value));
      }
    }
  }
  return prints;
}

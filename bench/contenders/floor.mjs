// The floor: what the work costs at the least. node:http and the MongoDB driver, the same pool and write
// concern, HS256 checked by node:crypto on each request, no framework, no checks, no caches.
import {
  createHash,
  createHmac,
  createSecretKey,
  randomBytes,
  randomUUID,
  timingSafeEqual,
} from 'node:crypto';
import { createServer } from 'node:http';
import bcrypt from 'bcryptjs';
import { MongoClient, ObjectId } from 'mongodb';

const { MONGODB_URL, SECRET_KEY, BCRYPT_COST, MONGODB_POOL_SIZE = '50' } = process.env;
const client = await new MongoClient(MONGODB_URL, {
  appName: 'floor',
  maxPoolSize: Number(MONGODB_POOL_SIZE),
  writeConcern: { w: 'majority', journal: true },
  ignoreUndefined: true,
}).connect();
const master = client.db('master_db');
const key = createSecretKey(Buffer.from(SECRET_KEY));
const rows = await master.collection('organizations').find().toArray();
const databases = new Map(rows.map((row) => [row._id.toHexString(), client.db(row.collection_name)]));

const server = createServer((request, response) => {
  answer(request).then(
    ([status, body]) => send(response, status, body),
    (error) => send(response, 500, { detail: String(error) }),
  );
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
process.once('SIGTERM', () => process.exit());

async function answer(request) {
  const { method, url } = request;
  if (url.startsWith('/org/get?')) return [200, await getOrganization(url)];
  if (url === '/org/create') return [201, await createOrganization(await json(request))];
  if (url === '/v1/introspect') return [200, await introspect(request)];
  const { organization_id: id } = verify(request.headers.authorization);
  const data = databases.get(id).collection('data');
  if (method === 'GET') {
    return [200, await data.findOne({ _id: new ObjectId(url.slice(url.lastIndexOf('/') + 1)) })];
  }
  const document = { _id: new ObjectId(), ...(await json(request)), _rev: randomUUID().slice(0, 12) };
  await data.insertOne(document);
  return [201, document];
}

function send(response, status, body) {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

async function json(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString());
}

/** The signature alone, of the token that is asked about. */
async function introspect(request) {
  const { token } = await json(request);
  return { active: true, ...verify(`Bearer ${token}`) };
}

function verify(header) {
  const [head, body, signature] = header.slice('Bearer '.length).split('.');
  const expected = createHmac('sha256', key).update(`${head}.${body}`).digest();
  if (!timingSafeEqual(expected, Buffer.from(signature, 'base64url'))) throw new Error('signature');
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString());
  if (claims.exp * 1000 < Date.now()) throw new Error('expired');
  return claims;
}

async function getOrganization(url) {
  const name = new URL(url, 'http://floor').searchParams.get('organization_name');
  const row = await master.collection('organizations').findOne({ organization_name: name });
  return { message: 'Organization retrieved successfully', data: present(row) };
}

/** One hash, and the inserts and the collection that the service makes. */
async function createOrganization({ organization_name: name, email, password }) {
  const id = new ObjectId();
  const adminId = new ObjectId();
  const now = new Date();
  const place = { database: `org_floor_${id.toHexString()}`, slug: `floor_${id.toHexString()}`, now };
  const hash = bcrypt.hashSync(password, Number(BCRYPT_COST));
  const seq = -Math.floor(Math.random() * 2 ** 50);
  const organization = organizationRow({ id, adminId, name, seq }, place);
  await client.withSession((session) =>
    session.withTransaction(async () => {
      await master.collection('organizations').insertOne(organization, { session });
      await master
        .collection('admin_users')
        .insertOne(userRow({ id, adminId, email, hash, seq }, now), { session });
      await master
        .collection('memberships')
        .insertOne(membershipRow({ id, adminId, email, seq }, now), { session });
      await master.collection('databases').insertOne(databaseRow(id, place), { session });
      await client.db(place.database).createCollection('data', { session });
      await oweVerification({ adminId, email }, now, session);
      await beginAuditLog({ id, adminId }, now, session);
    }),
  );
  return { message: 'Organization created successfully', data: present(organization) };
}

/** The mailed link that proves the administrator's address: its code and the mail in the outbox. */
async function oweVerification({ adminId, email }, now, session) {
  const _id = `verify_email:${adminId.toHexString()}`;
  const link = `/dashboard/verify-email#code=${randomBytes(32).toString('base64url')}`;
  const hash = createHash('sha256').update(link).digest('base64url');
  const code = {
    _id,
    purpose: 'verify_email',
    user_id: adminId.toHexString(),
    hash,
    data: {},
    created_at: now,
  };
  await master
    .collection('one_time_codes')
    .replaceOne({ _id }, { ...code, expires_at: new Date(+now + 86_400_000) }, { upsert: true, session });
  const mail = { _id: new ObjectId(), to: email, template: 'verify_email', data: { link } };
  const queued = { ...mail, state: 'sent', attempts: 0, next_at: now, created_at: now };
  await master
    .collection('outbox')
    .updateOne({ key: `${_id}:${hash}` }, { $setOnInsert: queued }, { upsert: true, session });
}

/** The first entry of the organization's hash chain, and the chain's anchor. */
async function beginAuditLog({ id, adminId }, at, session) {
  const chain = id.toHexString();
  const entry = { chain, n: 1, at, action: 'organization.created', actor_id: adminId.toHexString() };
  const hash = createHash('sha256').update(JSON.stringify(entry)).digest('base64url');
  await master.collection('audit_log').insertOne({ ...entry, hash }, { session });
  await master.collection('audit_anchors').insertOne({ _id: chain, count: 1, last: hash }, { session });
}

function present(row) {
  return {
    organization_name: row.organization_name,
    collection_name: row.collection_name,
    admin_id: row.admin_id,
    created_at: row.created_at.toISOString().slice(0, 19),
  };
}

function organizationRow({ id, adminId, name, seq }, { database, slug, now }) {
  return {
    _id: id,
    organization_name: name,
    collection_name: database,
    admin_id: adminId.toHexString(),
    created_at: now,
    updated_at: now,
    uid: randomUUID(),
    seq,
    name,
    name_key: name.toLowerCase(),
    slug,
    generation: 1,
    status: 'active',
    lifecycle: 'ready',
    domain: null,
    origin: 'org',
  };
}

function userRow({ id, adminId, email, hash, seq }, now) {
  return {
    _id: adminId,
    seq,
    email,
    hashed_password: hash,
    organization_id: id.toHexString(),
    status: 'active',
    email_verified: false,
    platform_operator: false,
    must_change_password: false,
    ver: 1,
    created_at: now,
    updated_at: now,
  };
}

function membershipRow({ id, adminId, email, seq }, now) {
  return {
    _id: `${id.toHexString()}:${adminId.toHexString()}`,
    seq,
    org_id: id.toHexString(),
    user_id: adminId.toHexString(),
    user_name: email,
    role: 'owner',
    status: 'active',
    created_at: now,
    updated_at: now,
  };
}

function databaseRow(id, { database, slug, now }) {
  return { _id: database, org_id: id.toHexString(), slug, generation: 1, state: 'active', created_at: now };
}

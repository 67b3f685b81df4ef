import { hashSync } from 'bcryptjs';
import { Binary, Long, MongoClient, ObjectId } from 'mongodb';
import { adoptIfAsked, withAdoption } from '../../src/adoption.js';
import { type Env, readEnv } from '../../src/config/env.js';
import { AdoptionRefused } from '../../src/modules/organizations/adoption/adoption.service.js';
import { startTestAppOn, type TestApp } from '../support/app.js';
import { startTestMongo } from '../support/mongo.js';
import { type Answer, expectAsBefore, get, login } from '../support/seed-answers.js';
import { SEED_PASSWORD, SeedMaster, type SeedOrganization } from '../support/seed-master.js';

// Adoption and service must share it.
const SECRET_KEY = 'a-secret-of-the-adopting-deployment-0123';
const BASE = { NODE_ENV: 'test', SECRET_KEY, RECONCILE_SECONDS: '1' };

describe('a master that S1’s own service made', () => {
  let mongo: Awaited<ReturnType<typeof startTestMongo>>;
  let client: MongoClient;
  let serial = 0;
  let running: TestApp | undefined;
  beforeAll(async () => {
    mongo = await startTestMongo();
    client = await new MongoClient(mongo.uri).connect();
  });
  afterEach(async () => {
    await running?.stop();
    running = undefined;
  });
  afterAll(async () => {
    await client?.close();
    await mongo?.stop();
  });

  const seed = (): SeedMaster => new SeedMaster(client, `seed_${++serial}`);
  const envOf = ({ db }: SeedMaster, settings: Record<string, string> = {}): Env =>
    readEnv({ ...BASE, MONGODB_URL: mongo.uri, MASTER_DB_NAME: db.databaseName, ...settings });
  const adopt = (master: SeedMaster, leaveOut = false, settings: Record<string, string> = {}) =>
    withAdoption(envOf(master, settings), (adoption) => adoption.adopt({ leaveOut }));
  const planOf = (master: SeedMaster) => withAdoption(envOf(master), (adoption) => adoption.plan());
  const serve = async (master: SeedMaster): Promise<TestApp> =>
    (running = await startTestAppOn(mongo.uri, { ...BASE, MASTER_DB_NAME: master.db.databaseName }));
  const everything = async ({ db }: SeedMaster) => {
    const names = (await db.listCollections().toArray()).map(({ name }) => name).sort();
    return Promise.all(
      names.map(async (name) => [
        name,
        await db.collection(name).find().sort({ _id: 1 }).toArray(),
        await db.collection(name).indexes(),
      ]),
    );
  };
  it('stops the start with one message that names the command, and changes nothing', async () => {
    const master = seed();
    await master.indexes();
    await master.organization('Untouched One');
    await master.organization('Untouched Two');
    const before = await everything(master);
    await expect(adoptIfAsked(envOf(master))).rejects.toThrow(
      /^The database seed_\d+ holds organizations of another program .*npx rowhouse adopt --dry-run .*npx rowhouse adopt --yes.*ADOPT_EXISTING=true$/,
    );
    const plan = await planOf(master);
    expect([plan.organizations.length, plan.accounts.length, plan.unadoptable]).toEqual([2, 2, []]);
    expect(await everything(master)).toEqual(before);
  });

  it.each([
    ['one organization and the documented indexes', 1, true],
    ['no organization, but the documented indexes', 0, true],
    ['two organizations and no index at all', 2, false],
  ])('is recognized: %s', async (_name, n, withIndexes) => {
    const master = seed();
    if (withIndexes) await master.indexes();
    for (let i = 0; i < n; i++) await master.organization(`Recognized ${serial} ${i}`);
    await expect(adoptIfAsked(envOf(master))).rejects.toThrow('npx rowhouse adopt');
    await adoptIfAsked(envOf(master, { ADOPT_EXISTING: 'true' }));
    await adoptIfAsked(envOf(master)); // nothing is left to adopt
    const indexes = await master.db.collection('organizations').indexes();
    expect(indexes.find(({ name }) => name === 'organization_name_1')).toMatchObject({
      unique: true,
      partialFilterExpression: { organization_name: { $type: 'string' } },
    });
  });

  it('a master of our own, and an empty one, are not', async () => {
    const master = seed();
    await adoptIfAsked(envOf(master));
    const sut = await serve(master);
    await sut.organization('Own From The Start');
    await adoptIfAsked(envOf(master));
  });

  it('answers at S1 as before; create, update and delete work; the documents move along', async () => {
    const master = seed();
    await master.indexes();
    const documents = [
      { _id: new ObjectId(), n: Long.fromString('9007199254740993'), at: new Date(0) },
      { _id: 'text', nested: { a: [1, 2.5] } },
    ];
    const acme = await master.organization('Adopted Acme', { documents });
    const other = await master.organization('Adopted Other', { documents: [{ _id: 'kept' }] });
    const raw = await client
      .db(acme.database)
      .collection('data')
      .find({}, { raw: true })
      .sort({ _id: 1 })
      .toArray();
    await adopt(master);
    const sut = await serve(master);
    const token = await expectAsBefore(sut, acme);
    await expectAsBefore(sut, other);

    const docs = await sut.call<{ items: { _id: string }[] }>('GET', '/v1/data/data', { token });
    expect(docs.body.items.map(({ _id }) => _id)).toEqual(expect.arrayContaining(['text']));
    const body = {
      organization_name: acme.name,
      email: 'new@adopted.example',
      password: 'NewSecurePassword123!',
    };
    const updated = await sut.call('PUT', '/org/update', { token, body });
    expect([updated.status, updated.body]).toEqual([
      200,
      {
        message: 'Organization updated successfully',
        data: {
          organization_name: acme.name,
          collection_name: 'org_adopted_acme_v2',
          admin_id: acme.adminId.toHexString(),
        },
      },
    ]);
    expect(
      await client
        .db('org_adopted_acme_v2')
        .collection('data')
        .find({}, { raw: true })
        .sort({ _id: 1 })
        .toArray(),
    ).toEqual(raw);
    expect((await login(sut, acme.email)).status).toBe(401);
    const again = (await login(sut, body.email, body.password)).body.data['access_token'];

    const taken = {
      organization_name: ' adopted  OTHER',
      email: 'x@y.example',
      password: 'SecurePassword123!',
    };
    expect((await sut.call<Answer>('POST', '/org/create', { body: taken })).body).toEqual({
      detail: 'Organization already exists',
    });
    const reused = { ...taken, organization_name: 'Adopted New', email: other.email.toUpperCase() };
    expect((await sut.call<Answer>('POST', '/org/create', { body: reused })).body).toEqual({
      detail: 'Email already registered',
    });
    await sut.organization('Adopted New');

    const deleted = await sut.call('DELETE', '/org/delete?organization_name=Adopted%20Acme', {
      token: again,
    });
    expect([deleted.status, deleted.body]).toEqual([200, { message: 'Organization deleted successfully' }]);
    expect((await get(sut, acme.name)).status).toBe(404);
    expect((await login(sut, body.email, body.password)).status).toBe(401);
    expect(await client.db('org_adopted_acme_v2').listCollections().toArray()).toEqual([]);
    await expectAsBefore(sut, other);
    expect(await client.db(other.database).collection('data').find().toArray()).toEqual([{ _id: 'kept' }]);
  });

  it('keeps odd names, two names with one slug, and the generation that a database has reached', async () => {
    const master = seed();
    const odd = [
      await master.organization('Über & Söhne', { database: 'org_über_&_söhne' }),
      await master.organization('日本', { database: 'org_日本' }),
      await master.organization('Dash-Corp', { database: 'org_Dash-Corp' }),
      await master.organization('dash corp', { database: 'org_dash_corp' }),
      await master.organization('DASH CORP', { database: 'org_dash_corp2' }),
      await master.organization('  padded name ', { database: 'org_padded_name' }),
      await master.organization('Cafe\u0301 decomposed', { database: 'org_cafe' }),
      await master.organization('Third', { database: 'org_third_v3' }),
      await master.organization('admin', { database: 'org_admin' }),
      await master.organization('!!!', { database: 'org_!!!' }),
      await master.organization('L'.repeat(300), { database: `org_${'l'.repeat(59)}` }),
    ];
    const plan = await adopt(master);
    expect(plan.unadoptable).toEqual([]);
    const sut = await serve(master);
    for (const org of odd) {
      const token = await expectAsBefore(sut, org);
      const written = await sut.call('POST', '/v1/data/data', { token, body: { _id: 'one', of: org.name } });
      expect(written.status).toBe(201);
    }
    const next = async ({ email }: SeedOrganization): Promise<string> => {
      const token = (await login(sut, email)).body.data['access_token'];
      const reply = await sut.call<Answer>('PUT', '/org/update', {
        token,
        body: { password: 'NewSecurePassword123!' },
      });
      expect([reply.status, reply.text.includes('"detail"')]).toEqual([200, false]);
      return reply.body.data['collection_name'];
    };
    const databases = [];
    for (const org of odd) databases.push(await next(org));
    expect(databases).toEqual([
      'org_ber_s_hne_v2',
      expect.stringMatching(/^org_tenant_[0-9a-f]{8}_v2$/),
      'org_dash_corp_2_v2',
      'org_dash_corp_v2',
      'org_dash_corp2_v2',
      'org_padded_name_v2',
      'org_cafe_v2',
      'org_third_v4',
      'org_admin_v2',
      expect.stringMatching(/^org_tenant_[0-9a-f]{8}_v2$/),
      `org_${'l'.repeat(40)}_v2`,
    ]);
    for (const [i, org] of odd.entries()) {
      const kept = await client
        .db(databases[i])
        .collection('data')
        .findOne({ _id: 'one' as never });
      expect(kept).toMatchObject({ of: org.name });
    }
  });

  it('takes ids and times in other types, addresses in upper case, and every bcrypt hash', async () => {
    const master = seed();
    const hash = (letter: string, password = SEED_PASSWORD) =>
      hashSync(password, 4).replace('$2b$', `$2${letter}$`);
    const long = `${'long password '.repeat(8)}!`;
    const textId = new ObjectId();
    const orgs = {
      objectIds: await master.organization('Types A'),
      upper: await master.organization('Types B', { admin: { email: 'Boss@TYPES-B.example' } }),
      y: await master.organization('Types C', { admin: { hashed_password: hash('y') } }),
      a: await master.organization('Types D', { admin: { hashed_password: hash('a') } }),
      bytes: await master.organization('Types E', {
        admin: { hashed_password: new Binary(Buffer.from(hash('b'))) },
      }),
      long: await master.organization('Types F', { admin: { hashed_password: hash('b', long) } }),
      textTime: await master.organization('Types G', {
        organization: { created_at: '2024-12-12T10:30:00.123456' },
      }),
      noTime: await master.organization('Types H'),
      textId: await master.organization('Types I', {
        organization: { _id: textId.toHexString() },
        admin: { organization_id: textId },
      }),
    };
    const organizations = master.db.collection('organizations');
    const admins = master.db.collection('admin_users');
    await organizations.updateOne({ _id: orgs.objectIds.id }, { $set: { admin_id: orgs.objectIds.adminId } });
    await admins.updateOne({ _id: orgs.objectIds.adminId }, { $set: { organization_id: orgs.objectIds.id } });
    await organizations.updateOne({ _id: orgs.noTime.id }, { $unset: { created_at: 1 } });
    expect((await adopt(master)).unadoptable).toEqual([]);
    const sut = await serve(master);
    await expectAsBefore(sut, orgs.objectIds);
    await expectAsBefore(sut, { ...orgs.upper, email: 'boss@types-b.example' });
    await expectAsBefore(sut, { ...orgs.upper, email: 'Boss@TYPES-B.example' });
    for (const org of [orgs.y, orgs.a, orgs.bytes]) await expectAsBefore(sut, org);
    expect((await login(sut, orgs.long.email, long)).status).toBe(200);
    expect((await login(sut, orgs.long.email, `${long.slice(0, 71)}?`)).status).toBe(401);
    await expectAsBefore(sut, { ...orgs.textTime, createdAt: new Date('2024-12-12T10:30:00Z') });
    await expectAsBefore(sut, { ...orgs.noTime, createdAt: orgs.noTime.id.getTimestamp() });
    await expectAsBefore(sut, { ...orgs.textId, id: textId });
    expect(await admins.findOne({ _id: orgs.y.adminId })).toMatchObject({
      hashed_password: expect.stringMatching(/^\$2y\$/),
    });
  });

  it('takes an organization without a database, an account without one, and one whose row of the administrator is gone', async () => {
    const master = seed();
    const bare = await master.organization('Bare');
    const second = new ObjectId();
    const orphaned = await master.organization('Orphaned', { admin: null });
    const hashed_password = hashSync(SEED_PASSWORD, 4);
    const people = master.db.collection('admin_users');
    await people.insertMany([
      {
        _id: second,
        email: 'second@orphaned.example',
        hashed_password,
        organization_id: orphaned.id.toHexString(),
      },
      { email: 'nobody@nowhere.example', hashed_password, created_at: new Date() },
      { email: 'lost@nowhere.example', hashed_password, organization_id: new ObjectId().toHexString() },
      { email: 'deputy@bare.example', hashed_password, organization_id: bare.id.toHexString() },
    ]);
    const { unadoptable, notices } = await adopt(master);
    expect(unadoptable).toEqual([]);
    expect([...notices].sort()).toEqual([
      '"Bare": its database org_bare is missing and is made',
      '"Orphaned": its administrator has no account; second@orphaned.example becomes it',
      '"Orphaned": its database org_orphaned is missing and is made',
      '"lost@nowhere.example" belongs to no organization, and stays so',
      '"nobody@nowhere.example" belongs to no organization, and stays so',
    ]);
    const sut = await serve(master);
    const token = await expectAsBefore(sut, bare);
    expect((await sut.call('GET', '/v1/data/data', { token })).status).toBe(200);
    await expectAsBefore(sut, { ...orphaned, adminId: second, email: 'second@orphaned.example' });
    expect((await login(sut, 'nobody@nowhere.example')).status).toBe(401);
    const deputy = (await login(sut, 'deputy@bare.example')).body.data;
    expect(deputy['organization_name']).toBe('Bare');
    const members = await sut.call<{ items: { email: string; role: string }[] }>('GET', '/v1/members', {
      token,
    });
    expect(members.body.items.map(({ email, role }) => [email, role])).toEqual(
      expect.arrayContaining([
        [bare.email, 'owner'],
        ['deputy@bare.example', 'owner'],
      ]),
    );
  });

  it('lists what cannot be adopted with its reason before anything is changed, and leaves it out when told to', async () => {
    const master = seed();
    const good = await master.organization('Good One');
    const bad = [
      await master.organization('Shared One', { database: 'org_shared' }),
      await master.organization('Shared Two', { database: 'org_SHARED' }),
      await master.organization('No Admin', { admin: null }),
      await master.organization('Argon', { admin: { hashed_password: '$argon2id$v=19$m=1$abc' } }),
      await master.organization('Elsewhere', { database: 'customers' }),
      await master.organization('Spaces', { database: 'org_with space' }),
      await master.organization('Taken Field', { organization: { status: 'gold' } }),
      await master.organization('Odd Id', { organization: { _id: 7 }, admin: { organization_id: '7' } }),
      await master.organization('Marked', { documents: [{ _id: 'theirs' }] }),
      await master.organization('Same Address', { admin: { email: good.email.toUpperCase() } }),
    ];
    await client
      .db('org_marked')
      .collection('_rowhouse')
      .insertOne({ _id: 'mark' as never, registry: 'another' });
    const before = await everything(master);
    await expect(adopt(master)).rejects.toBeInstanceOf(AdoptionRefused);
    await expect(adoptIfAsked(envOf(master, { ADOPT_EXISTING: 'on' }))).rejects.toThrow(
      /cannot be adopted; nothing was changed: npx rowhouse adopt --dry-run lists them/,
    );
    expect(await everything(master)).toEqual(before);
    const { unadoptable } = await planOf(master);
    expect(unadoptable.map((row) => `${row.collection} ${row.what}: ${row.reason}`).sort()).toEqual(
      [
        `admin_users "${bad[3].email}": its hashed_password is not a bcrypt hash ($2a$, $2b$ or $2y$)`,
        `admin_users "${good.email.toUpperCase()}": "${good.email.toUpperCase()}" and "${good.email}" are one address`,
        ...[0, 1, 4, 5, 6, 8].map(
          (i) => `admin_users "${bad[i].email}": it belongs only to organizations that cannot be adopted`,
        ),
        'organizations "Argon": its administrator "admin5@seed-N.example" cannot be adopted'.replace(
          'admin5@seed-N.example',
          bad[3].email,
        ),
        'organizations "Elsewhere": its collection_name "customers" is no name of a database that begins with org_',
        'organizations "Marked": its database org_marked carries the mark of a Rowhouse',
        'organizations "No Admin": its administrator has no account, and nobody else belongs to it',
        'organizations "Odd Id": its _id is neither an ObjectId nor the text of one',
        `organizations "Same Address": its administrator "${good.email.toUpperCase()}" cannot be adopted`,
        'organizations "Shared One": another organization uses its database org_shared',
        'organizations "Shared Two": another organization uses its database org_SHARED',
        'organizations "Spaces": its collection_name "org_with space" is no name of a database that begins with org_',
        'organizations "Taken Field": it has a field status, which means something else here',
      ].sort(),
    );
    await adopt(master, true);
    await adoptIfAsked(envOf(master));
    const sut = await serve(master);
    await expectAsBefore(sut, good);
    for (const { name } of bad) expect((await get(sut, name)).status).toBe(404);
    const aside = await master.db.collection('not_adopted').find({ from: 'organizations' }).toArray();
    expect(aside.map(({ row }) => row)).toHaveLength(bad.length);
    expect(aside.find(({ row }) => row.organization_name === 'Odd Id')?.['row']).toEqual({
      _id: 7,
      organization_name: 'Odd Id',
      collection_name: 'org_odd_id',
      admin_id: bad[7].adminId.toHexString(),
      created_at: bad[7].createdAt,
    });
  });

  it('leaves collections of the same names alone when they belong to another program', async () => {
    const master = seed();
    await master.db
      .collection<object>('organizations')
      .insertMany([{ title: 'not a seed' }, { title: 'nor this' }] as never[]);
    const before = await everything(master);
    await expect(adopt(master, true)).rejects.toBeInstanceOf(AdoptionRefused);
    expect(await everything(master)).toEqual(before);
  });

  it('goes on after an interruption, and twice at once does everything once', async () => {
    const master = seed();
    await master.indexes();
    const orgs = await master.many(60, `Resumed ${serial}`, false);
    await expect(
      withAdoption(envOf(master), (adoption) =>
        adoption.adopt({
          leaveOut: false,
          progress: (done) => {
            if (done === 20) throw new Error('killed');
          },
        }),
      ),
    ).rejects.toThrow('killed');
    expect(await master.db.collection('organizations').countDocuments({ seq: { $exists: true } })).toBe(20);
    await expect(adoptIfAsked(envOf(master))).rejects.toThrow('npx rowhouse adopt');
    await Promise.all([
      adopt(master, false, { DEFAULT_PLAN: 'pro' }),
      adopt(master, false, { DEFAULT_PLAN: 'pro' }),
    ]);
    await adopt(master);
    const rows = await master.db.collection('organizations').find().toArray();
    expect(new Set(rows.map(({ seq }) => seq)).size).toBe(60);
    expect(rows.filter(({ plan_id }) => plan_id !== undefined)).toHaveLength(40);
    expect(await master.db.collection('memberships').countDocuments()).toBe(60);
    const sut = await serve(master);
    await expectAsBefore(sut, orgs[0]);
    await expectAsBefore(sut, orgs[59]);
  });
});

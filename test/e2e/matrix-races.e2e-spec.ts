import { startTestApp, type Reply, type TestApp } from '../support/app.js';
import {
  createAt,
  EMAIL_TAKEN,
  NAME_TAKEN,
  ownerOf,
  PASSWORD,
  SCHEMA_TAKEN,
  SURFACES,
  type SurfaceKey,
} from '../support/surfaces.js';

/** ROUNDS=200 for the long run. */
const ROUNDS = Number(process.env['ROUNDS'] ?? 2);
const RACERS = 50;
const LONG = 60_000 + ROUNDS * 15_000;

const DOMAIN_TAKEN: [number, object] = [409, { status: 'error', message: 'Domain already registered' }];
const USER_NAME_TAKEN: [number, object] = [409, { status: 'error', message: 'Username already exists' }];

describe('races through all five surfaces', () => {
  let sut: TestApp;
  let twin: TestApp;
  let provider: string;
  beforeAll(async () => {
    sut = await startTestApp();
    twin = await sut.twin();
    provider = (await sut.organization('Provider')).token;
  });
  afterAll(async () => {
    await twin?.stop();
    await sut?.stop();
  });

  const instances = () => [
    { title: 'one instance', key: 'one', of: () => sut },
    { title: 'two instances', key: 'two', of: (i: number) => (i % 2 ? sut : twin) },
  ];
  const both = ({ status, body }: Reply): [number, object] => [status, body];
  const race = <T>(run: (i: number) => Promise<T>): Promise<T[]> =>
    Promise.all(Array.from({ length: RACERS }, (_, i) => run(i)));
  const rounds = Array.from({ length: ROUNDS }, (_, round) => round);
  const surfaceOf = (i: number): SurfaceKey => SURFACES[i % SURFACES.length];
  const wins = (replies: Reply[]) => replies.filter(({ status }) => status < 300);
  const signIn = async (at: TestApp, email: string, password: string) =>
    at.call<{ access_token: string; refresh_token: string }>('POST', '/signin', {
      body: { email, password },
    });
  const databasesOf = async (slug: string) => {
    const { databases } = await sut.client.db('admin').admin().listDatabases({ nameOnly: true });
    return databases.map(({ name }) => name).filter((name) => name.startsWith(`org_${slug}`));
  };

  it.each(instances())(
    'of 50 organizations with one name, one has it ($title)',
    async ({ key, of }) => {
      for (const round of rounds) {
        const base = `Förde ${key} ${round}`;
        const spellings = [
          base,
          base.toUpperCase(),
          base.normalize('NFD'),
          ` ${base.replaceAll(' ', '  ')} `,
        ];
        const replies = await race((i) =>
          createAt(
            of(i),
            surfaceOf(i),
            {
              name: spellings[i % 4],
              email: `n${i}@n${i}-${round}-${key}.example`,
              schema: `name_${key}_${round}_${i}`,
            },
            provider,
          ),
        );
        const claims = await sut.master
          .collection('organizations')
          .find({ name_key: base.toLowerCase().normalize('NFKC') })
          .toArray();
        expect(claims).toHaveLength(1);
        const sole = replies.filter((reply, i) => NAME_TAKEN[surfaceOf(i)] && reply.status === 201);
        expect(sole).toHaveLength(['register', 'org', 'identity'].includes(claims[0]['origin']) ? 1 : 0);
        replies.forEach((reply, i) => {
          const taken = NAME_TAKEN[surfaceOf(i)];
          if (reply.status !== 201 || !taken) expect(both(reply)).toEqual(taken ?? [201, reply.body]);
        });
        const shown = await of(1).call<{ data: { admin_id: string } }>(
          'GET',
          `/org/get?organization_name=${encodeURIComponent(claims[0]['organization_name'] as string)}`,
        );
        expect(shown.body.data.admin_id).toBe(claims[0]['admin_id']);
      }
    },
    LONG,
  );

  it.each(instances())(
    'of 50 accounts with one address, one exists ($title)',
    async ({ key, of }) => {
      for (const round of rounds) {
        const schema = `mail_${key}_${round}`;
        const email = ownerOf(schema);
        const spellings = [email, email.toUpperCase(), ` ${email} `, email.replace('owner', 'Owner')];
        const replies = await race((i) =>
          createAt(
            of(i),
            surfaceOf(i),
            { name: `Mail ${key} ${round} ${i}`, email: spellings[i % 4], schema },
            provider,
          ),
        );
        expect(wins(replies).map(({ status }) => status)).toEqual([201]);
        replies.forEach((reply, i) => {
          const surface = surfaceOf(i);
          const documented = [EMAIL_TAKEN[surface]];
          if (surface === 'S0') documented.push(DOMAIN_TAKEN);
          if (surface === 'S3') documented.push(SCHEMA_TAKEN);
          if (reply.status !== 201) expect(documented).toContainEqual(both(reply));
        });
        expect(await sut.master.collection('admin_users').countDocuments({ email })).toBe(1);
        expect(await databasesOf(`mail_${key}_${round}`)).toHaveLength(1);
      }
    },
    LONG,
  );

  it.each(instances())(
    'of 50 companies with one mail domain, one has it ($title)',
    async ({ key, of }) => {
      for (const round of rounds) {
        const domain = `d${round}-${key}.example`;
        const replies = await race((i) =>
          createAt(
            of(i),
            'S0',
            {
              name: `Domain ${key} ${round} ${i}`,
              email: `a${i}@${i % 2 ? domain : domain.toUpperCase()}`,
            },
            provider,
          ),
        );
        expect(wins(replies)).toHaveLength(1);
        for (const reply of replies) if (reply.status !== 201) expect(both(reply)).toEqual(DOMAIN_TAKEN);
        expect(await sut.master.collection('organizations').countDocuments({ domain })).toBe(1);
        expect(await databasesOf(`domain_${key}_${round}_`)).toHaveLength(1);
      }
    },
    LONG,
  );

  it.each(instances())(
    'of 50 users with one name in a company, one joins ($title)',
    async ({ key, of }) => {
      for (const round of rounds) {
        const domain = `u${round}-${key}.example`;
        const email = `owner@${domain}`;
        await createAt(sut, 'S0', { name: `Users ${key} ${round}`, email }, provider);
        const token = (await signIn(sut, email, PASSWORD)).body.access_token;
        const replies = await race((i) =>
          of(i).call('POST', '/api/register/add-user', {
            body: {
              domain,
              user_name: ['jane', ' jane '][i % 2],
              email: `jane${i}@${domain}`,
              password: PASSWORD,
            },
            // A waiting request gives way to the owner's own add (S11), so the two kinds do not race here.
            ...(round % 2 ? { token } : {}),
          }),
        );
        expect(wins(replies)).toHaveLength(1);
        for (const reply of replies) if (reply.status !== 201) expect(both(reply)).toEqual(USER_NAME_TAKEN);
        const ofDomain = { email: { $regex: `@${domain}$` } };
        expect(await sut.master.collection('admin_users').countDocuments(ofDomain)).toBe(2);
      }
    },
    LONG,
  );

  it.each(instances())(
    'of 50 refreshes with one token, all get one successor; a late one ends the session ($title)',
    async ({ key, of }) => {
      for (const round of rounds) {
        const email = `r${round}@r-${key}.example`;
        await createAt(sut, surfaceOf(round), { name: `R ${key} ${round}`, email }, provider);
        const first = (await signIn(sut, email, PASSWORD)).body;
        if (first.refresh_token === undefined) continue; // S3 has an owner of its own
        const refresh = (at: TestApp, refresh_token: string) =>
          at.call<{ access_token: string; refresh_token: string }>('POST', '/token/refresh', {
            body: { refresh_token },
          });
        const replies = await race((i) => refresh(of(i), first.refresh_token));
        expect([...new Set(replies.map(({ status }) => status))]).toEqual([200]);
        const successors = new Set(replies.map(({ body }) => body.refresh_token));
        expect(successors.size).toBe(1);
        const [successor] = [...successors];
        expect((await of(0).call('GET', '/v1/me', { token: replies[7].body.access_token })).status).toBe(200);

        // The grace is over.
        const owner = await sut.master.collection('admin_users').findOne({ email });
        const { modifiedCount } = await sut.master
          .collection('sessions')
          .updateMany(
            { user_id: String(owner!._id) },
            { $set: { rotated_at: new Date(Date.now() - 60_000) } },
          );
        expect(modifiedCount).toBe(1);
        const stolen = await race((i) => refresh(of(i), first.refresh_token));
        for (const reply of stolen) expect(both(reply)).toEqual([401, { detail: 'Invalid refresh token' }]);
        expect((await refresh(of(1), successor)).status).toBe(401);
        for (const { body } of replies.slice(0, 5)) {
          expect((await of(0).call('GET', '/v1/me', { token: body.access_token })).status).toBe(401);
        }
      }
    },
    LONG,
  );
});

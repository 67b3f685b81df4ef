import { type Reply, startTestApp, type TestApp } from '../support/app.js';
import { mailedCode } from '../support/mailbox.js';
import { problem } from '../support/problem.js';
import { createAt, ownerOf } from '../support/surfaces.js';

/** ROUNDS=200 for the long run. */
const ROUNDS = Number(process.env['ROUNDS'] ?? 2);
const RACERS = 50;
const LONG = 60_000 + ROUNDS * 15_000;

describe('races for one temporary password', () => {
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
    {
      title: 'two instances',
      key: 'two',
      of: (i: number) => (i % 2 ? sut : twin),
    },
  ];
  const race = <T>(run: (i: number) => Promise<T>): Promise<T[]> =>
    Promise.all(Array.from({ length: RACERS }, (_, i) => run(i)));
  const rounds = Array.from({ length: ROUNDS }, (_, round) => round);
  const signIn = async (at: TestApp, email: string, password: string) =>
    at.call<{ access_token: string }>('POST', '/signin', {
      body: { email, password },
    });

  it.each(instances())(
    'of 50 password changes with one temporary password, one counts ($title)',
    async ({ key, of }) => {
      for (const round of rounds) {
        const schema = `secret_${key}_${round}`;
        const email = ownerOf(schema);
        await createAt(sut, 'S3', { name: `Secret ${key} ${round}`, email, schema }, provider);
        const { access_token: token } = (await signIn(sut, email, 'tenant123')).body;
        const chosen = (i: number) => `Another good one ${i}`;
        const replies = await race((i) =>
          i % 2
            ? of(i).call('PUT', '/api/v1/users/me/password', {
                token,
                body: { currentPassword: 'tenant123', newPassword: chosen(i) },
              })
            : of(i).call('PUT', '/v1/me/password', {
                token,
                body: {
                  current_password: 'tenant123',
                  new_password: chosen(i),
                },
              }),
        );
        expect(replies.filter(({ status }) => status >= 500)).toEqual([]);
        const winners = replies.flatMap(({ status }, i) => (status < 300 ? [i] : []));
        expect(winners).toHaveLength(1);
        const signedIn = await race(async (i) => (await signIn(of(i), email, chosen(i))).status);
        expect(signedIn.flatMap((status, i) => (status === 200 ? [i] : []))).toEqual(winners);
        expect((await signIn(of(0), email, 'tenant123')).status).toBe(401);
      }
    },
    LONG,
  );
});

describe('races for one password, at the cost of a real hash', () => {
  let sut: TestApp;
  let twin: TestApp;
  beforeAll(async () => {
    sut = await startTestApp({ BCRYPT_COST: '9' });
    twin = await sut.twin();
  });
  afterAll(async () => {
    await twin?.stop();
    await sut?.stop();
  });

  const PASSWORD = 'SecurePassword123!';
  const chosen = (i: number) => `Another good one ${i}`;
  const signIn = (email: string, password: string) =>
    sut.call('POST', '/signin', { body: { email, password } });
  const expectOneWinner = async (replies: Reply[], email: string, expected: unknown) => {
    expect(replies.filter(({ status }) => status >= 500).map(({ body }) => body)).toEqual([]);
    const winners = replies.flatMap(({ status }, i) => (status === 204 ? [i] : []));
    expect(winners).toHaveLength(1);
    const lost = replies.filter(({ status }) => status !== 204);
    expect(lost.map(({ status, body }) => [status, body])).toEqual(lost.map(() => expected));
    expect((await signIn(email, chosen(winners[0]))).status).toBe(200);
    expect((await signIn(email, PASSWORD)).status).toBe(401);
  };

  it.each(['one', 'two'])('of 50 changes, one wins and the others lose in time (%s)', async (instances) => {
    const { email, token } = await sut.organization(`Changers ${instances}`);
    const replies = await Promise.all(
      Array.from({ length: RACERS }, (_, i) =>
        (instances === 'two' && i % 2 ? twin : sut).call('PUT', '/v1/me/password', {
          token,
          body: { current_password: PASSWORD, new_password: chosen(i) },
        }),
      ),
    );
    const code = 'auth.credentials_invalid';
    const expected = [401, problem(401, code, 'Invalid credentials', '/v1/me/password')];
    await expectOneWinner(replies, email, expected);
  });

  it.each(['one', 'two'])('of 50 resets, one wins and the others lose in time (%s)', async (instances) => {
    const { email } = await sut.organization(`Resetters ${instances}`);
    expect((await sut.call('POST', '/v1/password/forgot', { body: { email } })).status).toBe(202);
    const code = await mailedCode(sut, email, 'reset_password');
    const replies = await Promise.all(
      Array.from({ length: RACERS }, (_, i) =>
        (instances === 'two' && i % 2 ? twin : sut).call('POST', '/v1/password/reset', {
          body: { code, password: chosen(i) },
        }),
      ),
    );
    const invalid = 'The link is invalid, was used before or has expired';
    const expected = [400, problem(400, 'auth.link_invalid', invalid, '/v1/password/reset')];
    await expectOneWinner(replies, email, expected);
  });
});

import { randomBytes } from 'node:crypto';
import { startTestMongo } from '../support/mongo.js';
import { type CompiledService, compileService, runService, type ServiceRun } from '../support/service.js';
import { MongoClient } from 'mongodb';
import { Secret, TOTP } from 'otpauth';
import { areaUnderCurve, median, twoSigma } from './mann-whitney.js';
import { operations } from './openapi.js';
import { Dice, SEED } from './random.js';

/** `npm run test:attack` sets it; a short run is part of every test run and only compares the bytes. */
const PAIRS = Number(process.env['ATTACK_PAIRS'] ?? 3);
const LONG = process.env['ATTACK_PAIRS'] !== undefined;
/** Lower than in production, so that a difference beside the hashing is seen sooner. */
const COST = process.env['ATTACK_COST'] ?? (LONG ? '8' : '4');
/** `--mode production`; `--instances 2`: half of the tries go to a second one. */
const MODE = process.env['ATTACK_MODE'] ?? 'development';
const INSTANCES = Number(process.env['ATTACK_INSTANCES'] ?? 1);
const WARM_UP = LONG ? 50 : 2;
const PASSWORD = 'SecurePassword123!';
const WRONG = 'SecurePassword124!';
const LIMIT_MS = 60_000 + PAIRS * 2_000;
/** Nobody can tell the two apart. */
const AREA = [0.45, 0.55] as const;

interface Try {
  ms: number;
  /** Status, headers and body, without what names the single request. */
  bytes: string;
}

describe('sign-in tells nobody who has an account', () => {
  let compiled: CompiledService;
  let mongo: Awaited<ReturnType<typeof startTestMongo>>;
  const services: ServiceRun[] = [];
  let client: MongoClient;
  const urls: string[] = [];
  let sent = 0;
  const addresses = {
    known: 'known@known.example',
    unknown: 'unknown@known.example',
    'suspended organization': 'owner@suspended.example',
    'suspended account': 'suspended@account.example',
    'pending member': 'pending@known.example',
    'synthetic owner': 'owner@timing-tenant.com',
    'second factor': 'factor@factor.example',
  };
  beforeAll(async () => {
    [compiled, mongo] = await Promise.all([compileService(), startTestMongo()]);
    const settings = {
      MONGODB_URL: mongo.uri,
      BCRYPT_COST: COST,
      RATE_LIMITS: 'off',
      NODE_ENV: MODE,
      TENANT_PROVISIONING: 'open',
      SECRET_KEY: randomBytes(48).toString('base64url'),
    };
    for (let i = 0; i < INSTANCES; i++) {
      const service = await runService(compiled, settings);
      services.push(service);
      urls.push((await service.prints(/API +(http:\S+)/, 60_000))[1]);
    }
    client = await new MongoClient(mongo.uri).connect();
    await people();
  });
  afterAll(async () => {
    await client?.close();
    await Promise.all(services.map((service) => service.cleanUp()));
    await mongo?.stop();
  });

  const post = async (path: string, body: object, token?: string, headers: Record<string, string> = {}) => {
    const response = await fetch(urls[Math.floor(sent++ / 2) % urls.length] + path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...headers,
      },
      body: JSON.stringify(body),
    });
    return { response, text: await response.text() };
  };

  async function people(): Promise<void> {
    const made = async (path: string, body: object, token?: string) => {
      const { response, text } = await post(path, body, token);
      if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
      return JSON.parse(text) as Record<string, Record<string, string>>;
    };
    const company = (company_name: string, email: string) =>
      made('/api/register', {
        company_name,
        admin_name: 'Ada',
        email,
        password: PASSWORD,
        phone: '555-1234',
      });
    await company('Known', addresses.known);
    await company('Suspended', addresses['suspended organization']);
    await company('Account', addresses['suspended account']);
    await made('/api/register/add-user', {
      domain: 'known.example',
      user_name: 'pending',
      email: addresses['pending member'],
      password: PASSWORD,
    });
    const { data } = await made('/admin/login', { email: addresses.known, password: PASSWORD });
    await made(
      '/api/v1/tenants',
      { name: 'T', schema: 'timing_tenant', planType: 'pro' },
      data['access_token'],
    );
    const master = client.db('master_db');
    const status = { $set: { status: 'suspended' } };
    await master.collection('organizations').updateOne({ name: 'Suspended' }, status);
    await master.collection('admin_users').updateOne({ email: addresses['suspended account'] }, status);
    await factor(made, company);
    await new Promise((resolve) => setTimeout(resolve, 300)); // the change feed
  }

  type Made = (path: string, body: object, token?: string) => Promise<Record<string, Record<string, string>>>;

  async function factor(
    made: Made,
    company: (name: string, email: string) => ReturnType<Made>,
  ): Promise<void> {
    const email = addresses['second factor'];
    await company('Factor', email);
    const proved = { $set: { email_verified: true, proved_at: new Date() } };
    await client.db('master_db').collection('admin_users').updateOne({ email }, proved);
    const { data } = await made('/admin/login', { email, password: PASSWORD });
    const token = data['access_token'];
    const started = await made('/v1/me/second-factor', { current_password: PASSWORD }, token);
    const secret = Secret.fromBase32(started['secret'] as unknown as string);
    await made('/v1/me/second-factor/confirm', { code: TOTP.generate({ secret }) }, token);
  }

  async function attempt(path: string, body: object, headers: Record<string, string>): Promise<Try> {
    const since = performance.now();
    const { response, text } = await post(path, body, undefined, headers);
    const ms = performance.now() - since;
    const told = [...response.headers].filter(([name]) => !/^(date|x-request-id)$/.test(name));
    const instance = response.headers.get('x-request-id')!;
    return { ms, bytes: JSON.stringify([response.status, told, text.replaceAll(instance, '…')]) };
  }

  /** One after the other, in an order that is thrown anew for each pair. */
  async function compare(
    path: string,
    a: object,
    b: object,
    headers: Record<string, string> = {},
  ): Promise<{ row: string; area: number; same: boolean }> {
    const dice = new Dice(SEED);
    const [first, second]: [number[], number[]] = [[], []];
    const bytes = new Set<string>();
    for (let i = -WARM_UP; i < PAIRS; i++) {
      const order = dice.chance(0.5) ? [a, b] : [b, a];
      for (const body of order) {
        const one = await attempt(path, body, headers);
        bytes.add(one.bytes);
        if (i >= 0) (body === a ? first : second).push(one.ms);
      }
    }
    const area = areaUnderCurve(first, second);
    const gap = (median(first) / median(second) - 1) * 100;
    const row = `area ${area.toFixed(3)} (±${twoSigma(PAIRS).toFixed(3)}), medians ${median(first).toFixed(2)} / ${median(second).toFixed(2)} ms (${gap.toFixed(1)} %), ${bytes.size === 1 ? 'same bytes' : `DIFFERENT BYTES ${[...bytes].join(' | ')}`}`;
    return { row, area, same: bytes.size === 1 };
  }

  const bodiesOf = (fields: string) =>
    operations().filter(
      ({ method, open, required }) => method === 'POST' && open && [...required].sort().join() === fields,
    );
  const others = Object.keys(addresses).filter((name) => name !== 'known') as (keyof typeof addresses)[];
  const passwords = { wrong: WRONG, 'one letter': 'x', '200 bytes': 'x'.repeat(200) };
  // Asks for the same fields to make an account, and documents that a taken address is 409.
  const signUp = '/v1/accounts';
  const routes = bodiesOf('email,password').filter(({ path }) => path !== signUp);
  const cases = routes.flatMap(({ path }) =>
    others.flatMap((other) =>
      (other === 'unknown' ? Object.keys(passwords) : ['wrong']).map((password) => ({
        path,
        other,
        password,
      })),
    ),
  );

  it('has three surfaces at least', () => {
    expect(routes.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['/admin/login', '/signin', '/api/tenants/login']),
    );
  });

  function judge({ area, same }: { area: number; same: boolean }): void {
    expect(same).toBe(true);
    if (!LONG) return; // too few to say anything about time
    const slack = Math.max(0, 1.5 * twoSigma(PAIRS) - 0.05);
    expect(area).toBeGreaterThan(AREA[0] - slack);
    expect(area).toBeLessThan(AREA[1] + slack);
  }

  it.each(cases)(
    '$path: a known account against $other, $password password',
    async ({ path, other, password: kind }) => {
      const password = passwords[kind as keyof typeof passwords];
      const result = await compare(
        path,
        { email: addresses.known, password },
        { email: addresses[other], password },
      );
      if (LONG) process.stdout.write(`  ${path} known / ${other}, ${kind} password: ${result.row}\n`);
      judge(result);
    },
    LIMIT_MS,
  );

  it.each(routes)(
    '$path: a code that comes along with a wrong password tells nobody that the account asks for one',
    async ({ path }) => {
      const bodyOf = (email: string) => ({ email, password: WRONG });
      const [plain, asking] = [bodyOf(addresses.known), bodyOf(addresses['second factor'])];
      const result = await compare(path, plain, asking, { 'x-otp': '000000' });
      if (LONG) process.stdout.write(`  ${path} known / second factor, with a code: ${result.row}\n`);
      judge(result);
    },
    LIMIT_MS,
  );

  it(
    'nor do the routes that only take an address',
    async () => {
      for (const { path } of bodiesOf('email')) {
        const result = await compare(path, { email: addresses.known }, { email: addresses.unknown });
        if (LONG) process.stdout.write(`  ${path} known / unknown: ${result.row}\n`);
        judge(result);
      }
    },
    LIMIT_MS,
  );
});

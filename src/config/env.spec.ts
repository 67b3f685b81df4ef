import { EnvError, readEnv } from './env.js';
import { SAMPLE_SECRET } from './mistakes.js';

const SECRET = 'Zm9yIHRlc3RzIG9ubHksIG5vYm9keSBlbHNlIHVzZXMgdGhpcyBrZXk';
const mistakes = (source: Record<string, string>): string[] => {
  try {
    readEnv(source);
    return [];
  } catch (error) {
    return (error as EnvError).mistakes;
  }
};

describe('readEnv', () => {
  it('needs nothing outside production', () => {
    expect(readEnv({})).toMatchObject({
      NODE_ENV: 'development',
      MASTER_DB_NAME: 'master_db',
      DATABASE_PREFIX: 'org_',
      ACCESS_TOKEN_EXPIRE_MINUTES: 30,
      PORT: 8000,
      HOST: '127.0.0.1',
      DEBUG: false,
      DOCS: true,
      rateLimits: false,
      corsOrigins: [],
    });
  });

  it('takes an empty value as absent, and ignores what it does not know', () => {
    const env = readEnv({ PORT: '', MONGODB_URL: '', APP_NAME: '', toString: 'x', production: 'true' });
    expect([env.PORT, env.MONGODB_URL, env.production]).toEqual([8000, undefined, false]);
    expect(env.APP_NAME).toBe('Multi-Tenant Organization Service');
  });

  it.each([
    ['True', true],
    ['yes', true],
    ['on', true],
    ['1', true],
    ['False', false],
    ['no', false],
    ['OFF', false],
    ['0', false],
  ])('reads %s as %s', (word, expected) => expect(readEnv({ DEBUG: word }).DEBUG).toBe(expected));

  it.each<[string, string]>([
    ['NODE_ENV', 'prod'],
    ['MONGODB_URL', 'http://x'],
    ['MASTER_DB_NAME', 'org_x'],
    ['DATABASE_PREFIX', 'Org_'],
    ['DATABASE_PREFIX', 'org'],
    ['DATABASE_PREFIX', '_'],
    ['DATABASE_PREFIX', '1_'],
    ['DATABASE_PREFIX', 'a.b_'],
    ['DATABASE_PREFIX', `${'x'.repeat(16)}_`],
    ['MASTER_DB_NAME', 'admin'],
    ['MASTER_DB_NAME', 'a/b'],
    ['MASTER_DB_NAME', 'x'.repeat(39)],
    ['ALGORITHM', 'none'],
    ['ALGORITHM', 'HS512'],
    ['ALGORITHM', 'eddsa'],
    ['ALGORITHM', 'PS256'],
    ['TOKEN_ISSUER', 'row house'],
    ['TOKEN_ISSUER', 'https://a.example/?x=1'],
    ['TOKEN_ISSUER', 'rowhouse:'.repeat(30)],
    ['TOKEN_AUDIENCE', ':'],
    ['TOKEN_CLAIMS', 'role,email'],
    ['TOKEN_CLIENTS', 'shop'],
    ['TOKEN_CLIENTS', '[]'],
    ['TOKEN_CLIENTS', '{"a b":{}}'],
    ['TOKEN_CLIENTS', '{"shop":null}'],
    ['TOKEN_CLIENTS', '{"shop":{"audience":"x"}}'],
    ['TOKEN_CLIENTS', '{"shop":{"audiences":"x"}}'],
    [
      'TOKEN_CLIENTS',
      `{"shop":{"audiences":["${'x'.repeat(150)}${'","'.concat('y'.repeat(190)).repeat(2)}"]}}`,
    ],
    ['TOKEN_CLIENTS', '{"shop":{"secret":"too short"}}'],
    ['TOKEN_CLIENTS', `{"shop":{"secret":"${'ä'.repeat(40)}"}}`],
    ['SIGNING_KEY_DAYS', '0'],
    ['SIGNING_KEY_DAYS', '366'],
    ['ACCESS_TOKEN_EXPIRE_MINUTES', '0'],
    ['ACCESS_TOKEN_EXPIRE_MINUTES', '1.5'],
    ['ACCESS_TOKEN_EXPIRE_MINUTES', '-5'],
    ['ACCESS_TOKEN_EXPIRE_MINUTES', '30m'],
    ['DEBUG', 'perhaps'],
    ['PORT', '65536'],
    ['PORT', '80 80'],
    ['CORS_ORIGINS', '*'],
    ['CORS_ORIGINS', 'https://a.example/'],
    ['CORS_ORIGINS', 'a.example'],
    ['CORS_ORIGINS', 'null'],
    ['PUBLIC_BASE_URL', 'javascript:alert(1)'],
    ['PUBLIC_BASE_URL', 'a.example'],
    ['TRUSTED_PROXIES', 'everybody'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['TRUSTED_PROXIES', '10.0.0.1, x'],
    ['BCRYPT_COST', '3'],
    ['BCRYPT_COST', '16'],
    ['RATE_LIMITS', 'sometimes'],
    ['REQUEST_TIMEOUT_MS', '50'],
    ['PLATFORM_ADMIN_EMAIL', 'nobody'],
  ])('refuses %s=%s, naming it', (name, value) => {
    const found = mistakes({ [name]: value });
    expect(found.length).toBeGreaterThan(0);
    expect(found.join('\n')).toContain(name);
  });

  it('wants the operator in two settings or none', () => {
    expect(mistakes({ PLATFORM_ADMIN_PASSWORD: 'long enough' }).join()).toContain('PLATFORM_ADMIN_EMAIL');
    expect(mistakes({ PLATFORM_ADMIN_EMAIL: 'a@b.example' }).join()).toContain('PLATFORM_ADMIN_PASSWORD');
    expect(mistakes({ PLATFORM_ADMIN_EMAIL: 'a@b.example', PLATFORM_ADMIN_PASSWORD: 'long enough' })).toEqual(
      [],
    );
  });

  it('lists every mistake at once', () => {
    const found = mistakes({
      PORT: 'x',
      ALGORITHM: 'none',
      CORS_ORIGINS: '*',
      BCRYPT_COST: '99',
      NODE_ENV: 'production',
    });
    for (const name of ['PORT', 'ALGORITHM', 'CORS_ORIGINS', 'BCRYPT_COST', 'SECRET_KEY']) {
      expect(found.some((line) => line.includes(name))).toBe(true);
    }
    expect(new EnvError(['a', 'b']).message).toBe('The configuration has 2 mistakes:\n  - a\n  - b');
  });

  it('D15 takes only a secret in production that is one', () => {
    const production = (secret?: string) =>
      mistakes({ NODE_ENV: 'production', ...(secret === undefined ? {} : { SECRET_KEY: secret }) }).filter(
        (line) => line.includes('SECRET_KEY'),
      );
    for (const bad of [
      undefined,
      '',
      SAMPLE_SECRET,
      'short',
      'x'.repeat(31),
      'a'.repeat(64),
      'abcd'.repeat(16),
    ]) {
      expect([bad, production(bad).length]).toEqual([bad, 1]);
    }
    expect(production(SECRET)).toEqual([]);
    const rotated = (previous: string) =>
      mistakes({ NODE_ENV: 'production', SECRET_KEY: SECRET, SECRET_KEY_PREVIOUS: previous }).filter((one) =>
        one.includes('SECRET_KEY_PREVIOUS'),
      ).length;
    // What everybody can sign is not accepted a day longer.
    expect([SAMPLE_SECRET, 'short', `${SECRET}-before`].map(rotated)).toEqual([1, 1, 0]);
    expect(readEnv({ SECRET_KEY: SAMPLE_SECRET }).SECRET_KEY).toBe(SAMPLE_SECRET);
  });

  it('limits rates in production unless told otherwise', () => {
    const limits = (NODE_ENV: string, RATE_LIMITS: string) =>
      readEnv({ NODE_ENV, RATE_LIMITS, SECRET_KEY: SECRET }).rateLimits;
    expect([
      limits('production', ''),
      limits('production', 'off'),
      limits('test', ''),
      limits('test', 'on'),
    ]).toEqual([true, false, false, true]);
  });

  it('reads lists with blanks, and a base address without its last slash', () => {
    const env = readEnv({
      CORS_ORIGINS: 'https://a.example , http://localhost:5173',
      PUBLIC_BASE_URL: 'https://x.example/',
      TRUSTED_PROXIES: '10.0.0.0/8, ::1',
    });
    expect(env.corsOrigins).toEqual(['https://a.example', 'http://localhost:5173']);
    expect(env.publicBaseUrl).toBe('https://x.example');
  });
});

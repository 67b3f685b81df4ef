import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { doubtfulVariables, readEnvFile, withSecretFiles } from './env-file.js';
import { Env, EnvError, readEnv } from './env.js';

const KNOWN = Object.keys(new Env()).concat(
  'MONGODB_URL',
  'SECRET_KEY',
  'MAIL_URL',
  'PLATFORM_ADMIN_PASSWORD',
);

describe('.env', () => {
  const dir = mkdtempSync(join(tmpdir(), 'rowhouse-env-'));
  const file = join(dir, '.env');
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  const read = (text: string) => {
    writeFileSync(file, text);
    const { values, mistakes, warnings } = readEnvFile(file, KNOWN);
    const short = (lines: string[]) => lines.map((line) => line.replace(`${file}, `, ''));
    return { values, mistakes: short(mistakes), warnings: short(warnings) };
  };

  it('a byte order mark does not lose the first line', () => {
    expect(read('\uFEFFPORT=8120\r\nDEBUG=true\r\n')).toEqual({
      values: { PORT: '8120', DEBUG: 'true' },
      mistakes: [],
      warnings: [],
    });
  });

  it('quoted values, comments, export and values over several lines are as Node.js reads them', () => {
    const text = `# comment\n\nSECRET_KEY='a#b'\nPORT=1 # of mine\nexport DEBUG=yes\nAPP_NAME="two\nlines # and #"\nHOST= # none\n`;
    expect(read(text)).toEqual({
      values: { SECRET_KEY: 'a#b', PORT: '1', DEBUG: 'yes', APP_NAME: 'two\nlines # and #', HOST: '' },
      mistakes: [],
      warnings: [],
    });
  });

  it.each([
    [
      'PORT=1\nPLATFORM_ADMIN_PASSWORD=Operator-Secret#77-long',
      "line 2: an unquoted # ends the value of PLATFORM_ADMIN_PASSWORD; put the value in quotes ('…')",
    ],
    [
      'SECRET_KEY=#abcdef',
      "line 1: an unquoted # ends the value of SECRET_KEY; put the value in quotes ('…')",
    ],
    ['PORT=1\n\nPORT=2', 'line 3: PORT is set in line 1 already'],
    ['PORT: 8000', 'line 1: this is not NAME=value'],
    [
      'DEBUG=1\nSECRET_KEY="abc\nPORT=1',
      'line 2: the quote that begins the value of SECRET_KEY is not closed',
    ],
  ])('refuses %j with its line, and without the value', (text, mistake) => {
    expect(read(text).mistakes).toEqual([mistake]);
  });

  it.each([
    ['MONGO_URL', 'did you mean MONGODB_URL?'],
    ['MONGODB_URI', 'did you mean MONGODB_URL?'],
    ['JWT_SECRET', 'did you mean SECRET_KEY?'],
    ['ORPHAN_GRACE_SECONDS', 'it is no longer a setting: no database is dropped for its age'],
    ['SECRETKEY', 'did you mean SECRET_KEY?'],
    ['mongodb_url', 'did you mean MONGODB_URL?'],
    ['BCRYPT_COSTS', 'did you mean BCRYPT_COST?'],
    ['MAIL_HOST', 'did you mean MAIL_URL?'],
  ])('%s is not ignored in silence', (name, reason) => {
    expect(read(`PORT=1\n${name}=x`)).toMatchObject({
      mistakes: [],
      warnings: [
        expect.stringMatching(
          new RegExp(
            `^line 2: ${name} is ignored: ${reason.replace('?', '\\?').replace(/MAIL_URL|MAIL_FROM/, 'MAIL_\\w+')}$`,
          ),
        ),
      ],
    });
  });

  it.each(['MONGODB_PASSWORD', 'TZ', 'NODE_OPTIONS', 'COMPOSE_PROJECT_NAME'])(
    "%s is somebody else's",
    (name) => {
      expect(read(`${name}=x`).warnings).toEqual([]);
    },
  );

  it('a variable of the process that was meant for us is said, unless the right one is set', () => {
    expect(doubtfulVariables({ MONGO_URL: 'x', HOME: '/' }, KNOWN)).toEqual([
      'the variable MONGO_URL is ignored: did you mean MONGODB_URL?',
    ]);
    expect(doubtfulVariables({ MONGO_URL: 'x', MONGODB_URL: 'y' }, KNOWN)).toEqual([]);
    expect(doubtfulVariables({ SECRET_KYE: 'x', secret_key: 'y', ROWHOUSE_PORT: '1' }, KNOWN)).toEqual([
      'the variable SECRET_KYE is ignored: did you mean SECRET_KEY?',
      'the variable secret_key is ignored: did you mean SECRET_KEY?',
      'the variable ROWHOUSE_PORT is ignored: did you mean PORT?',
    ]);
    // As orchestrators and shells set them.
    const others = [
      'HOSTNAME',
      'PATH',
      'LANG',
      'LOGNAME',
      'MAIL',
      'MONGODB_SERVICE_HOST',
      'MONGODB_PORT_27017_TCP',
    ];
    expect(doubtfulVariables(Object.fromEntries(others.map((name) => [name, 'x'])), KNOWN)).toEqual([]);
  });
});

describe('secrets in files', () => {
  const dir = mkdtempSync(join(tmpdir(), 'rowhouse-secrets-'));
  const file = (name: string, text: string): string => {
    writeFileSync(join(dir, name), text);
    return join(dir, name);
  };
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it('are read without the newline at the end', () => {
    const env = readEnv({
      SECRET_KEY_FILE: file('key', 'a b#c \n'),
      MONGODB_URL_FILE: file('url', '\uFEFFmongodb://localhost\r\n'),
      PLATFORM_ADMIN_EMAIL: 'op@example.com',
      PLATFORM_ADMIN_PASSWORD_FILE: file('pw', 'long enough\n'),
      MAIL_URL_FILE: file('mail', 'smtp://u:p@host\n'),
      MAIL_FROM: 'a@example.com',
      SECRET_KEY_PREVIOUS_FILE: file('previous', 'before'),
    });
    expect(env).toMatchObject({
      SECRET_KEY: 'a b#c ',
      MONGODB_URL: 'mongodb://localhost',
      PLATFORM_ADMIN_PASSWORD: 'long enough',
      MAIL_URL: 'smtp://u:p@host',
      SECRET_KEY_PREVIOUS: 'before',
    });
  });

  it.each([
    [
      { SECRET_KEY: 'x', SECRET_KEY_FILE: '/x' },
      'SECRET_KEY and SECRET_KEY_FILE are both set; one of them must go',
    ],
    [{ SECRET_KEY_FILE: '/nowhere/key' }, 'SECRET_KEY_FILE: /nowhere/key cannot be read (ENOENT)'],
    [{ MAIL_URL_FILE: tmpdir() }, `MAIL_URL_FILE: ${tmpdir()} cannot be read (EISDIR)`],
  ])('%j is refused in a message', (source, mistake) => {
    expect(() => readEnv(source)).toThrow(EnvError);
    expect(withSecretFiles(source).mistakes).toEqual([mistake]);
  });

  it('an empty one is refused', () => {
    expect(() => readEnv({ SECRET_KEY_FILE: file('empty', '\n') })).toThrow(/SECRET_KEY_FILE: .* is empty/);
  });
});

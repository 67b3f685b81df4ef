/** The secret printed in the documentation: known to everybody, so never a production secret. */
export const SAMPLE_SECRET = 'your-super-secret-key-change-this-in-production';
/** HS256 keys shorter than the digest weaken it (RFC 7518, section 3.2). Unit: bytes. */
const MIN_SECRET_BYTES = 32;

/** What is looked at together. */
interface Settings {
  readonly production: boolean;
  readonly MASTER_DB_NAME: string;
  readonly DATABASE_PREFIX: string;
  readonly OWNER_INITIAL_PASSWORD: string;
  readonly I_ACCEPT_DEFAULT_OWNER_PASSWORD: boolean;
  readonly SECRET_KEY?: string;
  readonly SECRET_KEY_PREVIOUS?: string;
  readonly ARCHIVE_KEY?: string;
  readonly BACKUP_STORE: string;
  readonly JOURNAL_DAYS: number;
  readonly BACKUP_S3_ACCESS_KEY_ID?: string;
  readonly BACKUP_S3_SECRET_ACCESS_KEY?: string;
}

/** What is wrong with settings that are right by themselves, one line each. */
export const mistakesOf = (env: Settings): string[] => [
  ...secretMistakes(env),
  ...ownerMistakes(env),
  ...databaseMistakes(env),
  ...backupMistakes(env),
];

/** Archives that nobody can open, or a bucket without a key to it. */
function backupMistakes(env: Settings): string[] {
  const { BACKUP_STORE: store, BACKUP_S3_ACCESS_KEY_ID: id, BACKUP_S3_SECRET_ACCESS_KEY: secret } = env;
  const isUsed = store !== 'off' && store !== 'auto';
  const isNone = store === 'off' || (store === 'auto' && env.production);
  return [
    ...(isUsed && env.production && env.ARCHIVE_KEY === undefined
      ? ['ARCHIVE_KEY is required in production with BACKUP_STORE; make one with: openssl rand -base64 32']
      : []),
    ...(isNone && env.JOURNAL_DAYS > 0
      ? ['JOURNAL_DAYS needs a BACKUP_STORE, where the journal is kept']
      : []),
    ...(store.startsWith('s3:') && (id === undefined || secret === undefined)
      ? ['BACKUP_S3_ACCESS_KEY_ID and BACKUP_S3_SECRET_ACCESS_KEY are required with a bucket as BACKUP_STORE']
      : []),
  ];
}

/** A master that is named like an organization's database could be taken for one. */
function databaseMistakes({ MASTER_DB_NAME, DATABASE_PREFIX }: Settings): string[] {
  return MASTER_DB_NAME.startsWith(DATABASE_PREFIX)
    ? [`MASTER_DB_NAME must not start with DATABASE_PREFIX (${DATABASE_PREFIX})`]
    : [];
}

function ownerMistakes(env: Settings): string[] {
  const fixed =
    env.production && env.OWNER_INITIAL_PASSWORD === 'fixed' && !env.I_ACCEPT_DEFAULT_OWNER_PASSWORD;
  return fixed
    ? [
        'OWNER_INITIAL_PASSWORD=fixed gives every owner the same known password; set I_ACCEPT_DEFAULT_OWNER_PASSWORD=true to insist',
      ]
    : [];
}

function secretMistakes(env: Settings): string[] {
  if (!env.production) return [];
  const make =
    "make one with: node -e \"console.log(require('node:crypto').randomBytes(48).toString('base64url'))\"";
  if (env.SECRET_KEY === undefined) return [`SECRET_KEY is required in production; ${make}`];
  if (env.SECRET_KEY === SAMPLE_SECRET) return [`SECRET_KEY is the sample of the documentation; ${make}`];
  if (Buffer.byteLength(env.SECRET_KEY) < MIN_SECRET_BYTES) {
    return [`SECRET_KEY must have at least ${MIN_SECRET_BYTES} bytes in production; ${make}`];
  }
  if (new Set(env.SECRET_KEY).size < 8) return [`SECRET_KEY repeats too few characters; ${make}`];
  const previous = env.SECRET_KEY_PREVIOUS;
  if (previous === undefined) return [];
  const isWeak = previous === SAMPLE_SECRET || Buffer.byteLength(previous) < MIN_SECRET_BYTES;
  return isWeak ? ['SECRET_KEY_PREVIOUS is a weak secret: what it signed cannot be accepted'] : [];
}

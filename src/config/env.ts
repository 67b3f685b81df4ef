import 'reflect-metadata';
import { existsSync } from 'node:fs';
import { plainToInstance } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  Max,
  Min,
  MinLength,
  ValidateBy,
  ValidateIf,
  getMetadataStorage,
  validateSync,
} from 'class-validator';
import ipaddr from 'ipaddr.js';
import { canonicalEmail } from '../common/email.js';
import { LOG_LEVELS, type LogLevel } from '../common/logging/log-options.js';
import { ToBoolean, ToInt } from './env-values.js';
import {
  claimList,
  clientsMistake,
  isClaimList,
  isIssuerOrAudience,
  type OptionalClaim,
} from './token-settings.js';
import { mistakesOf } from './mistakes.js';
import { WebhookEnv } from './webhook-env.js';
import { doubtfulVariables, readEnvFile, withSecretFiles } from './env-file.js';

/** A name before `<address>`, or an address alone. */
const MAIL_SENDER = /^(?:([^<>"\p{Cc}]*?)\s*<([^\s<>@,"]+@[^\s<>@,"]+)>|([^\s<>@,"]+@[^\s<>@,"]+))$/u;

/** What Fastify takes as a trusted proxy. */
function isProxy(entry: string): boolean {
  const text = entry.trim();
  return text === '' || ipaddr.isValid(text) || ipaddr.isValidCIDR(text);
}

/** Every setting of the service, typed and checked once at start-up. Nobody else reads `process.env`. */
export class Env extends WebhookEnv {
  @IsIn(['development', 'test', 'production'])
  NODE_ENV: 'development' | 'test' | 'production' = 'development';

  /** Absent: the embedded MongoDB is started; in production only with ALLOW_EMBEDDED. */
  @IsOptional()
  @Matches(/^mongodb(\+srv)?:\/\/./, { message: 'MONGODB_URL must start with mongodb:// or mongodb+srv://' })
  MONGODB_URL?: string;

  /** Lets production run on the embedded MongoDB, with authentication. */
  @ToBoolean()
  @IsBoolean()
  ALLOW_EMBEDDED = false;

  /** Seconds the start waits for a database that does not answer yet. */
  @ToInt()
  @IsInt()
  @Min(0)
  @Max(3600)
  DATABASE_WAIT_SECONDS = 60;

  @Matches(/^(?!org_|admin$|local$|config$)[a-z][a-z0-9_-]{0,37}$/, {
    message:
      'MASTER_DB_NAME must be lower-case letters, digits, _ or -, at most 38 characters, and not start with org_',
  })
  MASTER_DB_NAME = 'master_db';

  /** How the names of organizations' databases begin; those that exist keep their names when it changes. */
  @Matches(/^[a-z][a-z0-9_]{0,14}_$/, {
    message:
      'DATABASE_PREFIX must be 2 to 16 lower-case letters, digits and _, begin with a letter and end with _',
  })
  DATABASE_PREFIX = 'org_';

  /** Largest number of sockets to MongoDB. */
  @ToInt()
  @IsInt()
  @Min(2)
  @Max(1000)
  MONGODB_POOL_SIZE = 50;

  /** With more organizations in use, a request to one that was closed opens it again: some 30 microseconds. */
  @ToInt()
  @IsInt()
  @Min(1)
  @Max(100_000)
  OPEN_DATABASES = 5000;

  @IsOptional()
  @IsString()
  @MinLength(1)
  SECRET_KEY?: string;

  /** The secret before SECRET_KEY: what it signed is accepted until this is taken away. */
  @IsOptional()
  @IsString()
  @MinLength(1)
  SECRET_KEY_PREVIOUS?: string;

  /** HS256 is what the documented access token says in its header; tokens of the others can be verified by others. */
  @IsIn(['HS256', 'EdDSA', 'ES256', 'RS256'])
  ALGORITHM: 'HS256' | 'EdDSA' | 'ES256' | 'RS256' = 'HS256';

  /** Days a key pair signs while ALGORITHM is not HS256. */
  @ToInt()
  @IsInt()
  @Min(1)
  @Max(365)
  SIGNING_KEY_DAYS = 30;

  @ToInt()
  @IsInt()
  @Min(1)
  @Max(1440)
  ACCESS_TOKEN_EXPIRE_MINUTES = 30;

  /** `iss` of access tokens. A URL: there are discovery documents too. */
  @ValidateBy(
    { name: 'issuer', validator: { validate: isIssuerOrAudience } },
    { message: 'TOKEN_ISSUER must be a name, or a URL without query, of at most 200 characters' },
  )
  TOKEN_ISSUER = 'rowhouse';

  /** `aud` of access tokens: this service. */
  @ValidateBy(
    { name: 'audience', validator: { validate: isIssuerOrAudience } },
    { message: 'TOKEN_AUDIENCE must be a name, or a URL without query, of at most 200 characters' },
  )
  TOKEN_AUDIENCE = 'rowhouse-api';

  /** Comma-separated claims that access tokens have beside the documented ones. */
  @ValidateBy(
    { name: 'claims', validator: { validate: isClaimList } },
    { message: 'TOKEN_CLAIMS must be a comma-separated list of role and permissions' },
  )
  TOKEN_CLAIMS = '';

  /** JSON: applications by id, with the audiences of their tokens and the secret they ask about tokens with. */
  @ValidateBy(
    { name: 'clients', validator: { validate: (value) => clientsMistake(value) === undefined } },
    { message: ({ value }) => `TOKEN_CLIENTS: ${clientsMistake(value)}` },
  )
  TOKEN_CLIENTS = '';

  @IsString()
  @MinLength(1)
  APP_NAME = 'Multi-Tenant Organization Service';

  @ToBoolean()
  @IsBoolean()
  DEBUG = false;

  /** The least that is logged. `auto`: `debug` with DEBUG, `error` in tests, else `info`. */
  @IsIn(['auto', ...LOG_LEVELS])
  LOG_LEVEL: 'auto' | LogLevel = 'auto';

  /** `json`: one JSON object a line; `pretty`: lines for people. `auto`: `pretty` in a terminal. */
  @IsIn(['auto', 'json', 'pretty'])
  LOG_FORMAT: 'auto' | 'json' | 'pretty' = 'auto';

  @ToInt()
  @IsInt()
  @Min(0)
  @Max(65_535)
  PORT = 8000;

  @IsString()
  @MinLength(1)
  HOST = '127.0.0.1';

  /** Kept files: the embedded database, the generated secret. */
  @IsString()
  @MinLength(1)
  DATA_DIR = '.data';

  /** A mongod to use for the embedded database instead of looking for one. */
  @IsOptional()
  @IsString()
  MONGOD_BINARY?: string;

  @ValidateIf(
    (env: Env) => env.PLATFORM_ADMIN_EMAIL !== undefined || env.PLATFORM_ADMIN_PASSWORD !== undefined,
  )
  @ValidateBy(
    { name: 'address', validator: { validate: (v) => typeof v === 'string' && canonicalEmail(v) !== null } },
    { message: 'PLATFORM_ADMIN_EMAIL must be an e-mail address (set it together with the password)' },
  )
  PLATFORM_ADMIN_EMAIL?: string;

  @ValidateIf(
    (env: Env) => env.PLATFORM_ADMIN_EMAIL !== undefined || env.PLATFORM_ADMIN_PASSWORD !== undefined,
  )
  @IsString({ message: 'PLATFORM_ADMIN_PASSWORD must be set together with PLATFORM_ADMIN_EMAIL' })
  @MinLength(8, { message: 'PLATFORM_ADMIN_PASSWORD must have at least 8 characters' })
  PLATFORM_ADMIN_PASSWORD?: string;

  /** Comma-separated origins allowed to call from a browser. Empty: same origin only. */
  @Matches(/^$|^(https?:\/\/[^,\s/]+)(\s*,\s*https?:\/\/[^,\s/]+)*$/, {
    message: 'CORS_ORIGINS must be a comma-separated list of origins such as https://admin.example.com',
  })
  CORS_ORIGINS = '';

  /** The address people reach the service at; links are built from it, never from a request. */
  @IsOptional()
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] })
  PUBLIC_BASE_URL?: string;

  /** `true`: with https, browsers insist on it for every host below that of PUBLIC_BASE_URL too. */
  @ToBoolean()
  @IsBoolean()
  HSTS_SUBDOMAINS = false;

  /** SMTP server that takes the mails. Absent: mails are kept and shown instead of sent. */
  @IsOptional()
  @Matches(/^smtps?:\/\/[^\s/]/, { message: 'MAIL_URL must start with smtp:// or smtps://' })
  MAIL_URL?: string;

  /** Sender of the mails: `no-reply@example.com`, or with a name, `Rowhouse <no-reply@example.com>`. */
  @ValidateIf((env: Env) => env.MAIL_FROM !== undefined || env.MAIL_URL !== undefined)
  @Matches(MAIL_SENDER, {
    message:
      'MAIL_FROM must be an address such as Rowhouse <no-reply@example.com> (set it together with MAIL_URL)',
  })
  MAIL_FROM?: string;

  /** `off`: Swagger UI is not served. */
  @ToBoolean()
  @IsBoolean()
  DOCS = true;

  /** `off`: GET /org/get demands a token. */
  @ToBoolean()
  @IsBoolean()
  ORG_PUBLIC_READ = true;

  /** Proxies whose X-Forwarded-For is believed: a comma-separated list of addresses or CIDR blocks. */
  @ValidateBy(
    { name: 'proxies', validator: { validate: (v) => typeof v === 'string' && v.split(',').every(isProxy) } },
    { message: 'TRUSTED_PROXIES must be a comma-separated list of addresses or CIDR blocks' },
  )
  TRUSTED_PROXIES = '';

  /** Connections the service takes at once; another one is closed. */
  @ToInt()
  @IsInt()
  @Min(10)
  MAX_CONNECTIONS = 10_000;

  /** Connections from one address at once; TRUSTED_PROXIES have no such limit. */
  @ToInt()
  @IsInt()
  @Min(1)
  MAX_CONNECTIONS_PER_ADDRESS = 1024;

  /** Bytes a second that an import has to bring; 0: it may be as slow as it likes. */
  @ToInt()
  @IsInt()
  @Min(0)
  UPLOAD_MIN_BYTES_PER_SECOND = 1024;

  /** Seconds the service goes on listening after it was told to end. `auto`: 2 in production, else none. */
  @Matches(/^(auto|\d|[1-5]\d|60)$/, { message: 'SHUTDOWN_DELAY_SECONDS must be auto or 0 to 60' })
  SHUTDOWN_DELAY_SECONDS = 'auto';

  /** `auto`: on in production. */
  @IsIn(['on', 'off', 'auto'])
  RATE_LIMITS: 'on' | 'off' | 'auto' = 'auto';

  /** Failed sign-ins allowed per address and minute while rate limits are on. */
  @ToInt()
  @IsInt()
  @Min(1)
  RATE_LIMIT_SIGN_IN = 30;

  /** Failed sign-ins allowed per account and address in 15 minutes while rate limits are on. */
  @ToInt()
  @IsInt()
  @Min(1)
  RATE_LIMIT_ACCOUNT = 10;

  /** After this many failed sign-ins per account and hour, addresses it never signed in from get three tries. */
  @ToInt()
  @IsInt()
  @Min(1)
  RATE_LIMIT_ACCOUNT_TOTAL = 50;

  /** Organizations, accounts and temporary passwords made per address and hour while rate limits are on. */
  @ToInt()
  @IsInt()
  @Min(1)
  RATE_LIMIT_CREATE = 60;

  /** Public look-ups per address and minute while rate limits are on. */
  @ToInt()
  @IsInt()
  @Min(1)
  RATE_LIMIT_LOOKUP = 600;

  /** Questions about tokens (POST /v1/introspect) per address and minute while rate limits are on. */
  @ToInt()
  @IsInt()
  @Min(1)
  RATE_LIMIT_INTROSPECT = 60_000;

  /** Mails asked for (forgotten passwords, confirmations) per address and hour while rate limits are on. */
  @ToInt()
  @IsInt()
  @Min(1)
  RATE_LIMIT_MAIL = 30;

  /** Who may create tenants at POST /api/v1/tenants: any owner or administrator, or platform operators only. `auto`: `platform` in production. */
  @IsIn(['open', 'platform', 'auto'])
  TENANT_PROVISIONING: 'open' | 'platform' | 'auto' = 'auto';

  /** First password of the owner made with a tenant: the documented one, or a temporary password. `auto`: `random` in production. */
  @IsIn(['fixed', 'random', 'auto'])
  OWNER_INITIAL_PASSWORD: 'fixed' | 'random' | 'auto' = 'auto';

  /** Needed in production with OWNER_INITIAL_PASSWORD=fixed: everybody knows that password. */
  @ToBoolean()
  @IsBoolean()
  I_ACCEPT_DEFAULT_OWNER_PASSWORD = false;

  /** Organizations the service takes; 0: without limit. */
  @ToInt()
  @IsInt()
  @Min(0)
  MAX_ORGANIZATIONS = 0;

  /** With less of its file descriptors free, mongod gets no new organizations; 0: not looked at. */
  @ToInt()
  @IsInt()
  @Min(0)
  @Max(100)
  ADMISSION_MIN_FREE_FILES_PERCENT = 20;

  /** With less of its disk free, mongod gets no new organizations; 0: not looked at. */
  @ToInt()
  @IsInt()
  @Min(0)
  @Max(100)
  ADMISSION_MIN_FREE_DISK_PERCENT = 10;

  /** Plan of an organization that is made without choosing one; `none`: without limits. */
  @IsIn(['none', 'basic', 'pro', 'premium'])
  DEFAULT_PLAN: 'none' | 'basic' | 'pro' | 'premium' = 'none';

  /** Who may change an organization's plan: its owners and administrators too, or platform operators only. `auto`: `platform` in production. */
  @IsIn(['owner', 'platform', 'auto'])
  PLAN_CHANGE: 'owner' | 'platform' | 'auto' = 'auto';

  /** Hours a temporary password works. */
  @ToInt()
  @IsInt()
  @Min(1)
  @Max(168)
  INITIAL_SECRET_HOURS = 24;

  /** Days an invitation is open. */
  @ToInt()
  @IsInt()
  @Min(1)
  @Max(30)
  INVITATION_DAYS = 7;

  /** bcrypt cost: each step doubles the time of a sign-in. 10 is about 70 ms on one core. */
  @ToInt()
  @IsInt()
  @Min(4)
  @Max(15)
  BCRYPT_COST = 10;

  /** A request without an answer after this many milliseconds is refused with 503. */
  @ToInt()
  @IsInt()
  @Min(100)
  REQUEST_TIMEOUT_MS = 5000;

  /** Seconds between two runs of the reconciler. */
  @ToInt()
  @IsInt()
  @Min(1)
  RECONCILE_SECONDS = 60;

  @IsOptional()
  @IsString()
  MONGODB_URL_FILE?: string;

  @IsOptional()
  @IsString()
  SECRET_KEY_FILE?: string;

  @IsOptional()
  @IsString()
  SECRET_KEY_PREVIOUS_FILE?: string;

  @IsOptional()
  @IsString()
  TOKEN_CLIENTS_FILE?: string;

  @IsOptional()
  @IsString()
  PLATFORM_ADMIN_PASSWORD_FILE?: string;

  @IsOptional()
  @IsString()
  MAIL_URL_FILE?: string;

  /** A master that S1's own service made is adopted at the start; see `rowhouse adopt`. */
  @ToBoolean()
  @IsBoolean()
  ADOPT_EXISTING = false;

  get production(): boolean {
    return this.NODE_ENV === 'production';
  }

  /** Which dangerous acts ask for the password again. */
  get stepUp(): 'all' | 'default' | 'none' {
    if (this.REQUIRE_STEP_UP === 'auto') return this.production ? 'default' : 'none';
    return this.REQUIRE_STEP_UP === 'false' ? 'none' : 'all';
  }

  get operatorsNeedFactor(): boolean {
    return (
      this.OPERATOR_SECOND_FACTOR === 'true' || (this.OPERATOR_SECOND_FACTOR === 'auto' && this.production)
    );
  }

  get tokenClaims(): OptionalClaim[] {
    return claimList(this.TOKEN_CLAIMS);
  }

  get rateLimits(): boolean {
    return this.RATE_LIMITS === 'on' || (this.RATE_LIMITS === 'auto' && this.production);
  }

  get hidesAccounts(): boolean {
    return this.ENUMERATION_PROTECTION === 'strict';
  }

  get operatorsProvision(): boolean {
    return (
      this.TENANT_PROVISIONING === 'platform' || (this.TENANT_PROVISIONING === 'auto' && this.production)
    );
  }

  get operatorsChangePlans(): boolean {
    return this.PLAN_CHANGE === 'platform' || (this.PLAN_CHANGE === 'auto' && this.production);
  }

  get randomOwnerPassword(): boolean {
    return (
      this.OWNER_INITIAL_PASSWORD === 'random' || (this.OWNER_INITIAL_PASSWORD === 'auto' && this.production)
    );
  }

  get corsOrigins(): string[] {
    return this.CORS_ORIGINS.split(',')
      .map((origin) => origin.trim())
      .filter(Boolean);
  }

  get mailFrom(): { name: string; address: string } {
    const [, name = '', named, bare] = MAIL_SENDER.exec(this.MAIL_FROM ?? '') ?? [];
    return { name, address: named ?? bare ?? 'no-reply@localhost' };
  }

  get publicBaseUrl(): string {
    return (this.PUBLIC_BASE_URL ?? `http://localhost:${this.PORT}`).replace(/\/+$/, '');
  }

  get shutdownDelayMs(): number {
    const { SHUTDOWN_DELAY_SECONDS: seconds } = this;
    if (seconds === 'auto') return this.production ? 2000 : 0;
    return Number(seconds) * 1000;
  }

  /** The path that a proxy takes away before the service sees a request, such as `/rowhouse`; mostly empty. */
  get publicPath(): string {
    return new URL(this.publicBaseUrl).pathname.replace(/\/+$/, '');
  }
}

/** All configuration mistakes, one line each. */
export class EnvError extends Error {
  constructor(readonly mistakes: string[]) {
    super(
      `The configuration has ${mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`}:\n${mistakes.map((line) => `  - ${line}`).join('\n')}`,
    );
    this.name = 'EnvError';
  }
}

/**
 * Builds the settings from variables; empty strings count as absent.
 * @throws EnvError listing every mistake at once.
 */
export function readEnv(source: Record<string, string | undefined>): Env {
  const known = settingNames();
  const { values, mistakes: unread } = withSecretFiles(source);
  const given = Object.fromEntries(
    known
      .filter((name) => values[name] !== undefined && values[name] !== '')
      .map((name) => [name, values[name]]),
  );
  const env = plainToInstance(Env, given, { exposeDefaultValues: true });
  const mistakes = validateSync(env, { skipMissingProperties: false }).flatMap((error) =>
    Object.values(error.constraints ?? {}),
  );
  mistakes.push(...unread, ...mistakesOf(env));
  if (mistakes.length > 0) throw new EnvError(mistakes);
  return env;
}

/**
 * Reads `.env` when there is one, then the process's variables, which win.
 * @param warn told what was probably meant for us, and is ignored
 */
export function loadEnv(warn: (line: string) => void): Env {
  const known = settingNames();
  const file = existsSync('.env') ? readEnvFile('.env', known) : undefined;
  for (const line of file?.warnings ?? []) warn(line);
  for (const line of doubtfulVariables(process.env, known)) warn(line);
  if (file && file.mistakes.length > 0) throw new EnvError(file.mistakes);
  for (const [name, value] of Object.entries(file?.values ?? {})) process.env[name] ??= value;
  return readEnv(process.env);
}

function settingNames(): string[] {
  const checked = getMetadataStorage().getTargetValidationMetadatas(Env, '', false, false);
  return [...new Set([...Object.keys(new Env()), ...checked.map(({ propertyName }) => propertyName)])];
}

/** What only the embedded database needs to know of the environment. */
export function hostEnvironment(): NodeJS.ProcessEnv {
  return process.env;
}

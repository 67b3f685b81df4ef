import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

/** What a file says, and what is wrong or doubtful about it, one line each. */
export interface EnvFile {
  values: Record<string, string>;
  mistakes: string[];
  warnings: string[];
}

const ASSIGNMENT = /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*=(.*)$/;
const QUOTES = new Set(['"', "'", '`']);

/** Names of other programs for what we call otherwise. */
const SYNONYMS: Record<string, string> = {
  MONGO_URL: 'MONGODB_URL',
  MONGO_URI: 'MONGODB_URL',
  MONGODB_URI: 'MONGODB_URL',
  DATABASE_URL: 'MONGODB_URL',
  DB_URL: 'MONGODB_URL',
  MONGO_DB_NAME: 'MASTER_DB_NAME',
  DB_NAME: 'MASTER_DB_NAME',
  JWT_SECRET: 'SECRET_KEY',
  JWT_SECRET_KEY: 'SECRET_KEY',
  SECRET: 'SECRET_KEY',
  JWT_ALGORITHM: 'ALGORITHM',
  TOKEN_EXPIRE_MINUTES: 'ACCESS_TOKEN_EXPIRE_MINUTES',
  BASE_URL: 'PUBLIC_BASE_URL',
  SMTP_URL: 'MAIL_URL',
  ADMIN_EMAIL: 'PLATFORM_ADMIN_EMAIL',
  ADMIN_PASSWORD: 'PLATFORM_ADMIN_PASSWORD',
};
/** Names that meant something once, or mean something to docker compose beside us. */
const GONE = new Map([
  ['ORPHAN_GRACE_SECONDS', 'it is no longer a setting: no database is dropped for its age'],
]);
const NEIGHBOURS = new Set(['MONGODB_PASSWORD']);
/** Beginnings of names that nobody else has in this file. */
const OURS = /^(MONGODB|MASTER|SECRET|ACCESS_TOKEN|TOKEN|PLATFORM|MAIL|RATE_LIMIT|ADMISSION|OWNER|BCRYPT)_/;
/** Letters of a name that may be wrong for it to be taken for one of ours. */
const CLOSE = 2;

/**
 * Reads a `.env` file as Node.js does, but without losing its first line to a byte order mark.
 * @param known the names of the settings
 */
export function readEnvFile(path: string, known: readonly string[]): EnvFile {
  const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  const values = Object.fromEntries(
    Object.entries(parseEnv(text)).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const file: EnvFile = { values, mistakes: [], warnings: [] };
  const firstLine = new Map<string, number>();
  for (const { name, raw, line, open } of assignmentsIn(text, (n) =>
    file.mistakes.push(`${path}, line ${n}: this is not NAME=value`),
  )) {
    const at = `${path}, line ${line}`;
    const before = firstLine.get(name);
    if (before !== undefined) file.mistakes.push(`${at}: ${name} is set in line ${before} already`);
    firstLine.set(name, before ?? line);
    if (open) file.mistakes.push(`${at}: the quote that begins the value of ${name} is not closed`);
    if (isCut(raw)) {
      file.mistakes.push(`${at}: an unquoted # ends the value of ${name}; put the value in quotes ('…')`);
    }
    const doubt = doubtAbout(name, known);
    if (doubt !== undefined) file.warnings.push(`${at}: ${name} is ignored: ${doubt}`);
  }
  return file;
}

/** Names in the process's variables that were probably meant for us. */
export function doubtfulVariables(
  source: Record<string, string | undefined>,
  known: readonly string[],
): string[] {
  return Object.keys(source).flatMap((name) => {
    const meant = known.includes(name) ? undefined : meantBy(name, known);
    const isDoubtful = meant !== undefined && source[meant] === undefined;
    return isDoubtful ? [`the variable ${name} is ignored: did you mean ${meant}?`] : [];
  });
}

interface Assignment {
  name: string;
  /** Behind the equals sign, up to the end of the line. */
  raw: string;
  line: number;
  /** It begins with a quote that is never closed. */
  open: boolean;
}

function assignmentsIn(text: string, fault: (line: number) => void): Assignment[] {
  const lines = text.split(/\r\n|\n|\r/);
  const found: Assignment[] = [];
  for (let i = 0; i < lines.length; i++) {
    const written = lines[i];
    if (/^\s*(#|$)/.test(written)) continue;
    const [, name, rest = ''] = ASSIGNMENT.exec(written) ?? [];
    if (name === undefined) {
      fault(i + 1);
      continue;
    }
    const assignment = { name, raw: rest, line: i + 1, open: false };
    found.push(assignment);
    const quote = rest.trimStart()[0] ?? '';
    if (!QUOTES.has(quote) || rest.trimStart().indexOf(quote, 1) > 0) continue;
    // The value goes on in the lines below, to the closing quote.
    const end = lines.findIndex((line, at) => at > i && line.includes(quote));
    assignment.open = end < 0;
    if (end > 0) i = end;
  }
  return found;
}

/** A # directly behind a character is part of a value for its author, and a comment for the parser. */
function isCut(raw: string): boolean {
  const value = raw.trimStart();
  return !QUOTES.has(value[0] ?? '') && (/^#/.test(raw) || /\S#/.test(value.split(/\s#/)[0]));
}

/** Why a name that we do not know was probably meant for us; undefined: it was not. */
function doubtAbout(name: string, known: readonly string[]): string | undefined {
  if (known.includes(name) || NEIGHBOURS.has(name)) return undefined;
  const gone = GONE.get(name);
  if (gone !== undefined) return gone;
  const meant =
    meantBy(name, known) ??
    known.find((one) => OURS.test(name) && one.startsWith(`${name.split('_').slice(0, -1).join('_')}_`));
  return meant === undefined ? undefined : `did you mean ${meant}?`;
}

/** The setting that this name is another word for, a misspelling of, or has our name before. */
function meantBy(name: string, known: readonly string[]): string | undefined {
  const upper = name.toUpperCase().replace(/^ROWHOUSE_/, '');
  return (
    SYNONYMS[name] ??
    known.find((one) => one === upper) ??
    known.find((one) => one.length > 4 && distance(one, upper, CLOSE) <= CLOSE)
  );
}

/** How many letters differ (Levenshtein), at most one more than `limit`. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[b.length];
}

/** Secrets that may be in a file of their own, as orchestrators mount them. */
const IN_FILES = [
  'MONGODB_URL',
  'SECRET_KEY',
  'SECRET_KEY_PREVIOUS',
  'TOKEN_CLIENTS',
  'PLATFORM_ADMIN_PASSWORD',
  'MAIL_URL',
  'ARCHIVE_KEY',
  'ARCHIVE_KEY_PREVIOUS',
  'BACKUP_S3_SECRET_ACCESS_KEY',
  'METRICS_TOKEN',
];

/** The variables with the content of the files that `…_FILE` name; a newline at the end is none of the secret. */
export function withSecretFiles(source: Record<string, string | undefined>): {
  values: Record<string, string | undefined>;
  mistakes: string[];
} {
  const values = { ...source };
  const mistakes: string[] = [];
  for (const name of IN_FILES) {
    const path = source[`${name}_FILE`];
    if (path === undefined || path === '') continue;
    if (source[name] !== undefined && source[name] !== '') {
      mistakes.push(`${name} and ${name}_FILE are both set; one of them must go`);
      continue;
    }
    try {
      const text = readFileSync(path, 'utf8')
        .replace(/^\uFEFF/, '')
        .replace(/(\r?\n)+$/, '');
      if (text === '') mistakes.push(`${name}_FILE: ${path} is empty`);
      else values[name] = text;
    } catch (error) {
      mistakes.push(
        `${name}_FILE: ${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`,
      );
    }
  }
  return { values, mistakes };
}

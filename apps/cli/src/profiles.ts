import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { UsageError } from './failure.js';

/** What is kept of a service: where it is, and of a sign-in there its tokens. */
export interface Kept {
  url: string;
  token?: string;
  refresh_token?: string;
  /** When the access token ends, in milliseconds since 1970. */
  expires_at?: number;
}

export const DEFAULT_PROFILE = 'default';
const NAME = /^[a-z0-9][a-z0-9._-]{0,39}$/i;
const FOLDER = join(homedir(), '.config', 'rowhouse');
/** Names the profile of commands that name none. */
const CURRENT_FILE = join(FOLDER, 'profile');

/** Files readable by their owner only: one for each profile, such as one for each server. */
export class Profiles {
  /** @param wanted `--profile` or ROWHOUSE_PROFILE @throws UsageError for what cannot be a name */
  current(wanted: string | undefined): string {
    return checked(wanted ?? (readText(CURRENT_FILE)?.trim() || DEFAULT_PROFILE));
  }

  list(): string[] {
    const names = readFolder(FOLDER).flatMap((name) => /^session\.(.+)\.json$/.exec(name)?.[1] ?? []);
    return [...new Set([DEFAULT_PROFILE, ...names.sort()])];
  }

  /** Makes it the one of commands that name none. */
  use(name: string): void {
    if (!this.list().includes(checked(name))) throw new UsageError(`there is no profile ${name}`);
    write(CURRENT_FILE, `${name}\n`);
  }

  remove(name: string): boolean {
    const wasThere = this.read(name) !== undefined;
    rmSync(fileOf(name), { force: true });
    if (this.current(undefined) === name) rmSync(CURRENT_FILE, { force: true });
    return wasThere;
  }

  /** Whether a user gave it its name. */
  isNamed(name: string): boolean {
    return name !== DEFAULT_PROFILE;
  }

  read(name: string): Kept | undefined {
    try {
      const kept = JSON.parse(readText(fileOf(name)) ?? '') as Partial<Kept>;
      return typeof kept.url === 'string' ? (kept as Kept) : undefined;
    } catch {
      return undefined; // nobody has signed in with it
    }
  }

  write(name: string, kept: Kept): void {
    write(fileOf(name), JSON.stringify(kept));
  }
}

function checked(name: string): string {
  if (!NAME.test(name)) throw new UsageError('a profile is named by letters, digits, dots, - and _');
  return name;
}

const fileOf = (name: string): string =>
  join(FOLDER, checked(name) === DEFAULT_PROFILE ? 'session.json' : `session.${name}.json`);

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  rmSync(draft, { force: true }); // the mode is that of a new file
  writeFileSync(draft, text, { mode: 0o600 });
  renameSync(draft, file);
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function readFolder(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

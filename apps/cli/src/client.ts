import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { createRowhouseClient, type RowhouseClient } from '@rowhouse/api-client';

interface Session {
  url: string;
  token: string;
}

/** The token of the last sign-in, readable by its owner only. */
const SESSION_FILE = join(homedir(), '.config', 'rowhouse', 'session.json');
const DEFAULT_URL = 'http://localhost:8000';

/** Speaks HTTP to one Rowhouse; remembers who signed in. */
export class Client {
  readonly url: string;
  readonly api: RowhouseClient;
  private token: string | undefined;

  /** @param url where the service answers; absent: where the last sign-in was */
  constructor(url: string | undefined) {
    const session = readSession();
    this.url = (url ?? session?.url ?? DEFAULT_URL).replace(/\/+$/, '');
    this.token = session?.url === this.url ? session.token : undefined;
    this.api = createRowhouseClient({ baseUrl: this.url, getToken: () => this.token });
  }

  /** Uses the token for the calls that follow, and keeps nothing. */
  use(token: string | undefined): void {
    this.token = token;
  }

  remember(token: string): void {
    this.token = token;
    mkdirSync(dirname(SESSION_FILE), { recursive: true, mode: 0o700 });
    const draft = `${SESSION_FILE}.${process.pid}`;
    rmSync(draft, { force: true }); // the mode is that of a new file
    writeFileSync(draft, JSON.stringify({ url: this.url, token }), { mode: 0o600 });
    renameSync(draft, SESSION_FILE);
  }

  forget(): void {
    rmSync(SESSION_FILE, { force: true });
  }
}

function readSession(): Session | undefined {
  try {
    const { url, token } = JSON.parse(readFileSync(SESSION_FILE, 'utf8')) as Partial<Session>;
    return typeof url === 'string' && typeof token === 'string' ? { url, token } : undefined;
  } catch {
    return undefined; // nobody has signed in here
  }
}

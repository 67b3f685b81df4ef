import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { createRowhouseClient, type RowhouseClient } from '@rowhouse/api-client';

interface Session {
  url: string;
  token: string;
}

/** The token of the last sign-in, readable by its owner only. */
const SESSION_FILE = join(homedir(), '.config', 'rowhouse', 'session.json');

/** Speaks HTTP to one Rowhouse; remembers who signed in. */
export class Client {
  readonly url: string;
  readonly api: RowhouseClient;
  private token: string | undefined;

  /** @param url where the service answers; absent: where the last sign-in was */
  constructor(url: string | undefined) {
    const session = readSession();
    this.url = (url ?? session?.url ?? 'http://localhost:8000').replace(/\/+$/, '');
    this.token = session?.url === this.url ? session.token : undefined;
    this.api = createRowhouseClient({ baseUrl: this.url, getToken: () => this.token });
  }

  remember(token: string): void {
    this.token = token;
    mkdirSync(dirname(SESSION_FILE), { recursive: true });
    writeFileSync(SESSION_FILE, JSON.stringify({ url: this.url, token }), { mode: 0o600 });
  }

  forget(): void {
    rmSync(SESSION_FILE, { force: true });
  }
}

function readSession(): Session | undefined {
  try {
    return JSON.parse(readFileSync(SESSION_FILE, 'utf8')) as Session;
  } catch {
    return undefined; // nobody has signed in here
  }
}

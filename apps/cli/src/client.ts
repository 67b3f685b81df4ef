import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** What the service refused, in its own words. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    sentence: string,
  ) {
    super(`${sentence} (${status})`);
  }
}

interface Session {
  url: string;
  token: string;
}

/** The token of the last sign-in, readable by its owner only. */
const SESSION_FILE = join(homedir(), '.config', 'rowhouse', 'session.json');

/** Speaks HTTP to one Rowhouse; remembers who signed in. */
export class Client {
  readonly url: string;
  private token: string | undefined;

  /** @param url where the service answers; absent: where the last sign-in was */
  constructor(url: string | undefined) {
    const session = readSession();
    this.url = (url ?? session?.url ?? 'http://localhost:8000').replace(/\/+$/, '');
    this.token = session?.url === this.url ? session.token : undefined;
  }

  async send(method: string, path: string, init: RequestInit & { duplex?: 'half' } = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.token !== undefined) headers.set('authorization', `Bearer ${this.token}`);
    const response = await fetch(this.url + path, { ...init, method, headers });
    if (!response.ok) throw new Refused(response.status, await sentenceOf(response));
    return response;
  }

  /** @throws Refused */
  async json<T>(method: string, path: string, body?: unknown): Promise<T> {
    const init =
      body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    return (await (await this.send(method, path, init)).json()) as T;
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

async function sentenceOf(response: Response): Promise<string> {
  const text = await response.text();
  try {
    const body = JSON.parse(text) as Record<string, unknown>;
    return String(body['detail'] ?? body['title'] ?? body['message'] ?? text);
  } catch {
    return text || response.statusText;
  }
}

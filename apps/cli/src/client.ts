import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  createRowhouseClient,
  memoryStorage,
  type RowhouseClient,
  SecondFactorRequired,
  Session,
  type SignedIn,
  type TokenStorage,
} from '@rowhouse/api-client';
import { NotSignedOut } from './failure.js';
import { askCode } from './questions.js';

/** The last sign-in. */
interface Kept {
  url: string;
  token: string;
  refresh_token?: string;
  /** When the access token ends, in milliseconds since 1970. */
  expires_at?: number;
}

/** Readable by its owner only. */
const SESSION_FILE = join(homedir(), '.config', 'rowhouse', 'session.json');
const DEFAULT_URL = 'http://localhost:8000';

/** Speaks HTTP to one Rowhouse; remembers who signed in, and renews the access token. */
export class Client {
  readonly url: string;
  readonly api: RowhouseClient;
  private readonly storage: TokenStorage;
  private readonly session: Session;

  /** @param url where the service answers; absent: where the last sign-in was */
  constructor(url: string | undefined) {
    this.url = (url ?? readKept()?.url ?? DEFAULT_URL).replace(/\/+$/, '');
    this.storage = storageOf(this.url);
    this.session = new Session({ baseUrl: this.url, storage: this.storage });
    this.api = createRowhouseClient({ baseUrl: this.url, session: this.session });
  }

  /**
   * Keeps nothing: the sign-in may be one with a temporary password.
   * @param code of the second factor; asked for on a terminal when the account has one
   */
  async signIn(email: string, password: string, code?: string): Promise<SignedIn> {
    const session = new Session({ baseUrl: this.url });
    try {
      return await session.signIn({ email, password, ...(code === undefined ? {} : { code }) });
    } catch (error) {
      if (!(error instanceof SecondFactorRequired)) throw error;
      return session.completeSignIn({ challenge: error.challenge, code: await askCode() });
    }
  }

  /** Ends the session before, whose tokens nobody has any more. */
  async remember(signedIn: SignedIn): Promise<void> {
    const before = await this.storage.get();
    await this.session.begin(signedIn);
    if (before === undefined) return;
    const former = new Session({ baseUrl: this.url, storage: memoryStorage(before) });
    await former.signOut().catch(() => undefined); // it ends by itself
  }

  /**
   * Ends the session of the last sign-in here, and forgets it.
   * @returns whether there was one
   * @throws NotSignedOut when it is forgotten only
   */
  async signOut(): Promise<boolean> {
    if ((await this.storage.get()) === undefined) return false;
    await this.session.signOut().catch((error: unknown) => {
      throw new NotSignedOut(error);
    });
    return true;
  }
}

/** The file, as far as it is about this service. */
function storageOf(url: string): TokenStorage {
  const own = (): Kept | undefined => {
    const kept = readKept();
    return kept?.url === url ? kept : undefined;
  };
  return {
    get: () => {
      const kept = own();
      if (kept === undefined) return undefined;
      return { accessToken: kept.token, refreshToken: kept.refresh_token, expiresAt: kept.expires_at };
    },
    set: (tokens) => {
      if (tokens !== undefined) {
        const { accessToken: token, refreshToken: refresh_token, expiresAt: expires_at } = tokens;
        write({ url, token, refresh_token, expires_at });
      } else if (own() !== undefined) {
        rmSync(SESSION_FILE, { force: true });
      }
    },
  };
}

function write(kept: Kept): void {
  mkdirSync(dirname(SESSION_FILE), { recursive: true, mode: 0o700 });
  const draft = `${SESSION_FILE}.${process.pid}`;
  rmSync(draft, { force: true }); // the mode is that of a new file
  writeFileSync(draft, JSON.stringify(kept), { mode: 0o600 });
  renameSync(draft, SESSION_FILE);
}

function readKept(): Kept | undefined {
  try {
    const kept = JSON.parse(readFileSync(SESSION_FILE, 'utf8')) as Partial<Kept>;
    return typeof kept.url === 'string' && typeof kept.token === 'string' ? (kept as Kept) : undefined;
  } catch {
    return undefined; // nobody has signed in here
  }
}

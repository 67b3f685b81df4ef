import {
  createRowhouseClient,
  memoryStorage,
  type RowhouseClient,
  SecondFactorRequired,
  Session,
  type SignedIn,
  type TokenStorage,
} from '@rowhouse/api-client';
import { NotSignedOut, UsageError } from './failure.js';
import type { Kept, Profiles } from './profiles.js';
import { askCode } from './questions.js';

const DEFAULT_URL = 'http://localhost:8000';

export interface ClientSettings {
  profiles: Profiles;
  profile: string;
  /** Where the service answers; absent: where the last sign-in of the profile was. */
  url: string | undefined;
  /** A key of /v1/api-keys; takes the place of the sign-in. */
  apiKey: string | undefined;
}

/** Speaks HTTP to one Rowhouse; remembers who signed in, and renews the access token. */
export class Client {
  readonly url: string;
  readonly api: RowhouseClient;
  readonly hasKey: boolean;
  private readonly storage: TokenStorage;
  private readonly session: Session;

  constructor({ profiles, profile, url, apiKey }: ClientSettings) {
    this.url = (url ?? profiles.read(profile)?.url ?? DEFAULT_URL).replace(/\/+$/, '');
    this.storage = storageOf(profiles, profile, this.url);
    this.session = new Session({ baseUrl: this.url, storage: this.storage });
    this.hasKey = apiKey !== undefined;
    this.api = createRowhouseClient({
      baseUrl: this.url,
      idempotencyKeys: true,
      ...(apiKey === undefined ? { session: this.session } : { apiKey }),
    });
  }

  /**
   * Keeps nothing: the sign-in may be one with a temporary password.
   * @param code of the second factor; asked for on a terminal when the account has one
   */
  async signIn(email: string, password: string, code?: string): Promise<SignedIn> {
    if (this.hasKey)
      throw new UsageError('ROWHOUSE_API_KEY is set, and would be used instead of the sign-in');
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

/** The profile's file, as far as it is about this service. */
function storageOf(profiles: Profiles, profile: string, url: string): TokenStorage {
  const own = (): Kept | undefined => {
    const kept = profiles.read(profile);
    return kept?.url === url ? kept : undefined;
  };
  return {
    get: () => {
      const kept = own();
      if (kept?.token === undefined) return undefined;
      return { accessToken: kept.token, refreshToken: kept.refresh_token, expiresAt: kept.expires_at };
    },
    set: (tokens) => {
      if (tokens !== undefined) {
        const { accessToken: token, refreshToken: refresh_token, expiresAt: expires_at } = tokens;
        profiles.write(profile, { url, token, refresh_token, expires_at });
      } else if (own() !== undefined) {
        // A profile of its own goes on knowing where its service is.
        if (profiles.isNamed(profile)) profiles.write(profile, { url });
        else profiles.remove(profile);
      }
    },
  };
}

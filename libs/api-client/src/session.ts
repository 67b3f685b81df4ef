import { ok, RowhouseError } from './error.js';
import type { components } from './schema/sessions.js';
import { memoryStorage, type Tokens, type TokenStorage } from './storage.js';

export type SignedIn = components['schemas']['SignedInDto'];
export type SignIn = Omit<components['schemas']['SignInV1Dto'], 'cookie'>;

export interface PendingSignIn {
  challenge: string;
  /** Seconds. */
  expires_in: number;
}

export interface CompleteSignIn {
  challenge: string;
  /** Of the second factor, or a recovery code. */
  code: string;
  /** This device signs in without a code from now on. */
  remember_device?: boolean;
}

/** The password was right; `completeSignIn` with the challenge and a code opens the session. */
export class SecondFactorRequired extends Error {
  override readonly name = 'SecondFactorRequired';
  readonly challenge: string;
  /** Seconds. */
  readonly expiresIn: number;

  constructor({ challenge, expires_in }: PendingSignIn) {
    super('The account has a second factor: complete the sign-in with a code');
    this.challenge = challenge;
    this.expiresIn = expires_in;
  }
}

export interface SessionOptions {
  /** Where Rowhouse answers, such as `https://api.example.com`. */
  baseUrl: string;
  /** Where the tokens are; the memory of the program when absent. */
  storage?: TokenStorage;
  /** The refresh token is in an httpOnly cookie, out of reach of scripts. For browsers. */
  cookie?: boolean;
  /** The session has ended by itself: it was ended elsewhere, or was not used for 30 days. */
  onEnd?: () => void;
  /** Instead of the global fetch. */
  fetch?: (request: Request) => Promise<Response>;
}

/** An access token is renewed this long before it ends. Milliseconds. */
const EARLY = 30_000;

/** A sign-in that renews its access tokens: once, however many requests wait for it. */
export class Session {
  private readonly storage: TokenStorage;
  private readonly fetch: (request: Request) => Promise<Response>;
  private pending: Promise<string | undefined> | undefined;
  /** Counts sign-ins and sign-outs: what was asked for before is not kept after. */
  private epoch = 0;
  /** There is a cookie, as far as this program knows. */
  private mayHaveCookie: boolean;

  constructor(private readonly options: SessionOptions) {
    this.storage = options.storage ?? memoryStorage();
    this.fetch = options.fetch ?? ((request) => globalThis.fetch(request));
    this.mayHaveCookie = options.cookie === true;
  }

  /**
   * @throws SecondFactorRequired when the account has a second factor, and a code was not sent
   * @throws RowhouseError when the service refuses
   */
  async signIn(credentials: SignIn): Promise<SignedIn> {
    const answer = await this.open<SignedIn | PendingSignIn>('/v1/sessions', credentials);
    if ('challenge' in answer) throw new SecondFactorRequired(answer);
    return answer;
  }

  /**
   * Completes a sign-in that needed a second factor.
   * @throws RowhouseError when the service refuses; with `auth.code_invalid` another code may be tried
   */
  completeSignIn(step: CompleteSignIn): Promise<SignedIn> {
    return this.open<SignedIn>('/v1/sessions/second-factor', step);
  }

  private async open<T extends object>(path: string, sent: object): Promise<T> {
    const epoch = ++this.epoch;
    const { cookie = false } = this.options;
    const answer = await this.ask<T>('POST', path, { ...sent, cookie });
    if ('access_token' in answer && epoch === this.epoch) await this.keep(answer as unknown as SignedIn);
    return answer;
  }

  /**
   * Goes on with what another operation signed in, such as `POST /v1/accounts`; that one has to be asked for a cookie
   * where the session has one.
   */
  async begin(signedIn: SignedIn): Promise<void> {
    this.epoch++;
    await this.keep(signedIn);
  }

  /**
   * Ends the session, also one whose access token has ended meanwhile. The tokens are forgotten even if the service
   * does not answer.
   * @throws when the session may go on: there was no answer, or an error that is not about the session
   */
  async signOut(): Promise<void> {
    this.epoch++;
    const tokens = await this.storage.get();
    await this.storage.set(undefined);
    const isOpen = tokens !== undefined || this.mayHaveCookie;
    this.mayHaveCookie = false;
    if (!isOpen) return;
    try {
      if (tokens !== undefined && (await this.end(tokens.accessToken))) return;
      // Only an access token names the session: a new one, to end it with.
      const { cookie = false } = this.options;
      if (!cookie && tokens?.refreshToken === undefined) return;
      await this.end((await this.askAnew(tokens)).access_token);
    } catch (error) {
      if (!isOver(error)) throw error;
    }
  }

  /** @returns whether the token was good */
  private async end(accessToken: string): Promise<boolean> {
    try {
      await this.ask('DELETE', '/v1/sessions/current', undefined, accessToken);
      return true;
    } catch (error) {
      if (error instanceof RowhouseError && error.status === 401) return false;
      throw error;
    }
  }

  /** One that is good for another half minute, if there is a session. */
  async accessToken(): Promise<string | undefined> {
    const tokens = await this.storage.get();
    if (tokens === undefined) return this.mayHaveCookie ? this.refresh().catch(() => undefined) : undefined;
    const { accessToken, expiresAt = Infinity } = tokens;
    if (Date.now() < expiresAt - EARLY) return accessToken;
    return this.refresh(accessToken).catch(() => (Date.now() < expiresAt ? accessToken : undefined));
  }

  /**
   * A new access token; undefined when the session has ended.
   * @param refused the one that is not good any more: if another one is there already, it is that
   * @throws when there was no answer, and the session may go on
   */
  async refresh(refused?: string): Promise<string | undefined> {
    const { epoch } = this; // before the storage is waited for: a sign-out may come meanwhile
    const tokens = await this.storage.get();
    if (tokens !== undefined && refused !== undefined && tokens.accessToken !== refused) {
      return tokens.accessToken;
    }
    this.pending ??= this.exchange(tokens, epoch).finally(() => (this.pending = undefined));
    return this.pending;
  }

  private async exchange(tokens: Tokens | undefined, epoch: number): Promise<string | undefined> {
    const { cookie = false } = this.options;
    if (epoch !== this.epoch) return undefined;
    if (!cookie && tokens?.refreshToken === undefined) return undefined;
    try {
      const renewed = await this.askAnew(tokens);
      if (epoch !== this.epoch) return (await this.storage.get())?.accessToken;
      await this.keep(renewed);
      return renewed.access_token;
    } catch (error) {
      if (!isOver(error)) throw error;
      if (epoch !== this.epoch) return undefined;
      // Another program with the same storage signed in meanwhile.
      const now = await this.storage.get();
      if (now?.refreshToken !== tokens?.refreshToken) return now?.accessToken;
      await this.storage.set(undefined);
      this.mayHaveCookie = false;
      if (tokens !== undefined) this.options.onEnd?.();
      return undefined;
    }
  }

  private askAnew(tokens: Tokens | undefined): Promise<SignedIn> {
    const { cookie = false } = this.options;
    const body = cookie ? {} : { refresh_token: tokens?.refreshToken };
    return this.ask<SignedIn>('POST', '/v1/sessions/refresh', body);
  }

  private async keep({ access_token, refresh_token, expires_in }: SignedIn): Promise<void> {
    const expiresAt = Date.now() + expires_in * 1000;
    await this.storage.set({ accessToken: access_token, refreshToken: refresh_token, expiresAt });
    this.mayHaveCookie = this.options.cookie === true;
  }

  private async ask<T>(method: string, path: string, body?: object, token?: string): Promise<T> {
    const { baseUrl, cookie = false } = this.options;
    const request = new Request(baseUrl.replace(/\/+$/, '') + path, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      ...(cookie ? { credentials: 'include' as const } : {}),
    });
    const response = await this.fetch(request);
    const text = await response.text();
    return ok<{ data: T; response: Response }>({ ...parsed<T>(text, response.ok), response });
  }
}

/** 400: there is no cookie. 403: the account or its organizations are suspended. */
const isOver = (error: unknown): boolean =>
  error instanceof RowhouseError && [400, 401, 403].includes(error.status);

/** @returns as `data` for a success: what the service documents */
function parsed<T>(text: string, isData: boolean): { data: T; error?: unknown } {
  let value: unknown = text;
  try {
    value = text === '' ? undefined : JSON.parse(text);
  } catch {
    // A proxy's page: the error says its status.
  }
  return isData ? { data: value as T } : { data: undefined as T, error: value };
}
